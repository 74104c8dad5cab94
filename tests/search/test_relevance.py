"""What must not get worse: figures on the set that was tuned on, and on one whose answers were never looked at.

The floors lie a little under what was measured (docs/search.md). `judge_queries.jsonl` was graded from the documents
before any result was seen; whoever tunes looks at its totals only.
"""

from pathlib import Path

import pytest

from search.evaluation import files
from search.evaluation.judge import judge, summary
from search.evaluation.scratch import finder

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    "engine", ["database", pytest.param("elasticsearch", marks=[pytest.mark.es, pytest.mark.once])]
)
@pytest.mark.parametrize(
    ("name", "queries", "ndcg", "recall", "mrr"),
    [("given", 25, 0.945, 0.90, 0.99), ("judge", 52, 0.94, 0.97, 0.97)],
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
