"""Hostile addresses and parameters at every screen of the CMS, those of Wagtail too: an answer below 500."""

import re

import pytest
from django.db import connection

from tests.support.addresses import patterns
from tests.support.hostile import KINDS, RAW_QUERIES, TEXTS, encode

pytestmark = pytest.mark.django_db

LEFT_OUT = {"cms/logout/", "cms/failwhale/"}  # the first ends the session, the second raises on purpose
PARAMETERS = (
    *("daftar", "hari", "kata"),
    *("q", "search", "p", "id", "page", "ordering", "order_by", "query", "term", "next", "select", "multiple"),
    *(
        "page_type",
        "user_id",
        "type",
        "child_of",
        "ancestor_of",
        "descendant_of",
        "offset",
        "limit",
        "fields",
        "export",
    ),
    *("timestamp_0", "timestamp_1", "timestamp_before", "timestamp_after", "last_published_at_from", "latest_revision"),
    *(
        "owner",
        "site",
        "page_locale",
        "collection_id",
        "tag",
        "status",
        "kind",
        "province",
        "state",
        "allow_external_link",
    ),
    *(
        "link_url",
        "format",
        "width",
        "height",
        "mode",
        "preview",
        "reviewable",
        "task_type",
        "workflow",
        "user",
        "action",
    ),
)
NUMBERS = ["1", "0", "9223372036854775807", "9223372036854775808", "9" * 400]


def addresses(number: str) -> list[str]:
    """Every pattern of the CMS, its numbers filled with `number` and its words with one that nothing is called."""
    filled = []
    for route in sorted({route for route, _ in patterns() if route.startswith("cms/")} - LEFT_OUT):
        address = re.sub(r"<int:\w+>|\(\?P<\w+>[^)]*\)|<(?:str:)?pk>", number, route)
        address = re.sub(r"<(?:\w+:)?(?:app_label|app_name|content_type_app_name)>", "practices", address)
        address = re.sub(r"<(?:\w+:)?(?:model_name|content_type_model_name)>", "practicepage", address)
        address = re.sub(r"<(?:\w+:)?\w+>", "x", address)
        filled.append("/" + address.replace("\\.", ".").replace("^", "").replace("$", "").replace(".*/", "x/"))
    return filled


@pytest.fixture
def ask(client_of):
    """Sends GETs as an administrator, to whom every screen is open; `ask.failures` names those answered with a 5xx."""
    client = client_of("administrator")
    client.raise_request_exception = False

    def send(address: str, query: str = "") -> None:
        response = client.get(address, QUERY_STRING=query)
        if response.status_code >= 500:
            send.failures.append(f"{response.status_code} {address}?{query[:200]}")

    send.failures = []
    return send


def test_numbers_that_name_nothing(ask, some):
    for turn, filled in enumerate(zip(*map(addresses, NUMBERS), strict=True)):
        for address in some(filled, turn):
            ask(address)

    assert not ask.failures, "\n".join(ask.failures)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_parameters(ask, kind):
    text = TEXTS[kind][:3_000]
    turn, screens = list(TEXTS).index(kind), addresses("1")

    for address in screens[turn % 3 :: 3] if connection.vendor == "postgresql" else screens:
        ask(address, "&".join(f"{name}={encode(text)}" for name in PARAMETERS))

    assert not ask.failures, "\n".join(ask.failures)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("query", RAW_QUERIES, ids=lambda query: query[:20])
def test_malformed_queries(ask, query):
    for address in addresses("1"):
        ask(address, query)

    assert not ask.failures, "\n".join(ask.failures)
