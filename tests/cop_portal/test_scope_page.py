"""`/komunitas/<slug>/`: who looks after a scope, and what of it each reader may open."""

import pytest

from community.enums import Scope
from tests.factories.community import ScopeStewardFactory, UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.forums import RoomPageFactory
from tests.factories.practices import PracticePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADDRESS = "/komunitas/inovasi/"
KINDS = {"Praktik": PracticePageFactory, "Ruang": RoomPageFactory, "Acara": EventPageFactory}
FOR = {
    "semua": {},
    "anggota": {"members": True},
    "pemilik": {"for_owners": True},
    "penulis": {"draft": True},
}
# fmt: off
READ = {  # role → whose things its page shows
    "visitor":      ["semua"],
    "unverified":   ["semua"],
    "member":       ["semua", "anggota", "pemilik"],
    "member_other": ["semua", "anggota"],
}
# fmt: on


@pytest.mark.parametrize("role", READ)
def test_it_shows_the_things_of_its_scope_that_the_reader_may_open(client_of, home_instansi, role):
    for kind, factory in KINDS.items():
        for audience, trait in FOR.items():
            factory(title=f"{kind} {audience} di sini", scope=Scope.INNOVATIVE, owners=[home_instansi], **trait)
        factory(title=f"{kind} semua di tempat lain", scope=Scope.HELPING)

    page = client_of(role).get(ADDRESS).content.decode()

    titles = [f"{kind} {audience}" for kind in KINDS for audience in FOR]
    assert [title for title in titles if f"{title} di sini" in page] == [
        f"{kind} {audience}" for kind in KINDS for audience in READ[role]
    ]
    assert "di tempat lain" not in page


def test_it_names_its_stewards_in_the_order_of_their_names(client):
    for name in ("Wulan Sari", "Agus Salim"):
        ScopeStewardFactory(scope=Scope.INNOVATIVE, person=UserFactory(verified=True, name=name))
    ScopeStewardFactory(scope=Scope.HELPING, person=UserFactory(verified=True, name="Dewi Lain"))
    ScopeStewardFactory(scope=Scope.INNOVATIVE, person=UserFactory(verified=True, name="Sudah Pergi", is_active=False))

    response = client.get(ADDRESS)

    assert [person.name for person in response.context["stewards"]] == ["Agus Salim", "Wulan Sari"]
    page = response.content.decode()
    assert ["Agus Salim" in page, "Wulan Sari" in page, "Dewi" in page, "Sudah Pergi" in page] == [True] * 2 + [
        False
    ] * 2


def test_an_empty_scope_says_so_and_leads_on(client):
    page = client.get(ADDRESS).content.decode()

    assert "Lingkup ini belum berisi" in page
    assert "Belum ditunjuk" in page
