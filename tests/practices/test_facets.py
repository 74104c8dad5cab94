"""The library's counts, proven against the database by asking it one question per count."""

import functools
import random
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from community.enums import Audience, InstansiKind, Scope
from community.links import MOST_FILTER_VALUES
from practices import facets, library_index
from practices.enums import LibrarySort
from practices.facets import Library, Selection
from practices.models import PracticePage, Regulation
from tests.factories.community import GroupFactory, InstansiFactory, SubAspectFactory, UserFactory
from tests.factories.practices import PracticePageFactory, RegulationFactory

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def library(query="", reader=NOBODY) -> Library:
    return Library(library_index.current(), reader, Selection.of(QueryDict(query)))


def counts(found: Library, facet: str) -> dict[str, int]:
    every = {each.name: each for each in found.facets()}
    return {
        option.value: option.count for option in (every[facet].options + every[facet].more if facet in every else [])
    }


# --- the grid -------------------------------------------------------------------------------------------------------

MATCHES = {
    "aspek": lambda page, value: value in {aspect.code for aspect in page.aspects.all()},
    "sub": lambda page, value: value in {sub.code for sub in page.subaspects.all()},
    "masalah": lambda page, value: {
        "substansi": page.has_substance_problem,
        "perilaku": page.has_behaviour_problem,
    }.get(value, False),
    "lingkup": lambda page, value: Scope(page.scope).slug == value,
    "instansi": lambda page, value: value in {owner.kind for owner in page.owners.all()},
    "provinsi": lambda page, value: (
        value
        in {
            (owner.province and owner.province.code) or (owner.kind == InstansiKind.PROVINSI and owner.code)
            for owner in page.owners.all()
        }
    ),
    "tahun": lambda page, value: str(page.reported_at.year) == value,
    "tinjauan": lambda page, value: (
        value == ("due" if page.review_by and page.review_by < timezone.localdate() else "current")
    ),
    "pemilik": lambda page, value: value in {owner.code for owner in page.owners.all()},
    "dasar": lambda page, value: value in {block.value["regulation"].code for block in page.regulations},
    "contoh": lambda page, value: value == "tanpa" and not page.is_example,
}


def law(regulation) -> dict:
    return {"type": "regulation", "value": {"regulation": regulation.pk, "part": ""}}


@functools.lru_cache(maxsize=16)
def readable_pages(reader) -> list[PracticePage]:
    pages = PracticePage.objects.live().visible_to(reader)
    return list(pages.prefetch_related("owners__province", "aspects", "subaspects"))


def brute_force(reader, chosen: dict[str, list[str]], leaving: str = "") -> list[PracticePage]:
    """What the filters leave, one practice and one value at a time, from the database's own audience rule."""
    return [
        page
        for page in readable_pages(reader)
        if all(
            any(MATCHES[name](page, value) for value in values)
            for name, values in chosen.items()
            if name != leaving and values
        )
    ]


@pytest.fixture
def rounds() -> int:
    """How many practices and questions; the counts are made in memory, so few rows tell what PostgreSQL reads."""
    return 10 if connection.vendor == "postgresql" else 40


@pytest.fixture
def grid(rounds):
    """Practices of random facts, with readers of every kind."""
    chance = random.Random(28042022)
    provinces = [InstansiFactory(kind=InstansiKind.PROVINSI) for _ in range(2)]
    owners = provinces + [
        InstansiFactory(kind=chance.choice(list(InstansiKind)), province=chance.choice([*provinces, None]))
        for _ in range(5)
    ]
    subaspects = [SubAspectFactory() for _ in range(4)]
    regulations = RegulationFactory.create_batch(3)
    group = GroupFactory()
    today = timezone.localdate()
    for _ in range(rounds):
        audience = chance.choice([*Audience.values, Audience.PUBLIC, Audience.PUBLIC])
        has_substance_problem = chance.random() < 0.5
        PracticePageFactory(
            owners=chance.sample(owners, chance.randint(1, 3)),
            subaspects=chance.sample(subaspects, chance.randint(1, 3)),
            audience=audience,
            audience_groups=[group] if audience == Audience.GROUP else [],
            scope=chance.choice(Scope.values),
            has_substance_problem=has_substance_problem,
            has_behaviour_problem=not has_substance_problem or chance.random() < 0.5,
            reported_at=date(chance.choice([2020, 2021, 2022]), chance.randint(1, 12), 5),
            review_by=chance.choice([None, today, today - timedelta(days=1), today + timedelta(days=30)]),
            is_example=chance.random() < 0.3,
            regulations=[law(each) for each in chance.choices(regulations, k=chance.randint(0, 2))],  # or one twice
            live=chance.random() < 0.9,
        )
    in_group = UserFactory()
    in_group.groups.add(group)
    return [
        NOBODY,
        UserFactory(),
        UserFactory(verified=True, instansi=owners[0]),
        UserFactory(pending=True, instansi=owners[0]),
        in_group,
        UserFactory(is_superuser=True),
        UserFactory(is_superuser=True, is_active=False),
    ]


def test_counts_equal_brute_force_under_random_filters(grid, rounds):
    chance = random.Random(3)
    readable_pages.cache_clear()
    index = library_index.current()
    known = {name: sorted(index.masks[name]) for name in facets.FACETS}
    for _ in range(rounds):
        reader = chance.choice(grid)
        chosen = {
            name: chance.sample(known[name], min(len(known[name]), chance.randint(1, 2)))
            for name in chance.sample(facets.FACETS, chance.randint(0, 4))
        }
        query = QueryDict(mutable=True)
        for name, values in chosen.items():
            query.setlist(name, values)
        found = Library(index, reader, Selection.of(query))

        assert set(found.ids(found.mask, 0, 100)) == {page.pk for page in brute_force(reader, chosen)}
        for name in [each for each in facets.LABELS if each != "contoh"]:
            others = brute_force(reader, chosen, leaving=name)
            expected = {value: sum(MATCHES[name](page, value) for page in others) for value in known[name]}
            shown = {value: count for value, count in expected.items() if count or value in chosen.get(name, ())}
            assert counts(found, name) == shown
        for chip in found.chips():
            rest = {**chosen, chip.facet: [value for value in chosen[chip.facet] if value != chip.value]}
            assert chip.count_without == len(brute_force(reader, rest))


def test_index_form_of_the_audience_rule_equals_its_list_form(grid):
    index = library_index.current()
    for reader in grid:
        listed = set(PracticePage.objects.live().visible_to(reader).values_list("pk", flat=True))

        found = Library(index, reader, Selection())

        assert set(found.ids(index.readable_by(reader), 0, 100)) == listed


# --- the index follows the database ---------------------------------------------------------------------------------


def test_index_is_kept_until_something_changes(django_assert_num_queries):
    page = PracticePageFactory()
    first = library_index.current()

    with django_assert_num_queries(1):
        assert library_index.current() is first

    page.has_substance_problem = True
    page.save_revision().publish()
    with django_assert_num_queries(4):
        assert library_index.current() is not first
    assert counts(library(), "masalah") == {"substansi": 1, "perilaku": 1}


def test_index_follows_unpublishing_deleting_and_renaming():
    gone, deleted, kept = PracticePageFactory.create_batch(3)
    assert library().count == 3

    gone.unpublish()
    assert library().count == 2
    deleted.delete()
    assert library().count == 1
    owner = kept.owners.first()
    owner.name = "Kota Contoh Baru"
    owner.save()
    found = library(f"pemilik={owner.code}")
    assert [chip.label for chip in found.chips()] == ["Kota Contoh Baru"]


def test_the_list_of_a_regulation_follows_practices_and_regulations_but_no_draft():
    regulation = RegulationFactory(name="Peraturan 1/2020")
    page, other = PracticePageFactory.create_batch(2, regulations=[law(regulation)])
    query = f"dasar={regulation.code}"
    assert library(query).count == 2

    page.regulations = [("regulation", {"regulation": RegulationFactory(), "part": ""})]
    draft = page.save_revision()
    assert library(query).count == 2
    draft.publish()
    assert library(query).count == 1
    regulation.name = "Peraturan 2/2020"
    regulation.save()
    assert [chip.label for chip in library(query).chips()] == ["Peraturan 2/2020"]
    other.delete()
    assert (library(query).count, [chip.label for chip in library(query).chips()]) == (0, [regulation.code])


def test_a_regulation_that_replaces_another_cites_nothing():
    newer, page = RegulationFactory(pk=987_654), PracticePageFactory()
    older = {"code": "lama", "name": "Peraturan Lama", "replaced_by": newer}
    Regulation.objects.update_or_create(pk=page.pk, defaults=older)  # one number for two things

    assert library(f"dasar={newer.code}").count == 0


def test_practice_made_for_members_leaves_the_counts_of_visitors():
    page = PracticePageFactory()
    assert library().count == 1

    page.audience = Audience.MEMBERS
    page.save_revision().publish()

    assert library().count == 0
    assert counts(library(), "masalah") == {}
    assert library(reader=UserFactory(verified=True)).count == 1


def test_index_is_read_in_four_queries_however_many_practices(django_assert_num_queries):
    PracticePageFactory.create_batch(5)

    with django_assert_num_queries(4):
        library_index.current()


def test_midnight_moves_a_practice_to_the_due_ones():
    today = timezone.localdate()
    PracticePageFactory(review_by=today)

    assert library_index.build(today).masks["tinjauan"] == {"current": 1}
    assert library_index.build(today + timedelta(days=1)).masks["tinjauan"] == {"due": 1}


# --- reading the address --------------------------------------------------------------------------------------------


def test_unknown_values_match_nothing_and_stay_removable():
    PracticePageFactory()

    found = library("aspek=tidak-ada&lingkup=praktik-terbaik")

    assert found.count == 0
    unknown, scope = found.chips()
    assert (unknown.label, unknown.is_known, unknown.count_without) == ("tidak-ada", False, 1)
    assert unknown.remove_url == "/praktik/?lingkup=praktik-terbaik"
    assert (scope.label, scope.is_known, scope.count_without) == ("Praktik terbaik", True, 0)


def test_unknown_value_beside_a_known_one_takes_nothing_away():
    PracticePageFactory()

    assert library("masalah=perilaku&masalah=tidak-ada").count == 1


@pytest.mark.once
@pytest.mark.parametrize("value", ["a" * 100_000, "\x00", "a\x00b", "🦜" * 500, "‮abc", "\ud800", "' OR 1=1 --"])
@pytest.mark.parametrize("facet", facets.FACETS)
def test_hostile_values_match_nothing_and_are_cut(facet, value):
    PracticePageFactory()
    query = QueryDict(mutable=True)
    query.setlist(facet, [value])

    found = Library(library_index.current(), NOBODY, Selection.of(query))

    assert found.count == 0
    assert [len(chip.value) <= facets.MAX_LENGTH + 1 for chip in found.chips()] == [True]
    assert "\x00" not in found.chips()[0].value


@pytest.mark.parametrize("page", ["0", "-1", "a", "1.5", "٣", "9" * 40, "1 ", "\x00"])
def test_page_number_that_is_none_is_refused(page):
    query = QueryDict(mutable=True)
    query["hal"] = page

    with pytest.raises(BadRequest):
        Selection.of(query)


def test_more_values_than_anyone_chooses_are_refused():
    with pytest.raises(BadRequest):
        Selection.of(QueryDict("&".join(f"tahun={year}" for year in range(MOST_FILTER_VALUES + 1))))


def test_blank_and_repeated_values_are_one_or_none():
    assert Selection.of(QueryDict("aspek=&aspek=+&tahun=2022&tahun=2022")).values == {"tahun": ("2022",)}


# --- order and pages ------------------------------------------------------------------------------------------------


def test_orders():
    old = PracticePageFactory(title="beta", reported_at=date(2020, 1, 1))
    new = PracticePageFactory(title="Zeta", reported_at=date(2022, 1, 1))
    middle = PracticePageFactory(title="Alfa", reported_at=date(2021, 1, 1))

    assert library("urut=terbaru").rows()[0:20] == [new.pk, middle.pk, old.pk]
    assert library("urut=terlama").rows()[0:20] == [old.pk, middle.pk, new.pk]
    assert library("urut=judul").rows()[0:20] == [middle.pk, old.pk, new.pk]
    assert library("urut=apa-saja").selection.sort == LibrarySort.NEWEST


def test_rows_are_walked_page_by_page():
    PracticePageFactory.create_batch(5)

    for sort in LibrarySort.values:
        rows = library(f"urut={sort}").rows()
        assert rows.count() == len(rows) == 5
        assert rows[0:2] + rows[2:4] + rows[4:6] == rows[0:5]
        assert rows[5:7] == []


def test_empty_list_offers_the_newest_of_the_aspect():
    near = PracticePageFactory()
    PracticePageFactory()
    aspect = near.aspects.first()

    name, ids = library(f"aspek={aspect.code}&tahun=1990").nearest()

    assert (name, ids) == (aspect.name, [near.pk])


def test_what_only_hidden_practices_have_is_not_named():
    """A name behind a code would tell that its agency has something to hide."""
    province = InstansiFactory(kind=InstansiKind.PROVINSI, name="Provinsi Tertutup")
    owner = InstansiFactory(name="Kota Tertutup", province=province)
    regulation = RegulationFactory(name="Peraturan Tertutup")
    PracticePageFactory(for_owners=True, owners=[owner], reported_at=date(2019, 1, 1), regulations=[law(regulation)])
    query = f"pemilik={owner.code}&provinsi={province.code}&tahun=2019&dasar={regulation.code}"

    told = {chip.facet: (chip.label, chip.is_known) for chip in library(query).chips()}
    to_staff = {chip.label for chip in library(query, UserFactory(verified=True, instansi=owner)).chips()}

    assert told == {
        "pemilik": (owner.code, False),
        "dasar": (regulation.code, False),
        "provinsi": (province.code, False),
        "tahun": ("2019", False),
    }
    assert "Kota Tertutup" in to_staff
