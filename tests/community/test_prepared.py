"""Prepared queries find what the same querysets find, for each value and each kind of reader."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from community import prepared as module
from community.enums import Affiliation
from community.models import Instansi, User
from community.prepared import Ids, ReaderKind, number_of, prepared, values_of
from tests.factories.community import InstansiFactory, UserFactory

DAY = datetime(2026, 11, 30, tzinfo=UTC)


def counted(build):
    """`build` prepared, and the list of values that it was called with."""
    calls = []

    def counting(*values, **shape):
        calls.append((values, shape))
        return build(*values, **shape)

    counting.__signature__ = module.signature(build)
    return prepared(counting), calls


def joined_since(moment: datetime, name: str, *, with_instansi: bool):
    people = User.objects.filter(date_joined__gte=moment, name=name).order_by("pk")
    return people.select_related("instansi") if with_instansi else people


@pytest.fixture
def people(db) -> list[User]:
    instansi = InstansiFactory()
    return [
        UserFactory(name=name, date_joined=DAY + timedelta(days=days), instansi=instansi)
        for days, name in enumerate(("Ani", "Budi", "Ani"))
    ]


def test_each_call_asks_with_its_own_values(people):
    asked, calls = counted(joined_since)
    ani, budi, other = people

    assert asked(DAY, "Ani", with_instansi=True) == [ani, other]
    assert asked(DAY + timedelta(days=1), "Ani", with_instansi=True) == [other]
    assert asked(DAY, "Budi", with_instansi=True) == [budi]
    assert asked(DAY, "Budi", with_instansi=False) == [budi]
    assert [shape["with_instansi"] for _, shape in calls] == [True, False]


def test_what_a_query_fetches_along_comes_along(people):
    asked, _ = counted(joined_since)
    asked(DAY, "Ani", with_instansi=True)

    with CaptureQueriesContext(connection) as captured:
        names = [person.instansi.name for person in asked(DAY, "Ani", with_instansi=True)]

    assert names == [people[0].instansi.name] * 2
    assert len(captured) == 1


def test_a_query_of_values_and_one_that_prefetches(people):
    @prepared
    def names_of(instansi: int):
        return User.objects.filter(instansi=instansi).order_by("name").values_list("name", flat=True)

    @prepared
    def with_people(instansi: int):
        return Instansi.objects.filter(pk=instansi).prefetch_related("people")

    instansi, other = people[0].instansi_id, InstansiFactory().pk
    for _ in range(2):
        assert names_of(instansi) == ["Ani", "Ani", "Budi"]
        assert names_of(other) == []
        assert [len(each.people.all()) for each in with_people(instansi) + with_people(other)] == [3, 0]


def test_what_cannot_be_found_is_not_asked_for(db, django_assert_num_queries):
    @prepared
    def nobody(person: int):
        return User.objects.filter(pk=person, pk__in=[])

    @prepared
    def somebody(person: int):
        return User.objects.filter(pk=person)

    with django_assert_num_queries(0):
        assert nobody(1) == []
        assert somebody(2**63) == somebody(-(2**63) - 1) == []
    assert somebody(2**63 - 1) == []


def test_a_value_of_another_kind_or_one_too_many_is_a_mistake(db):
    @prepared
    def somebody(person: int):
        return User.objects.filter(pk=person)

    with pytest.raises(TypeError):
        somebody("1")
    with pytest.raises(ValueError, match="argument"):
        somebody(1, 2)


def test_a_value_that_is_no_parameter_is_a_mistake(db):
    """Django makes `stand-in 0%` of this one; another value would find what the stand-in finds."""

    @prepared
    def named(start: str):
        return User.objects.filter(name__startswith=start)

    with pytest.raises(TypeError, match="start is no parameter"):
        named("A")


def test_no_more_shapes_are_kept_than_a_process_can_bear(db, monkeypatch):
    @prepared
    def among(person: int, *, ids: tuple[int, ...]):
        return User.objects.filter(pk=person, pk__in=ids)

    monkeypatch.setattr(module, "MOST_SHAPES", 3)
    person = UserFactory()
    for more in range(10):
        assert among(person.pk, ids=(person.pk, person.pk + 1 + more)) == [person]
        assert len(among.written) <= 3


def test_readers_of_one_kind_share_a_query_and_others_do_not(db):
    instansi = InstansiFactory()
    one, two = (UserFactory(instansi=instansi, affiliation=Affiliation.VERIFIED) for _ in range(2))
    unverified = UserFactory(instansi=instansi, affiliation=Affiliation.NONE)
    elsewhere = UserFactory(instansi=InstansiFactory(), affiliation=Affiliation.VERIFIED)
    gone = UserFactory(instansi=instansi, affiliation=Affiliation.VERIFIED, is_active=False)
    root = UserFactory(is_superuser=True)

    kinds = [ReaderKind.of(each) for each in (one, unverified, elsewhere, gone, root, AnonymousUser())]
    assert ReaderKind.of(two) == kinds[0]
    assert len(set(kinds)) == len(kinds)
    assert values_of(one) == (one.pk, one.date_joined)
    assert not kinds[-1].reader(*values_of(AnonymousUser())).is_authenticated


@pytest.mark.only_on("postgresql", why="SQLite keeps no plans of its own")
def test_the_database_plans_a_query_once_for_all_values(people):
    @prepared
    def named(name: str):
        return User.objects.filter(name=name).order_by("pk")

    for name in ["Ani", "Budi"] * 6:
        assert {person.name for person in named(name)} == {name}
    User.objects.filter(name="Ani").first()  # one that Django writes anew is not kept

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", ["%name%"]
        )
        [(generic, custom)] = cursor.fetchall()
    assert generic + custom == 12
    assert generic >= 6


@pytest.mark.only_on("postgresql", why="SQLite keeps no plans of its own")
def test_plans_are_forgotten_before_there_are_too_many(people, monkeypatch):
    @prepared
    def among(person: int, *, ids: tuple[int, ...]):
        return User.objects.filter(pk=person, pk__in=ids)

    monkeypatch.setattr(module, "MOST_PLANS", 3)
    for more in range(10):
        among(people[0].pk, ids=tuple(range(more + 2)))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone()[0] <= 4  # one more until the next is prepared


@pytest.mark.only_on("postgresql", why="SQLite keeps no plans of its own")
def test_a_transaction_that_is_taken_back_leaves_the_next_query_working(people):
    @prepared
    def named(name: str):
        return User.objects.filter(name=name).order_by("pk")

    assert len(named("Ani")) == 2
    with transaction.atomic():
        assert len(named("Ani")) == 2
        transaction.set_rollback(True)
    assert len(named("Ani")) == 2


@pytest.mark.only_on("postgresql", why="SQLite keeps no plans of its own")
@pytest.mark.django_db(transaction=True)
def test_a_plan_that_a_migration_made_wrong_is_made_anew():
    @prepared
    def called(name: str):
        return Instansi.objects.filter(name=name).values_list("island", flat=True)

    InstansiFactory(name="Badan Contoh", island="Jawa")
    for _ in range(7):
        assert called("Badan Contoh") == ["Jawa"]
    migrating = connection.copy()  # not by the same connection, which would notice
    with migrating.cursor() as cursor:
        cursor.execute("ALTER TABLE community_instansi ALTER COLUMN island TYPE text")
    migrating.close()
    assert called("Badan Contoh") == ["Jawa"]


def test_ids_are_asked_for_however_many_there_are(people, django_assert_num_queries):
    @prepared
    def among(ids: Ids, name: str):
        return User.objects.filter(pk__in=ids, name=name).order_by("pk").values_list("pk", flat=True)

    every = tuple(person.pk for person in people)
    anis = [person.pk for person in people if person.name == "Ani"]
    for ids in ((), every[:1], every[:2], every, (*every, 2**63, -1), every * 3):
        assert among(ids, "Ani") == [pk for pk in anis if pk in ids]
    assert [len(key[1]) for key in among.written] == [1] * len(among.written)
    assert len(among.written) < 6
    with django_assert_num_queries(0):
        assert among((), "Ani") == among((2**63,), "Ani") == []
    with pytest.raises(TypeError, match="no tuple"):
        among(list(every), "Ani")


def test_rows_are_counted(people):
    @prepared
    def called(name: str):
        return number_of(User.objects.filter(name=name).order_by("email"))

    assert (called("Ani"), called("Budi"), called("Cici")) == ([2], [1], [0])


@pytest.mark.only_on("postgresql", why="SQLite keeps no plans of its own")
def test_large_and_small_numbers_share_a_statement(db):
    @prepared
    def among(ids: Ids):
        return User.objects.filter(pk__in=ids)

    for ids in ((1, 2), (40_000, 2), (1, 40_000), (2**40, 40_000), (2**40, 1)):
        assert among(ids) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (1,)


@pytest.mark.only_on("postgresql", why="SQLite keeps no plans of its own")
def test_its_text_is_known_to_who_looks_at_queries(people):
    @prepared
    def called(name: str):
        return User.objects.filter(name=name)

    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            called("Ani")
        assert "community_user" in captured[0]["sql"]


def test_very_many_ids_are_asked_for_as_they_are(db):
    @prepared
    def among(ids: Ids):
        return User.objects.filter(pk__in=ids)

    assert among(tuple(range(10**9, 10**9 + 33_000))) == []
