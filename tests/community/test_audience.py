"""The audience rule held equal over a grid: as a question, as a list, as doors against keys, and in the search."""

from contextlib import contextmanager
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from community.audience import doors_of, keys_of
from community.enums import Affiliation, Audience
from community.permissions import can_read
from practices.models import PracticePage
from search.engines.base import current_engine
from search.entries import refresh_many
from search.enums import Kind
from search.models import SearchEntry
from search.types import SearchRequest
from tests.factories.community import GroupFactory, InstansiFactory, UserFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db
UNKNOWN = "rahasia"

OWNERS = {"no owner": [], "one owner": ["home"], "another owner": ["away"], "two owners": ["home", "away"]}
GROUPS = {"no group": [], "one group": ["inside"], "another group": ["outside"], "two groups": ["inside", "outside"]}
ITEMS = list(product([*Audience.values, UNKNOWN], OWNERS, GROUPS))

# Who opens what; a superuser opens everything, everybody else only what stands here.
BY_AUDIENCE = {
    Audience.PUBLIC: lambda owners, groups: ALL,
    Audience.MEMBERS: lambda owners, groups: {"verified", "verified elsewhere", "verified in group"},
    Audience.INSTANSI: lambda owners, groups: (
        ({"verified", "verified in group"} if "home" in owners else set())
        | ({"verified elsewhere"} if "away" in owners else set())
    ),
    Audience.GROUP: lambda owners, groups: (
        {"verified in group", "unverified in group", "pending in group"} if "inside" in groups else set()
    ),
}
ALL = {
    "anonymous",
    "unverified",
    "pending",
    "verified",
    "verified elsewhere",
    "verified in group",
    "unverified in group",
    "pending in group",
    "inactive",
    "inactive superuser",
}


def nobody(owners, groups) -> set[str]:
    return set()


@contextmanager
def unchecked():
    """Let rows in that the CHECK constraints refuse, as a damaged or older database might hold."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table has events pending
            for constraint in PracticePage._meta.constraints:
                cursor.execute(f'ALTER TABLE practices_practicepage DROP CONSTRAINT "{constraint.name}"')
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.fixture
def cast():
    """Two agencies and two groups, by their names in the grid."""
    return {
        "home": InstansiFactory(),
        "away": InstansiFactory(),
        "inside": GroupFactory(),
        "outside": GroupFactory(),
    }


@pytest.fixture
def readers(cast):
    def person(affiliation=Affiliation.NONE, at=None, in_group=False, **fields):
        made = UserFactory(affiliation=affiliation, instansi=at and cast[at], **fields)
        if in_group:
            made.groups.add(cast["inside"])
        return made

    verified, pending = Affiliation.VERIFIED, Affiliation.PENDING
    return {
        "anonymous": AnonymousUser(),
        "unverified": person(at="home"),
        "pending": person(pending, "home"),
        "verified": person(verified, "home"),
        "verified elsewhere": person(verified, "away"),
        "verified in group": person(verified, "home", in_group=True),
        "unverified in group": person(in_group=True),
        "pending in group": person(pending, "home", in_group=True),
        "inactive": person(verified, "home", in_group=True, is_active=False),
        "inactive superuser": person(verified, "home", in_group=True, is_active=False, is_superuser=True),
        "superuser": person(is_superuser=True),
    }


@pytest.fixture
def items(cast):
    """Ids of one live page per point of the grid, those that the database refuses included, with their entries."""
    owners, groups = PracticePage.owners.through, PracticePage.audience_groups.through
    library = practice_index()
    made = {}
    for audience, owner_names, group_names in ITEMS:
        page = library.add_child(
            instance=PracticePage(title="Praktik", summary="Ringkasan.", problem="<p>Masalah.</p>", live=False)
        )
        owners.objects.bulk_create(owners(practicepage=page, instansi=cast[name]) for name in OWNERS[owner_names])
        groups.objects.bulk_create(groups(practicepage=page, group=cast[name]) for name in GROUPS[group_names])
        made[audience, owner_names, group_names] = page.pk
    with unchecked():
        for (audience, *_), pk in made.items():
            PracticePage.objects.filter(pk=pk).update(audience=audience, live=True)
        refresh_many(Kind.PRACTICE, made.values())
        yield made


def test_three_forms_of_the_rule_agree_on_every_item_and_reader(items, readers):
    pages = {page.pk: page for page in PracticePage.objects.filter(pk__in=items.values())}
    doors = {
        row.object_id: set(row.doors)
        for row in SearchEntry.objects.findable().filter(kind=Kind.PRACTICE, object_id__in=items.values())
    }
    assert doors.keys() == pages.keys()

    for name, reader in readers.items():
        expected = {
            pk
            for (audience, owners, groups), pk in items.items()
            if name == "superuser" or name in BY_AUDIENCE.get(audience, nobody)(OWNERS[owners], GROUPS[groups])
        }
        listed = list(PracticePage.objects.filter(pk__in=pages).visible_to(reader).values_list("pk", flat=True))
        by_question = {pk for pk, page in pages.items() if can_read(reader, page)}
        by_entry = {pk for pk in pages if name == "superuser" or doors[pk] & set(keys_of(reader))}
        keys = None if name == "superuser" else tuple(keys_of(reader))
        request = SearchRequest("Praktik", keys, kind=Kind.PRACTICE, limit=len(pages) + 1)
        by_search = {hit.object_id for hit in current_engine().search(request).hits} & pages.keys()

        assert sorted(listed) == sorted(expected), f"{name}: the list"
        assert by_question == expected, f"{name}: the question"
        assert by_entry == expected, f"{name}: the entry"
        assert by_search == expected, f"{name}: the search"


@pytest.mark.once
@pytest.mark.parametrize("item_count", [1, 5])
def test_list_costs_one_query_and_one_for_the_groups(item_count, django_assert_num_queries):
    PracticePageFactory.create_batch(item_count, members=True)
    reader = UserFactory(verified=True)

    with django_assert_num_queries(2):
        found = list(PracticePage.objects.visible_to(reader))

    assert len(found) == item_count


def test_doors_are_none_for_what_nobody_may_read():
    nobody_in_it = [PracticePage(audience=audience) for audience in (Audience.INSTANSI, Audience.GROUP, UNKNOWN, "")]

    assert [doors_of(page) for page in nobody_in_it] == [[], [], [], []]


def test_instansi_without_its_affiliation_is_no_key():
    person = UserFactory(verified=True)
    person.instansi = None

    assert keys_of(person) == ["public"]


# --- what the database and the CMS refuse --------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"audience": UNKNOWN}, {"audience": ""}, {"scope": UNKNOWN}])
def test_database_refuses_an_unknown_value(change):
    page = PracticePageFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        PracticePage.objects.filter(pk=page.pk).update(**change)

    assert PracticePage.objects.get(pk=page.pk).audience == Audience.PUBLIC


@pytest.mark.parametrize("audience", [Audience.INSTANSI, Audience.GROUP])
def test_database_refuses_an_audience_with_nobody_in_it(audience):
    page = PracticePageFactory(owners=[])

    with pytest.raises(IntegrityError), transaction.atomic():
        PracticePage.objects.filter(pk=page.pk).update(audience=audience)

    assert PracticePage.objects.get(pk=page.pk).audience == Audience.PUBLIC


@pytest.mark.parametrize(("audience", "field"), [(Audience.INSTANSI, "owners"), (Audience.GROUP, "audience_groups")])
def test_publishing_an_audience_with_nobody_in_it_is_refused(audience, field):
    page = PracticePageFactory(audience_groups=[GroupFactory()])
    page.audience = audience
    getattr(page, field).set([])
    revision = page.save_revision(clean=False)

    with pytest.raises(ValidationError), transaction.atomic():
        revision.publish()

    kept = PracticePage.objects.get(pk=page.pk)
    assert (kept.audience, kept.live) == (Audience.PUBLIC, True)


def test_database_refuses_what_is_saved_without_cleaning():
    page = PracticePageFactory(draft=True, owners=[])
    page.audience = Audience.INSTANSI

    with pytest.raises(IntegrityError), transaction.atomic():
        page.save(clean=False)


@pytest.mark.parametrize("audience", [Audience.INSTANSI, Audience.GROUP])
def test_publishing_keeps_count_of_owners_and_groups(audience):
    page = PracticePageFactory()
    page.audience = audience
    page.owners.set([InstansiFactory(), InstansiFactory()])
    page.audience_groups.set([GroupFactory()])

    page.save_revision().publish()

    kept = PracticePage.objects.get(pk=page.pk)
    assert (kept.audience, kept.owner_count, kept.audience_group_count) == (audience, 2, 1)


def test_item_whose_only_owner_vanished_is_closed_to_everybody(cast):
    page = PracticePageFactory(for_owners=True, owners=[cast["home"]])
    member = UserFactory(verified=True)
    PracticePage.owners.through.objects.filter(practicepage=page).delete()

    kept = PracticePage.objects.get(pk=page.pk)
    assert not can_read(member, kept)
    assert list(PracticePage.objects.visible_to(member)) == []


def test_closed_page_answers_404_to_who_may_not_read_it(client):
    page = PracticePageFactory(for_owners=True, title="Rahasia dapur")
    client.force_login(UserFactory(verified=True))

    response = client.get(page.url)

    assert response.status_code == 404
    assert "Rahasia dapur" not in response.content.decode()
