"""What practices show on the pages of a scope, a person and an agency: nothing that the reader may not open."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.enums import Scope
from practices import panels
from practices.panels import SHOWN
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()
OPEN = {  # reader → titles that they may open, the newest first
    "visitor": ["Untuk semua"],
    "member of another agency": ["Untuk anggota", "Untuk semua"],
    "member": ["Untuk pemilik", "Untuk anggota", "Untuk semua"],
}


@pytest.fixture
def owner(db):
    return InstansiFactory()


@pytest.fixture
def readers(owner):
    members = UserFactory(verified=True, instansi=owner), UserFactory(verified=True)
    return dict(zip(("visitor", "member", "member of another agency"), (VISITOR, *members), strict=True))


@pytest.fixture
def writer(owner):
    """The writer of one practice for each audience, of a draft and of one that was retired."""
    writer = UserFactory(verified=True, instansi=owner)
    for title, trait in [
        ("Untuk semua", {}),
        ("Untuk anggota", {"members": True}),
        ("Untuk pemilik", {"for_owners": True}),
        ("Naskah", {"draft": True}),
        ("Ditarik", {}),
    ]:
        page = PracticePageFactory(title=title, owners=[owner], owner=writer, scope=Scope.INNOVATIVE, **trait)
    page.unpublish()
    return writer


def titles(panel: dict | None) -> list[str]:
    return [row["title"] for row in panel["rows"]] if panel else []


@pytest.mark.parametrize("reader", OPEN)
def test_a_scope_shows_what_its_reader_may_open(writer, readers, reader):
    PracticePageFactory(scope=Scope.HELPING)

    assert titles(panels.of_scope(Scope.INNOVATIVE, readers[reader])) == OPEN[reader]


@pytest.mark.parametrize("reader", OPEN)
def test_a_person_shows_what_their_reader_may_open(writer, readers, reader):
    PracticePageFactory(owner=UserFactory())

    assert titles(panels.of_person(writer, readers[reader])) == OPEN[reader]


@pytest.mark.parametrize("reader", OPEN)
def test_an_agency_shows_what_its_reader_may_open(writer, owner, readers, reader):
    PracticePageFactory()

    assert titles(panels.of_instansi(owner, readers[reader])) == OPEN[reader]


def test_a_panel_with_nothing_to_open_stays_away(owner):
    writer = PracticePageFactory(draft=True, owners=[owner], owner=UserFactory(), scope=Scope.INNOVATIVE).owner

    assert panels.of_scope(Scope.INNOVATIVE, VISITOR) is None
    assert panels.of_person(writer, VISITOR) is None
    assert panels.of_instansi(owner, VISITOR) is None


def test_the_newest_are_shown_and_the_rest_is_led_to(owner):
    pages = PracticePageFactory.create_batch(SHOWN + 1, scope=Scope.INNOVATIVE, owners=[owner])
    newest = [page.title for page in reversed(pages[1:])]

    scope, agency = panels.of_scope(Scope.INNOVATIVE, VISITOR), panels.of_instansi(owner, VISITOR)

    assert titles(scope) == titles(agency) == newest
    assert scope["all_url"] == "/praktik/?lingkup=inovasi"
    assert agency["all_url"] == f"/praktik/?pemilik={owner.code}"
