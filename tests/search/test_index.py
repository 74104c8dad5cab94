"""Finding all that the filters of a question need by one pass over the entries."""

from random import Random

import pytest

from search.engines import expressions
from search.engines.expressions import Match, Place, Run
from search.engines.index import Gathering, Index, Labelled
from search.engines.postgresql import FIRST_RUNS, MOST_RUNS, Walk
from search.indexing import indexed_fields
from search.models import SearchEntry
from search.types import SearchRequest

LAST = 100 * 2_048
FILTERS = {"scope": ("helping",), "year": ("2024", "2025"), "problem": ("behaviour",)}


def entry(pk: int, labels: str) -> Labelled:
    return Labelled(pk, labels, None)


def test_an_entry_goes_into_each_set_that_wants_it_until_that_is_full():
    gathering = Gathering({"kind": Place(("kp",), ()), "year": Place(("fy",), (7,))}, {"": 1, "kind": 2, "year": 5})

    found = [(9, "kp fy", None), (8, "kp", None), (7, "kt", 7), (6, "kt", None), (5, "kp fy", None)]

    became_full = [gathering.add(entry(pk, labels), container) for pk, labels, container in found]

    assert became_full == [True, False, True, False, False]

    assert {name: [each.id for each in found] for name, found in gathering.sets.items()} == {
        "": [9],
        "kind": [9, 7],
        "year": [9, 8, 5],
    }
    assert gathering.missing == 2
    assert gathering.alternatives() == [[Place(("kp",), ())]]  # only what is under all but the year is still wanted


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [3, 10, 1_000])
@pytest.mark.parametrize("chosen", [["year"], ["scope"], ["year", "problem"], ["scope", "year", "problem"]])
def test_one_pass_finds_what_a_query_for_each_set_finds(chosen, limit):
    SearchEntry.objects.all().delete()
    random = Random(1)
    SearchEntry.objects.bulk_create(made(random, number) for number in range(150))
    request = SearchRequest(
        text="",
        kind="practice",
        keys=("public",),
        containers=(1, 2, 3),
        filters={name: FILTERS[name] for name in chosen},
        inherited={1: {"scope": ("helping",)}, 2: {"scope": ("innovative",)}},
    )
    index = Index("default")
    places = expressions.chosen(request)
    gathering = Gathering(places, dict.fromkeys(["", *places], limit))

    audience = expressions.conditions(SearchRequest(text="", keys=request.keys, containers=request.containers))
    index.gather(Match(None, *audience), index.last_id(), gathering)

    assert {name: [each.id for each in found] for name, found in gathering.sets.items()} == {
        name: index.ids(Match(None, *expressions.conditions(request, name)), index.last_id(), limit=limit)
        for name in ["", *places]
    }
    assert all(gathering.sets.values())


def made(random: Random, number: int) -> SearchEntry:
    """A practice with a door, or a topic in one of four rooms."""
    room = random.choice([None, None, 1, 2, 3, 4])
    facets = {"year": [random.choice(["2023", "2024", "2025"])]}
    if room is None:
        facets |= {"scope": [random.choice(["helping", "innovative"])], "problem": [random.choice(["behaviour", "x"])]}
    doors = [] if room else [random.choice(["public", "public", "members"])]
    kind = random.choice(["practice", "practice", "topic"])
    fields = indexed_fields(kind, title="Kinerja", doors=doors, facets=facets, container=room)
    return SearchEntry(object_id=number + 1, **fields)


def runs_of(walk: Walk, *shares: float | None) -> list:
    return [walk.window(share) for share in shares]


def test_windows_are_as_wide_as_is_likely_to_hold_what_is_missing():
    (first, _), (second, _), (third, _) = runs_of(Walk(LAST, 1_000, is_rare=False), None, 0.25, 1_000)

    assert first == range(100, 100 - FIRST_RUNS, -1)
    assert second == range(96, 94, -1)  # a quarter of four, and a little more
    assert (third[0], len(third)) == (94, 24)  # four times what was looked at


def test_windows_leave_nothing_out():
    walk, seen = Walk(LAST, 1_000, is_rare=False), []
    while (window := walk.window(0.5 if seen else None)) is not None:
        seen.append(window)

    runs = [run for runs, _ in seen if runs for run in runs]
    assert runs == list(range(100, 100 - MOST_RUNS, -1))
    assert seen[-1] == (None, (100 - MOST_RUNS + 1) * 2_048)


def test_what_is_rare_is_asked_for_at_once():
    assert runs_of(Walk(LAST, 1_000, is_rare=True), None, 1.0) == [(None, None), None]


def test_a_young_table_is_looked_at_to_its_first_entry():
    assert runs_of(Walk(100, 1_000, is_rare=False), None, 1.0) == [(range(0, -1, -1), None), None]


@pytest.mark.django_db
def test_the_last_entries_are_found_first_and_those_far_below_them_where_some_are_missing():
    SearchEntry.objects.all().delete()
    ids = [3, 40_000, 40_001, 90_000]
    SearchEntry.objects.bulk_create(
        SearchEntry(pk=pk, object_id=pk, **indexed_fields("practice", title=title, doors=["public"]))
        for pk, title in zip(ids, ["Dialog", "Dialog", "Mutasi", "Dialog mutasi"], strict=True)
    )
    matches = [Match(Run((word,)), is_rare=True) for word in ("dialog", "mutasi", "talenta")]

    def found(limit: int) -> list[tuple]:
        return sorted(Index("default").first(matches, limit, "entry.id", last=90_000, title_only=True))

    assert found(1) == [(0, 90_000), (1, 90_000)]
    assert found(5) == [(0, 3), (0, 40_000), (0, 90_000), (1, 40_001), (1, 90_000)]
    assert Index("default").first([], 5, "entry.id") == []
