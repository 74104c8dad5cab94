"""Pages kept for visitors: as new as the database, for visitors only, and few enough to fit.

Each client has a handler of its own, so two clients stand for two server processes with a memory each.
"""

import pytest
from django.test import Client

from tests.support.pages import PAGES, filled, make_content
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db

# Forms with a key, answers to what was typed, errors, and what reads the search index.
NEVER_KEPT = {
    "ask",
    "ask, rooms",
    "contact",
    "agencies, none",
    "sign-in",
    "sign-up",
    "password forgotten",
    "link expired",
    "search",
    "search start",
    "search empty",
    "not found",
    "not found, near",
    "address verification",
    "address verification failed",
    "password sent",
    "password done",
    "inactive",
    "bad request",
    "method not taken",
}


@pytest.fixture
def process(settings):
    """A new server process, so to speak: a client whose handler keeps pages."""
    settings.PAGE_CACHE_BYTES = 8 * 1024 * 1024
    return Client


def is_kept(response) -> bool:
    """Whether this page was put in memory, or came from there: only such pages have a tag."""
    return response.has_header("ETag")


@pytest.mark.once
def test_every_kind_of_page_for_visitors_is_kept_except_forms_search_and_errors(process):
    practice, client = make_content(), process()

    kept = {kind for kind, address in PAGES.items() if is_kept(client.get(filled(address, practice)))}

    assert set(PAGES) - kept == NEVER_KEPT
