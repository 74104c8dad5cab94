"""Every page in the reader's language: all that is ours passes through translation, dates and numbers follow."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory
from django.utils import translation

from community import formats
from cop_portal import catalogues, errors
from practices import naming
from practices.models import PracticePage
from tests.factories.practices import PracticePageFactory
from tests.support.own_pages import own_addresses
from tests.support.pages import PAGES, TITLE, filled, make_content
from tests.support.spoken import Spoken, unmarked, written

MADE_UP = {"component sheet"}  # samples of content, which is in the language of who wrote it


@pytest.fixture
def addresses(db) -> dict[str, str]:
    practice = make_content()
    return {kind: filled(address, practice) for kind, address in PAGES.items()}


@pytest.fixture
def pages(addresses, person_of) -> dict[str, tuple[str, str]]:
    """Role and address of each kind of page: what everybody may open, and what is there for some roles only."""
    public = {kind: ("visitor", address) for kind, address in addresses.items()}
    addresses = public | own_addresses(person_of, PracticePage.objects.get(title=TITLE))
    return {kind: address for kind, address in addresses.items() if kind not in MADE_UP}


@pytest.mark.once
def test_every_text_of_ours_passes_through_translation(client_of, pages, marked):
    clients = {role: client_of(role) for role, _ in pages.values()}
    content = written()
    del pages["quoting"]  # a quote is what somebody wrote, with marks between its lines

    found = {
        kind: unmarked(clients[role].get(address, follow=True), content) for kind, (role, address) in pages.items()
    }

    assert {kind: parts for kind, parts in found.items() if parts} == {}


@pytest.mark.once
@pytest.mark.parametrize(
    "answer",
    [
        errors.bad_request,
        lambda request: errors.bad_request(request, RequestDataTooBig()),
        errors.permission_denied,
        errors.csrf_failure,
        errors.session_expired,
        errors.page_not_found,
        errors.too_many_requests,
        errors.server_error,
    ],
)
def test_every_text_of_error_pages_passes_through_translation(db, marked, answer):
    typed = {"title": "Kalimat saya", "tak-dikenal": "Lagi"}
    request = RequestFactory().post("/praktik/", typed)
    request.user = AnonymousUser()

    response = answer(request)

    assert "Kalimat saya" in response.content.decode()
    assert unmarked(response, written()) - {*typed.values(), "tak-dikenal"} == set()


def indonesian_only() -> set[str]:
    """Our texts whose English differs."""
    entries = catalogues.read(catalogues.path_of("en"))
    return {entry.msgid for entry in entries if entry.msgid not in (entry.msgstr, *entry.msgstr_plural.values())}


@pytest.mark.once
def test_english_pages_show_no_indonesian_text_of_ours(client_of, pages):
    clients = {role: client_of(role) for role, _ in pages.values()}
    texts, content, left = indonesian_only(), written(), {}

    for kind, (role, address) in pages.items():
        clients[role].cookies[settings.LANGUAGE_COOKIE_NAME] = "id"
        clients[role].get(address)  # whatever a page keeps of its Indonesian reading must not come back in English
        clients[role].cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        response = clients[role].get(address, follow=True)
        spoken = Spoken(response.content.decode())
        found = {piece.strip() for piece in spoken.pieces} & texts
        found = {piece for piece in found if piece not in content}
        if found or spoken.language != "en" or response.headers["Content-Language"] != "en":
            left[kind] = found, spoken.language, response.headers["Content-Language"]

    assert left == {}


@pytest.mark.once
def test_pages_are_indonesian_without_a_cookie_whatever_the_browser_prefers(client_of, addresses):
    client = client_of("visitor")
    strange = {}

    for kind, address in addresses.items():
        response = client.get(address, headers={"accept-language": "en"})
        languages = Spoken(response.content.decode()).language, response.headers["Content-Language"]
        if languages != ("id", "id"):
            strange[kind] = languages

    assert strange == {}


@pytest.mark.parametrize(
    ("language", "day", "moment", "numbers"),
    [
        ("id", "Kamis, 28 April 2022", "Kamis, 28 April 2022 pukul 09.00 WIB", ["2.340", "1,7", "12.345,50"]),
        ("en", "Thursday, 28 April 2022", "Thursday, 28 April 2022 at 09:00 WIB", ["2,340", "1.7", "12,345.50"]),
    ],
)
def test_dates_and_numbers_follow_the_language(language, day, moment, numbers):
    at = datetime(2022, 4, 28, 2, 0, tzinfo=UTC)

    with translation.override(language):
        assert formats.long_date(at) == day
        assert formats.long_moment(at) == moment
        assert [formats.number(2340), formats.number(1.7), formats.number(12345.5, 2)] == numbers


@pytest.mark.once
def test_a_practice_has_its_dates_and_numbers_in_the_language(client_of):
    practice = PracticePageFactory(complete=True, source_note="")
    client = client_of("visitor")

    indonesian = client.get(practice.url).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get(practice.url).content.decode()

    assert "Dilaporkan pada 28 April 2022." in indonesian
    assert "Reported on 28 April 2022." in english


@pytest.mark.once
@pytest.mark.django_db
def test_one_practice_is_named_as_one():
    """Indonesian has one word for one and for many, so that only English shows which was meant."""
    practice = PracticePageFactory()

    with translation.override("en"):
        note = naming.card(practice).note

    assert note.partition(",")[0] == "Practice"
