from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.enums import Affiliation, InstansiKind
from search.enums import Kind
from search.sources import SOURCES
from search.sources.text import running_text
from tests.factories.community import AspectFactory, GroupFactory, InstansiFactory, SubAspectFactory, UserFactory
from tests.factories.practices import PracticePageFactory, RegulationFactory, result

pytestmark = pytest.mark.django_db
PRACTICES, INSTANSI, PEOPLE = SOURCES[Kind.PRACTICE], SOURCES[Kind.INSTANSI], SOURCES[Kind.PERSON]


def entry_of(source, row):
    return source.entries([row.pk]).get(row.pk)


def test_practice_is_found_by_every_text_that_a_reader_sees():
    regulation = RegulationFactory(name="PermenPANRB 99/2022")
    practice = PracticePageFactory(
        complete=True,
        title="Judul  khas",
        summary="Ringkasan khas",
        context="<p>Konteks <b>khas</b></p><p>lanjut</p>",
        problem="<p>Masalah khas</p>",
        lessons="<p>Pelajaran khas</p>",
        results=[result(indicator="Indikator khas", unit="kasus khas", baseline="12345")],
        conditions=[{"type": "condition", "value": "Syarat khas"}],
        regulations=[{"type": "regulation", "value": {"regulation": regulation.pk, "part": "Pasal khas"}}],
        contact_role="Jabatan khas",
        cost="Tanpa biaya",
    )

    entry = entry_of(PRACTICES, practice)

    assert (entry.title, entry.summary) == ("Judul khas", "Ringkasan khas")
    expected = [
        "Konteks khas lanjut",
        "Masalah khas",
        "Sepakati jadwal",
        "15 menit",
        "Atasan langsung",
        "Indikator khas",
        "kasus khas",
        "Januari 2022",
        "Syarat khas",
        "Jadwal bergeser",
        "Pilih hari tetap.",
        "Mulai dari satu unit.",
        "Pelajaran khas",
        "PermenPANRB 99/2022",
        "Pasal khas",
        "Jabatan khas",
        "Tanpa biaya",
    ]
    assert [text for text in expected if text not in entry.body] == []
    assert "Naik lebih baik" not in entry.body
    assert "<" not in entry.body


def test_practice_is_found_by_owner_province_aspect_and_keywords():
    province = InstansiFactory(name="Pemerintah Provinsi Uji", kind=InstansiKind.PROVINSI)
    owner = InstansiFactory(name="Pemerintah Kota Uji", province=province)
    subaspect = SubAspectFactory(name="Dialog Kinerja", aspect__name="Manajemen Kinerja")

    entry = entry_of(
        PRACTICES,
        PracticePageFactory(owners=[owner], subaspects=[subaspect], keywords="SKP, coaching", owner_unit="BKPSDM"),
    )

    assert entry.keywords == (
        "SKP, coaching, BKPSDM, Pemerintah Kota Uji, Pemerintah Provinsi Uji, Manajemen Kinerja, Dialog Kinerja"
    )


@pytest.mark.once
def test_practice_carries_the_facets_of_the_library():
    province = InstansiFactory(code="88", kind=InstansiKind.PROVINSI)
    owners = [InstansiFactory(code="88.01", province=province), province]
    aspect = AspectFactory(code="aspek-uji")
    subaspect = SubAspectFactory(code="sub-uji", aspect=aspect)

    entry = entry_of(
        PRACTICES,
        PracticePageFactory(owners=owners, subaspects=[subaspect], reported_at=date(2022, 4, 28), is_example=True),
    )

    assert entry.facets == {
        "scope": ["best_practice"],
        "aspect": ["aspek-uji"],
        "subaspect": ["sub-uji"],
        "problem": ["perilaku"],
        "instansi": ["kota", "provinsi"],
        "owner": ["88", "88.01"],
        "province": ["88"],
        "year": ["2022"],
        "example": ["yes"],
    }
    assert timezone.localdate(entry.dated_at) == date(2022, 4, 28)


@pytest.mark.once
@pytest.mark.parametrize(
    ("trait", "doors"),
    [
        ({}, ["public"]),
        ({"members": True}, ["members"]),
        ({"for_owners": True}, ["instansi:{owner}"]),
        ({"for_group": True}, ["group:{group}"]),
    ],
)
def test_practice_has_the_doors_of_its_audience(trait, doors):
    owner, group = InstansiFactory(), GroupFactory()

    practice = PracticePageFactory(owners=[owner], audience_groups=[group], **trait)

    assert entry_of(PRACTICES, practice).doors == [door.format(owner=owner.pk, group=group.pk) for door in doors]


@pytest.mark.once
def test_draft_and_unpublished_practice_cannot_be_found():
    draft, unpublished = PracticePageFactory(draft=True), PracticePageFactory()
    unpublished.unpublish()

    assert PRACTICES.entries([draft.pk, unpublished.pk]) == {}


@pytest.mark.once
def test_practices_are_read_with_as_many_queries_for_five_as_for_one(assert_flat_queries):
    def add():
        PracticePageFactory(
            complete=True, regulations=[{"type": "regulation", "value": {"regulation": RegulationFactory().pk}}]
        )

    assert_flat_queries(add, lambda: PRACTICES.entries(list(PRACTICES.rows().values_list("pk", flat=True))))


def test_instansi_is_found_by_name_kind_and_province_by_everyone():
    province = InstansiFactory(code="88", name="Pemerintah Provinsi Uji", kind=InstansiKind.PROVINSI)
    row = InstansiFactory(code="88.01", name="Pemerintah Kota Uji", province=province, island="Jawa")

    entry = entry_of(INSTANSI, row)

    assert (entry.title, entry.summary) == ("Pemerintah Kota Uji", "Kota, Pemerintah Provinsi Uji, Jawa")
    assert entry.doors == ["public"]
    assert entry.facets == {"instansi": ["kota"], "owner": ["88.01"], "province": ["88"], "example": ["no"]}


def test_instansi_outside_its_days_cannot_be_found():
    today = timezone.localdate()
    past, coming = InstansiFactory(active_to=today - timedelta(1)), InstansiFactory(active_from=today + timedelta(1))
    present = InstansiFactory(active_from=today, active_to=today)

    assert list(INSTANSI.entries([past.pk, coming.pk, present.pk])) == [present.pk]


def test_person_is_found_by_name_and_instansi_and_nothing_else():
    person = UserFactory(verified=True, name="Sri Uji", email="rahasia@uji.go.id", instansi__name="Kota Uji")

    entry = entry_of(PEOPLE, person)

    assert (entry.title, entry.summary, entry.keywords, entry.body) == ("Sri Uji", "Kota Uji", "", "")
    assert entry.doors == ["members"]
    assert "rahasia" not in repr(entry)


def test_only_active_people_with_a_confirmed_instansi_can_be_found():
    people = [
        UserFactory(),
        UserFactory(pending=True),
        UserFactory(verified=True, is_active=False),
        UserFactory(verified=True),
    ]

    assert list(PEOPLE.entries([person.pk for person in people])) == [people[-1].pk]


def test_shown_leaves_out_what_the_reader_may_not_read_whatever_the_index_says():
    visitor, member = AnonymousUser(), UserFactory(verified=True)
    public, for_members = PracticePageFactory(), PracticePageFactory(members=True)
    ids = [public.pk, for_members.pk]

    assert list(PRACTICES.shown(ids, visitor)) == [public.pk]
    assert set(PRACTICES.shown(ids, member)) == set(ids)
    assert PEOPLE.shown([member.pk], visitor) == {}
    assert PEOPLE.shown([member.pk], UserFactory(pending=True)) == {}
    assert list(PEOPLE.shown([member.pk], member)) == [member.pk]


def test_person_who_lost_the_affiliation_is_not_shown():
    person, member = UserFactory(verified=True), UserFactory(verified=True)
    type(person).objects.filter(pk=person.pk).update(affiliation=Affiliation.PENDING)

    assert PEOPLE.shown([person.pk], member) == {}


@pytest.mark.once
def test_instansi_leads_to_its_page_and_counts_practices_that_the_reader_may_read():
    owner, without = InstansiFactory(code="88.01"), InstansiFactory()
    PracticePageFactory(owners=[owner])
    PracticePageFactory(owners=[owner], members=True)

    for_visitor = INSTANSI.shown([owner.pk, without.pk], AnonymousUser())
    for_member = INSTANSI.shown([owner.pk], UserFactory(verified=True))

    assert (for_visitor[owner.pk].url, for_visitor[owner.pk].note) == ("/instansi/88.01/", "1 praktik")
    assert for_visitor[without.pk].url == f"/instansi/{without.code}/"
    assert for_member[owner.pk].note == "2 praktik"


def test_running_text_shows_where_a_part_ends():
    parts = ["45 menit  setiap\npertemuan", "", "Pendamping?", "Pegawai baru"]

    assert running_text(parts) == "45 menit setiap pertemuan · Pendamping? Pegawai baru"
    assert running_text([]) == ""
