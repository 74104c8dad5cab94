"""Judging an order, on an index of its own."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from search.evaluation.files import HALVES, OWN_DOCUMENTS, OWN_QUERIES, half
from search.evaluation.files import documents as read_documents
from search.evaluation.files import queries as read_queries
from search.evaluation.judge import Query, Verdict, summary
from search.evaluation.scratch import scratch_index
from search.models import SearchEntry, SearchWord

DOCS = [
    {
        "id": "p1",
        "kind": "practice",
        "title": "Klinik SKP",
        "body": "Pegawai menyusun target.",
        "scope": "helping",
        "aspect": "x",
    },
    {
        "id": "t1",
        "kind": "topic",
        "title": "Menyusun sasaran kinerja pegawai",
        "body": "",
        "scope": "helping",
        "aspect": "",
    },
    {
        "id": "b1",
        "kind": "post",
        "title": "",
        "body": "Netralitas menjelang pilkada",
        "scope": "helping",
        "aspect": "y",
    },
]
QUERIES = [
    {"query": "SKP", "category": "acronym", "relevant": {"p1": 3, "t1": 1}},
    {"query": "netralias", "category": "typo", "relevant": {"b1": 2}},
    {"query": "tidak ada di mana pun xyz", "category": "typo", "relevant": {"p1": 1}},
]


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / "docs.jsonl", tmp_path / "queries.jsonl"]
    for path, rows in zip(paths, (DOCS, QUERIES), strict=True):
        path.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    return list(map(str, paths))


def evaluate(*arguments) -> dict:
    out = StringIO()
    call_command("search_eval", *arguments, "--engine", "database", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_the_figures(db, files):
    figures = evaluate(*files)

    assert figures["by_category"]["acronym"] == {
        "queries": 1, "ndcg@10": 1.0, "recall@10": 1.0, "mrr": 1.0, "zero_results": 0,
    }  # fmt: skip
    assert figures["by_category"]["typo"]["recall@10"] == 0.5
    assert figures["zero_results"] == 1
    assert set(figures) == {"queries", "ndcg@10", "recall@10", "mrr", "zero_results", "by_category", "by_question"}
    assert figures["by_question"]["SKP"] == 1.0


def test_the_portals_own_index_is_left_alone(db, files):
    SearchWord.objects.create(word="tetap")
    before = list(SearchEntry.objects.order_by("pk").values()), list(SearchWord.objects.order_by("pk").values())

    evaluate(*files)

    assert (
        list(SearchEntry.objects.order_by("pk").values()),
        list(SearchWord.objects.order_by("pk").values()),
    ) == before


def test_a_scratch_index_starts_empty_and_ends_whatever_happens(db):
    kept = SearchEntry.objects.count()

    with pytest.raises(IntegrityError), scratch_index():
        _write_twice()

    assert SearchEntry.objects.count() == kept


def _write_twice():
    assert SearchEntry.objects.count() == 0
    for _ in range(2):
        with transaction.atomic():
            SearchEntry.objects.create(kind="practice", object_id=1, title_stems="uji")


@pytest.mark.parametrize("line", ["{", '{"id": 1}', '{"query": "x"}', '{"query": "x", "relevant": [1]}'])
def test_a_broken_set_is_refused_with_its_line(db, files, line):
    for path in files:
        with open(path, "a") as file:
            file.write(line + "\n")

    with pytest.raises(CommandError, match="Cannot read the set"):
        evaluate(*files)


def test_a_missing_file_is_refused(db, tmp_path):
    with pytest.raises(CommandError, match="Cannot read the set"):
        evaluate(str(tmp_path / "none"), str(tmp_path / "none"))


def test_two_runs_are_compared(db, files, tmp_path):
    earlier = evaluate(*files)
    earlier["by_question"] |= {"SKP": 0.75, "tidak lagi ditanya": 1.0}
    earlier["by_category"]["acronym"]["ndcg@10"] = 0.75
    del earlier["by_category"]["typo"], earlier["by_question"]["netralias"]
    (tmp_path / "earlier.json").write_text(json.dumps(earlier))
    out = StringIO()

    call_command("search_eval", *files, "--compare", str(tmp_path / "earlier.json"), stdout=out)

    assert out.getvalue().partition("Since")[2].splitlines() == [
        " the earlier run:",
        "all          nDCG@10 +0.000  recall@10 +0.000  MRR +0.000  zero results +0",
        "acronym      nDCG@10 +0.250  recall@10 +0.000  MRR +0.000  zero results +0",
        "+0.250 'SKP'",
        "1 questions changed, 1 are new.",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"ndcg@10": 1}', '{"by_category": {"a": 1}}', "NaN", "\x00"])
def test_something_else_is_not_compared_with(files, tmp_path, text):
    (tmp_path / "earlier.json").write_text(text)

    with pytest.raises(CommandError, match=r"earlier\.json is not what search_eval --json prints"):
        evaluate(*files, "--compare", str(tmp_path / "earlier.json"))


def test_halves_part_the_questions_for_good():
    asked = read_queries(OWN_QUERIES)

    tuning, held_back = (half(asked, name) for name in HALVES)

    assert {query.text for query in tuning} | {query.text for query in held_back} == {query.text for query in asked}
    assert (len(tuning), len(held_back)) == (87, 94)
    assert {query.category for query in tuning} == {query.category for query in held_back}


def test_the_own_set_is_whole():
    documents, asked = read_documents(OWN_DOCUMENTS), read_queries(OWN_QUERIES)
    known = {document["id"] for document in documents}

    assert (len(known), len(asked), len({query.text for query in asked})) == (215, 181, 181)
    assert all(query.judged <= known and not {*query.relevant} & {*query.unrelated} for query in asked)
    assert {grade for query in asked for grade in query.relevant.values()} == {1, 2, 3}


@pytest.mark.once
def test_a_database_without_tables_is_enough(django_db_blocker, files, tmp_path):
    ours = connections["default"]
    fresh = {**ours.settings_dict, "ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "new", "OPTIONS": {}}
    with django_db_blocker.unblock():
        connections["default"] = ConnectionHandler({"default": fresh})["default"]
        try:
            figures = evaluate(*files)
            tables = connections["default"].introspection.table_names()
        finally:
            connections["default"].close()
            connections["default"] = ours

    assert figures["by_category"]["acronym"]["ndcg@10"] == 1.0
    assert tables == []


def test_a_database_of_an_earlier_version_is_enough_or_says_what_to_do(db, files):
    MigrationRecorder(connection).record_unapplied("search", "0012_refused_entry")

    if connection.vendor == "postgresql":
        with pytest.raises(CommandError, match=r"run manage\.py migrate first\.$"):
            evaluate(*files)
    else:
        assert evaluate(*files)["by_category"]["acronym"]["ndcg@10"] == 1.0


def test_measures_by_hand():
    query = Query("x", "c", {"a": 3, "b": 1})

    first = Verdict(query, ["b", "z", "a"])

    assert first.ndcg == pytest.approx((1 / 1 + 7 / 2) / (7 / 1 + 1 / 1.5849625), abs=1e-6)
    assert (first.recall, first.reciprocal_rank) == (1.0, 1.0)
    assert (Verdict(query, ["z", "a"]).recall, Verdict(query, ["z", "a"]).reciprocal_rank) == (0.5, 0.5)
    assert (Verdict(query, []).ndcg, Verdict(query, []).recall, Verdict(query, []).reciprocal_rank) == (0, 0, 0)
    assert summary([])["ndcg@10"] == 0.0
