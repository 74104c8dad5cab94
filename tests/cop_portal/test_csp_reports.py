"""What browsers report of the content policy: what is logged, what is left out, what is refused."""

import json
from uuid import uuid4

import pytest
from django.core.cache import cache
from structlog.testing import capture_logs

pytestmark = pytest.mark.django_db
OLD = {
    "csp-report": {
        "document-uri": "https://merit.example/cari/?q=rahasia#bagian",
        "violated-directive": "script-src 'self'",
        "effective-directive": "script-src-elem",
        "blocked-uri": "inline",
        "source-file": "https://jahat.example/a.js?nip=198012312010121001",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "https://merit.example/praktik/",
            "effectiveDirective": "img-src",
            "blockedURL": "https://lain.example/foto.png?id=7",
        },
    },
    {"type": "deprecation", "body": {"id": "apa saja"}},
]


@pytest.fixture(autouse=True)
def _nothing_sent_yet():
    cache.clear()


def send(client, report, kind="application/csp-report"):
    body = report if isinstance(report, bytes) else json.dumps(report)
    return client.post("/csp/", body, content_type=kind)


def test_report_is_one_line_without_what_was_searched(client):
    with capture_logs() as lines:
        answers = [send(client, OLD).status_code, send(client, OLD).status_code]

    assert answers == [204, 204]
    assert lines == [
        {
            "event": "csp_report",
            "log_level": "warning",
            "directive": "script-src-elem",
            "blocked": "inline",
            "page": "merit.example/cari/",
            "source": "jahat.example/a.js",
        }
    ]


def test_newer_form_of_reports_is_read_too(client):
    with capture_logs() as lines:
        answer = send(client, NEW, "application/reports+json")

    assert answer.status_code == 204
    assert [(line["directive"], line["blocked"]) for line in lines] == [("img-src", "lain.example/foto.png")]


def test_an_invented_directive_and_an_impossible_address_are_told_as_such(client):
    with capture_logs() as lines:
        send(client, {"csp-report": {"violated-directive": "x\ny", "blocked-uri": "http://[1", "document-uri": 7}})

    assert [(line["directive"], line["blocked"], line["page"]) for line in lines] == [("other", "?", "")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"7",
        b"[]",
        b"{}",
        b'{"csp-report": 7}',
        b"\xff\x00",
        b"[" * 10_000,
        b'{"csp-report":{}}' + b" " * 20_000,
    ],
)
def test_what_is_no_report_is_refused(client, body):
    with capture_logs() as lines:
        answer = send(client, body)

    assert answer.status_code == 400
    assert not [line for line in lines if line["event"] == "csp_report"]


def test_a_flood_of_reports_is_stopped(client):
    answers = [send(client, OLD).status_code for _ in range(22)]

    assert answers == [204] * 20 + [429] * 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_reports_what_the_policy_stopped(page, portal_servers, portal_server, database_url):
    path = f"tidak-ada-{uuid4().hex}/"  # the server keeps quiet about what it told within the hour, of other runs too
    page.goto(f"{portal_server}/{path}?next=/rahasia/")
    with page.expect_request(lambda request: request.url.endswith("/csp/")) as reported:
        page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent: 'p{}'}))")

    assert reported.value.response().status == 204
    log = portal_servers[database_url, 0].log.read_text()
    (line,) = (line for line in log.splitlines() if "csp_report" in line and path in line)
    assert "style-src" in line
    assert "rahasia" not in line
