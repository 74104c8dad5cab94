"""What the forum shows on the pages of an agency, a scope and a person."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.enums import Affiliation, Scope
from community.models import Instansi
from forums import panels, services
from forums.enums import TopicKind
from forums.links import PAGE_SIZE
from forums.models import RoomPage, Topic
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.forums import RoomPageFactory, TopicFactory

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


def shown(instansi, reader=VISITOR) -> list[str]:
    """Titles of the discussions on the agency's page."""
    panel = panels.of_instansi(instansi, reader)
    return [row.title for row in panel["rows"]] if panel else []


def test_an_agency_shows_topics_of_its_members_and_of_its_rooms_each_once():
    instansi = InstansiFactory()
    member = UserFactory(verified=True, instansi=instansi)
    own_room = RoomPageFactory(owners=[instansi, InstansiFactory()])
    TopicFactory(title="Dari anggotanya", author=member)
    TopicFactory(title="Di ruangnya", room=own_room)
    TopicFactory(title="Keduanya", room=own_room, author=member)
    TopicFactory(title="Instansi lain")

    assert shown(instansi) == ["Keduanya", "Di ruangnya", "Dari anggotanya"]
    assert shown(InstansiFactory()) == []


def test_an_agency_speaks_through_confirmed_members_alone():
    instansi = InstansiFactory()
    author = TopicFactory(author__instansi=instansi).author
    assert shown(instansi) != []

    author.affiliation = Affiliation.PENDING
    author.save()

    assert shown(instansi) == []


def test_an_agency_shows_nothing_that_its_reader_may_not_read():
    instansi = InstansiFactory()
    member, colleague = UserFactory.create_batch(2, verified=True, instansi=instansi)
    other, steward = UserFactory(verified=True), UserFactory(verified=True)
    TopicFactory(title="Untuk anggota", author=member, room__members=True)
    TopicFactory(title="Untuk pemilik", author=member, room__for_owners=True, room__owners=[instansi])
    hidden = TopicFactory(title="Disembunyikan", author=member, room__stewards=[steward])
    services.hide_post(hidden.opening_post, actor=steward, reason="Memuat nomor telepon.")
    TopicFactory(title="Di ruang yang ditutup", author=member, room=RoomPageFactory(title="Tutup"))
    RoomPage.objects.get(title="Tutup").unpublish()

    assert [shown(instansi, reader) for reader in (VISITOR, other, colleague)] == [
        [],
        ["Untuk anggota"],
        ["Untuk pemilik", "Untuk anggota"],
    ]


def test_the_page_of_an_agency_costs_the_same_with_many_topics(client, assert_flat_queries):
    instansi = InstansiFactory()

    def one_more():
        TopicFactory(author__instansi=instansi, kind=TopicKind.DISCUSSION)
        TopicFactory(room__owners=[instansi])

    assert_flat_queries(one_more, lambda: client.get(f"/instansi/{instansi.code}/"), at_most=12)


def test_what_is_asked_for_an_agency_does_not_grow_with_its_members():
    instansi = InstansiFactory()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(instansi)
        return sum(len(query["sql"]) for query in queries)

    TopicFactory(author__instansi=instansi)
    of_one = asked()
    UserFactory.create_batch(30, verified=True, instansi=instansi)

    assert asked() == of_one


def test_no_agency_has_no_topics():
    TopicFactory()

    assert list(Topic.objects.of_instansi([])) == list(Topic.objects.of_instansi(Instansi.objects.none())) == []


# --- a scope and a person -------------------------------------------------------------------------------------------


@pytest.fixture
def readers(db):
    """A visitor, a member of another agency and one of the agency that owns what is made below."""
    return [VISITOR, UserFactory(verified=True), UserFactory(verified=True, instansi=InstansiFactory(code="88.01"))]


def test_a_scope_shows_the_rooms_that_its_reader_may_open(readers):
    of = {"scope": Scope.INNOVATIVE}
    RoomPageFactory(title="A untuk semua", **of)
    RoomPageFactory(title="B untuk anggota", members=True, **of)
    RoomPageFactory(title="C untuk pemilik", for_owners=True, owners=[readers[2].instansi], **of)
    RoomPageFactory(title="D naskah", draft=True, **of)
    RoomPageFactory(title="E ditutup", **of).unpublish()
    RoomPageFactory(title="F lingkup lain", scope=Scope.HELPING)

    panels_shown = [panels.rooms(Scope.INNOVATIVE, reader) for reader in readers]

    assert [sorted(row.title[0] for row in panel["rows"]) for panel in panels_shown] == [["A"], ["A", "B"], [*"ABC"]]
    assert panels.rooms(Scope.BEST_PRACTICE, VISITOR) is None


def test_a_person_shows_the_topics_that_their_reader_may_open(readers):
    author, steward = UserFactory(verified=True, instansi=readers[2].instansi), UserFactory(verified=True)
    TopicFactory(title="Untuk semua", author=author)
    TopicFactory(title="Untuk anggota", author=author, room__members=True)
    TopicFactory(title="Untuk pemilik", author=author, room__for_owners=True, room__owners=[author.instansi])
    TopicFactory(title="Di ruang yang ditutup", author=author, room=RoomPageFactory(title="Tutup"))
    RoomPage.objects.get(title="Tutup").unpublish()
    hidden = TopicFactory(title="Disembunyikan", author=author, room__stewards=[steward])
    services.hide_post(hidden.opening_post, actor=steward, reason="Memuat nomor telepon.")
    TopicFactory(title="Orang lain")
    waiting = TopicFactory(title="Menunggu", author=UserFactory(pending=True)).author

    def opened_by(person, reader) -> list[str]:
        panel = panels.of_person(person, reader)
        return [row.title for row in panel["rows"]] if panel else []

    assert [opened_by(author, reader) for reader in readers] == [
        ["Untuk semua"],
        ["Untuk anggota", "Untuk semua"],
        ["Untuk pemilik", "Untuk anggota", "Untuk semua"],
    ]
    assert opened_by(author, steward) == ["Untuk anggota", "Untuk semua"]  # what was hidden is shown nowhere else
    assert [opened_by(waiting, reader) for reader in (*readers, waiting)] == [[]] * 4


# --- the whole list -----------------------------------------------------------------------------------------------


def test_an_agency_leads_to_the_list_of_all_its_topics_page_by_page(client):
    instansi = InstansiFactory(name="Pemerintah Kota Uji")
    room = RoomPageFactory(owners=[instansi])
    topics = [TopicFactory(room=room), *(TopicFactory(author__instansi=instansi, room=room) for _ in range(PAGE_SIZE))]
    TopicFactory(title="Instansi lain")
    all_url = panels.of_instansi(instansi, VISITOR)["all_url"]
    assert f'href="{all_url}"' in client.get(f"/instansi/{instansi.code}/").content.decode()

    first = client.get(all_url)
    rest = client.get(first.context["topics"].older_url)

    titles = [row.title for response in (first, rest) for row in response.context["topics"].rows]
    assert titles == [topic.title for topic in reversed(topics)]
    assert [chip.text for chip in first.context["chips"]] == ["Pemerintah Kota Uji"]
    assert '<meta name="robots" content="noindex, follow">' in first.content.decode()


def test_the_list_of_an_agency_shows_what_its_page_shows(client):
    instansi, member = InstansiFactory(), UserFactory(verified=True)
    TopicFactory(title="Untuk semua", author__instansi=instansi)
    TopicFactory(title="Untuk anggota", author__instansi=instansi, room__members=True)
    pending = TopicFactory(title="Belum dipastikan", author__instansi=instansi).author
    type(pending).objects.filter(pk=pending.pk).update(affiliation=Affiliation.PENDING)

    def listed(query: str) -> list[str]:
        return [row.title for row in client.get(f"/forum/?{query}").context["topics"].rows]

    assert listed(f"instansi={instansi.code}") == shown(instansi) == ["Untuk semua"]
    assert listed("instansi=tak-dikenal") == []
    client.force_login(member)
    assert listed(f"instansi={instansi.code}") == shown(instansi, member) == ["Untuk anggota", "Untuk semua"]
    assert listed(f"instansi={instansi.code}&tampil=terjawab") == []


@pytest.mark.once
def test_the_list_of_an_agency_costs_the_same_with_many_topics(client, assert_flat_queries):
    instansi = InstansiFactory()
    room = RoomPageFactory(owners=[instansi])

    def one_more():
        TopicFactory(author__instansi=instansi, room=room)

    assert_flat_queries(one_more, lambda: client.get(f"/forum/?instansi={instansi.code}"), at_most=12)
