"""What every kind of public page must hold: few queries, little weight, a strict policy, nothing from elsewhere."""

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from tests.factories.practices import PracticePageFactory
from tests.support.pages import PAGES, filled, make_content
from tests.support.queries import count_queries

MOST_QUERIES = {"visitor": 12, "member": 15}
MOST_HTML = 15 * 1024  # gzip
MOST_TRANSFERRED = 70 * 1024
MOST_REQUESTS = 8
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.fixture
def addresses(db) -> dict[str, str]:
    """Address of each kind of page, of a portal with content."""
    practice = make_content()
    return {kind: filled(PAGES[kind], practice) for kind in PAGES}


@pytest.mark.parametrize("role", MOST_QUERIES)
def test_pages_send_few_queries(client_of, addresses, role):
    client = client_of(role)
    counts = {}

    for kind, address in addresses.items():
        client.get(address)  # what is fetched once a process is not the page's own
        counts[kind] = count_queries(lambda address=address: client.get(address))

    assert {kind: count for kind, count in counts.items() if count > MOST_QUERIES[role]} == {}


@pytest.mark.parametrize("role", MOST_QUERIES)
@pytest.mark.parametrize("kind", ["home", "library", "library filtered", "practice", "forum", "room", "question"])
def test_query_count_does_not_grow_with_rows(client_of, assert_flat_queries, role, kind):
    practice = make_content(1)
    client = client_of(role)
    address = filled(PAGES[kind], practice)

    def add_row():
        PracticePageFactory(complete=True, subaspects=list(practice.subaspects.all()))

    assert_flat_queries(add_row, lambda: client.get(address), at_most=MOST_QUERIES[role])


def test_html_is_light(client_of, addresses):
    client = client_of("visitor")

    sizes = {kind: len(gzip.compress(client.get(address).content, 6)) for kind, address in addresses.items()}

    assert {kind: size for kind, size in sizes.items() if size > MOST_HTML} == {}


class Findings(HTMLParser):
    """What a strict policy would block, and addresses of other hosts that a browser would fetch."""

    DATA_TYPES = ("application/ld+json", "application/json")

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.found += [f"<{tag} {name}=…>" for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") not in self.DATA_TYPES):
            self.found.append(f"inline <{tag}>")
        fetched = values.get("src") or (values.get("href") if tag == "link" and is_fetched(values) else None)
        if fetched and urlsplit(fetched).netloc not in ("", "testserver"):
            self.found.append(f"<{tag}> from {fetched}")


def is_fetched(link: dict) -> bool:
    return not {"canonical", "alternate", "license"} & set((link.get("rel") or "").split())


def test_pages_keep_to_the_strict_policy(client_of, addresses):
    client = client_of("visitor")
    loose = {}

    for kind, address in addresses.items():
        response = client.get(address)
        findings = Findings()
        findings.feed(response.content.decode())
        policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
        if policy != STRICT or findings.found:
            loose[kind] = policy, findings.found

    assert loose == {}


def test_cms_has_a_policy_of_its_own(client_of):
    response = client_of("organiser").get("/cms/")

    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
    assert not re.search(r"https?:|\*", policy)
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_other_safety_headers(client_of):
    headers = client_of("visitor").get("/").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


class Visit:
    """What a first visit fetched and what the browser complained about."""

    def __init__(self, page, address: str):
        self.requests, self.complaints = [], []
        page.on("requestfinished", lambda request: self.requests.append(request))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.on("console", lambda message: self.note(message))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address, wait_until="networkidle")
        sizes = [request.sizes() for request in self.requests]
        self.transferred = sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)
        self.hosts = {urlsplit(request.url).netloc for request in self.requests}

    def note(self, message) -> None:
        is_own_status = "the server responded with a status of 404" in message.text
        if message.type in ("error", "warning") and not is_own_status:
            self.complaints.append(message.text)


@pytest.mark.browser
def test_first_visit_is_light_and_stays_here(portal_server, browser):
    practice = make_content()
    heavy = []

    for kind in PAGES:
        with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            visit = Visit(context.new_page(), portal_server + filled(PAGES[kind], practice))
        problems = list(visit.complaints)
        if visit.transferred > MOST_TRANSFERRED:
            problems.append(f"{visit.transferred} bytes")
        if len(visit.requests) > MOST_REQUESTS:
            problems.append(f"{len(visit.requests)} requests: {[request.url for request in visit.requests]}")
        if visit.hosts != {urlsplit(portal_server).netloc}:
            problems.append(f"hosts {visit.hosts}")
        if problems:
            heavy.append(f"{kind}: {problems}")

    assert heavy == []
