"""What must not get worse: figures on the set that was tuned on, and on one whose answers were never looked at.

The floors lie a little under what was measured (docs/search.md). `judge_queries.jsonl` was graded from the documents
before any result was seen; whoever tunes looks at its totals only.
"""

from pathlib import Path

import pytest

from search.evaluation import files
from search.evaluation.judge import DEPTH, judge, summary
from search.evaluation.scratch import finder

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"


ENGINES = ["database", pytest.param("elasticsearch", marks=[pytest.mark.es, pytest.mark.once])]
# What each half of the project's own set gave, a little less: questions, nDCG@10, recall@10, MRR, empty answers.
OWN = {"tuning": (87, 0.87, 0.86, 0.97, 0), "held-back": (94, 0.88, 0.87, 0.96, 0)}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("name", "queries", "ndcg", "recall", "mrr"),
    [("given", 25, 0.95, 0.91, 0.99), ("judge", 52, 0.95, 0.97, 0.97)],
)
def test_figures_hold(name, queries, ndcg, recall, mrr, engine, request):
    if engine == "elasticsearch":
        request.getfixturevalue("elasticsearch")
    asked = files.queries(DATA / f"{name}_queries.jsonl")

    with finder(files.documents(DATA / "judge_docs.jsonl"), engine_name=engine) as find:
        figures = summary(judge(asked, find))

    assert len(asked) == queries
    assert figures["zero_results"] == 0
    assert figures["ndcg@10"] >= ndcg
    assert figures["recall@10"] >= recall
    assert figures["mrr"] >= mrr


@pytest.mark.parametrize("engine", ENGINES)
def test_figures_on_the_own_set_hold(engine, request):
    if engine == "elasticsearch":
        request.getfixturevalue("elasticsearch")
    asked = files.queries(files.OWN_QUERIES)

    with finder(files.documents(files.OWN_DOCUMENTS), DEPTH, engine) as find:
        verdicts = judge(asked, find)

    for name, (queries, *floors, most_empty) in OWN.items():
        mine = set(map(id, files.half(asked, name)))
        figures = summary([verdict for verdict in verdicts if id(verdict.query) in mine])
        reached = [figures[measure] for measure in ("ndcg@10", "recall@10", "mrr")]
        assert figures["queries"] == queries
        assert figures["zero_results"] <= most_empty
        assert all(value >= floor for value, floor in zip(reached, floors, strict=True)), (name, reached)
