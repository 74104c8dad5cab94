"""Judging an order, on an index of its own."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

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
    assert set(figures) == {"queries", "ndcg@10", "recall@10", "mrr", "zero_results", "by_category"}


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


def test_measures_by_hand():
    query = Query("x", "c", {"a": 3, "b": 1})

    first = Verdict(query, ["b", "z", "a"])

    assert first.ndcg == pytest.approx((1 / 1 + 7 / 2) / (7 / 1 + 1 / 1.5849625), abs=1e-6)
    assert (first.recall, first.reciprocal_rank) == (1.0, 1.0)
    assert (Verdict(query, ["z", "a"]).recall, Verdict(query, ["z", "a"]).reciprocal_rank) == (0.5, 0.5)
    assert (Verdict(query, []).ndcg, Verdict(query, []).recall, Verdict(query, []).reciprocal_rank) == (0, 0, 0)
    assert summary([])["ndcg@10"] == 0.0
