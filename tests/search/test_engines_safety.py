"""The contract of every engine: nobody finds what is closed to them, and no question is an error."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.language.lexicon import word_list
from search.models import SearchEntry
from tests.search.contract import ask, found, fresh, put

pytestmark = pytest.mark.django_db


# --- who may find -----------------------------------------------------------------------------------------------
def test_no_key_opens_nothing(engine):
    put({"title": "kinerja"}, {"title": "kinerja", "doors": []})

    results = ask(engine, "kinerja", keys=())

    assert (results.hits, results.total, results.kinds, results.facets) == ([], 0, {}, {})


def test_a_container_opens_what_lies_in_it(engine):
    put({"title": "kinerja", "doors": [], "container": 7}, {"title": "kinerja", "doors": [], "container": 70})

    assert found(engine, "kinerja") == []
    assert found(engine, "kinerja", containers=(7, 8)) == [1]
    assert found(engine, "kinerja", keys=(), containers=(70,)) == [2]
    assert sorted(found(engine, "kinerja", containers=tuple(range(600)))) == [1, 2]


WORDS = ["kinerja", "talenta", "disiplin", "promosi"]
DOORS = ["public", "members", "instansi:1", "instansi:11", "group:1"]
DOCUMENT = st.fixed_dictionaries(
    {
        "title": st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
        "body": st.lists(st.sampled_from([*WORDS, *DOORS]), max_size=4).map(" ".join),
        "kind": st.sampled_from(["practice", "instansi"]),
        "doors": st.lists(st.sampled_from(DOORS), max_size=2, unique=True),
        "container": st.none() | st.sampled_from([1, 2, 11]),
        "facets": st.fixed_dictionaries({"scope": st.lists(st.sampled_from("xyz"), max_size=2, unique=True)}),
    }
)


ASKED = given(
    documents=st.lists(DOCUMENT, max_size=8),
    keys=st.none() | st.lists(st.sampled_from(DOORS), max_size=3, unique=True).map(tuple),
    containers=st.lists(st.sampled_from([1, 2, 3]), max_size=2, unique=True).map(tuple),
    word=st.sampled_from(["", *WORDS, "kinerjaa"]),
    scope=st.lists(st.sampled_from("xyz"), max_size=2, unique=True).map(tuple),
    kind=st.sampled_from([None, "practice", "instansi"]),
)
MANY_TIMES = settings(max_examples=40, deadline=None)
FEW_TIMES = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY_TIMES
@ASKED
def test_only_what_the_keys_open_is_returned_counted_or_suggested(documents, keys, containers, word, scope, kind):
    _only_what_the_keys_open(fresh("database"), documents, keys, containers, word, scope, kind)


@pytest.mark.es
@pytest.mark.once
@FEW_TIMES
@ASKED
def test_only_what_the_keys_open_is_returned_by_elasticsearch(
    elasticsearch, documents, keys, containers, word, scope, kind
):
    _only_what_the_keys_open(fresh("elasticsearch"), documents, keys, containers, word, scope, kind)


@pytest.mark.es
@pytest.mark.slow
@pytest.mark.once
@settings(MANY_TIMES, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@ASKED
def test_only_what_the_keys_open_is_returned_by_elasticsearch_often(
    elasticsearch, documents, keys, containers, word, scope, kind
):
    _only_what_the_keys_open(fresh("elasticsearch"), documents, keys, containers, word, scope, kind)


def _only_what_the_keys_open(engine, documents, keys, containers, word, scope, kind):
    put(*documents)
    opened = [
        (number, each)
        for number, each in enumerate(documents, 1)
        if keys is None or set(each["doors"]) & set(keys) or each["container"] in containers
    ]

    results = ask(engine, word, keys, containers=containers, filters={"scope": scope}, kind=kind, limit=50)

    searched = results.corrected or word
    matching = [(n, each) for n, each in opened if searched in f"{each['title']} {each['body']}".split() or not word]
    of_kind = [pair for pair in matching if kind in (None, pair[1]["kind"])]
    of_scope = [pair for pair in matching if not scope or set(scope) & set(pair[1]["facets"]["scope"])]
    assert sorted(hit.object_id for hit in results.hits) == [pair[0] for pair in of_kind if pair in of_scope]
    assert results.total == len(results.hits)
    assert results.kinds == _tally(each["kind"] for _, each in of_scope)
    assert results.facets.get("scope", {}) == _tally(x for _, each in of_kind for x in each["facets"]["scope"])
    shown = f"{results.corrected or ''} {results.suggestion or ''}".split()
    assert all(any(new in f"{each['title']} {each['body']}" for _, each in opened) for new in shown)


def _tally(values) -> dict[str, int]:
    counted: dict[str, int] = {}
    for value in values:
        counted[value] = counted.get(value, 0) + 1
    return counted


# --- what cannot be read ----------------------------------------------------------------------------------------
HOSTILE = [
    "\0", "a\0b", '"', '""', '"""', '"kinerja', "-", "--", '-"', "- -", "*", "kinerja*", "(", ")", "NEAR(", "AND",
    "OR NOT", "kinerja AND", "title_stems:kinerja", "labels:dpublic", "^kinerja", "{a b}:c", "'; DROP TABLE x; --", "%",
    "_", "\\", "kinerja:*", "!kinerja", "a & b | !c", "<->", ":A", "😀", "\u202e", "\ud800", "ﬀ", "e", "e e e", "yang",
    "dan di ke", "x" * 100_000, "kinerja " * 20_000, '"' * 5_000, "-a " * 5_000, "é" * 1_000,
    " ".join(map(str, range(500))), "\n\t\r", "１９／２０２５", "a" * 39 + "-" + "b" * 60,
    "memperpertanggungjawabkannyalah " * 20,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_questions_are_answered(text):
    engine = fresh("database")
    put({"title": "kinerja"}, {"title": "public", "doors": ["members"]})

    _finds_nothing(engine, text)


@pytest.mark.es
@pytest.mark.once
def test_hostile_questions_are_answered_by_elasticsearch(elasticsearch):
    engine = fresh("elasticsearch")
    put({"title": "kinerja"}, {"title": "public", "doors": ["members"]})

    for text in HOSTILE:
        _finds_nothing(engine, text)


def _finds_nothing(engine, text: str) -> None:
    results = ask(engine, text, filters={"scope": (text[:50],)})

    assert results.hits == []
    assert 2 not in found(engine, text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | st.text(alphabet='kinerja "-()*:&|!<>\0', max_size=40))
def test_any_question_is_answered(engine, text):
    if not SearchEntry.objects.exists():
        put({"title": "kinerja"})

    assert {hit.object_id for hit in ask(engine, text).hits} <= {1}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200) | st.text(alphabet="abe0123456789x.-/ ", max_size=60))
@example(text="0E0A 2e10")
@example(text="penonaktifan")
def test_any_title_is_stored_and_found_by_itself(engine, text):
    SearchEntry.objects.all().delete()
    put({"title": text})
    stored = SearchEntry.objects.get().title_stems.split()

    for root in stored[: 5 if engine.name == "database" else 1]:
        assert found(engine, root, as_typed=True) == [1] or root in word_list("stop")
