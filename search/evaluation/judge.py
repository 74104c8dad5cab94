"""The measures: nDCG, recall and reciprocal rank of what an engine puts first."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean

DEPTH = 10


@dataclass(frozen=True)
class Query:
    """A question with the grades (1 to 3) of the documents that answer it.

    `unrelated` were looked at and do not; the measures treat what nobody has looked at in the same way.
    """

    text: str
    category: str
    relevant: dict[str, int]
    unrelated: tuple[str, ...] = ()

    @property
    def judged(self) -> set[str]:
        return {*self.relevant, *self.unrelated}


@dataclass(frozen=True)
class Verdict:
    """How one question was answered."""

    query: Query
    found: list[str]

    @property
    def ndcg(self) -> float:
        """Gain 2^grade - 1 of the first ten, discounted by rank, as a share of the best order's."""
        grades = [self.query.relevant.get(pk, 0) for pk in self.found[:DEPTH]]
        best = _gain(sorted(self.query.relevant.values(), reverse=True)[:DEPTH])
        return _gain(grades) / best if best else 0.0

    @property
    def recall(self) -> float:
        """Relevant documents in the first ten ÷ as many as could stand there."""
        possible = min(DEPTH, len(self.query.relevant))
        return sum(pk in self.query.relevant for pk in self.found[:DEPTH]) / possible if possible else 0.0

    @property
    def reciprocal_rank(self) -> float:
        ranks = (rank for rank, pk in enumerate(self.found, 1) if pk in self.query.relevant)
        return 1 / next(ranks, math.inf)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def judge(queries: list[Query], find: Callable[[str], list[str]]) -> list[Verdict]:
    """Ask every question; `find` maps a text to document ids, best first."""
    return [Verdict(query, find(query.text)) for query in queries]


def summary(verdicts: list[Verdict]) -> dict:
    """The figures over all questions and per category, as `search_eval --json` prints them."""
    categories = sorted({verdict.query.category for verdict in verdicts})
    by_category = {
        category: _figures([verdict for verdict in verdicts if verdict.query.category == category])
        for category in categories
    }
    return {**_figures(verdicts), "by_category": by_category}


def _figures(verdicts: list[Verdict]) -> dict:
    if not verdicts:
        return {"queries": 0, "ndcg@10": 0.0, "recall@10": 0.0, "mrr": 0.0, "zero_results": 0}
    return {
        "queries": len(verdicts),
        "ndcg@10": round(mean(verdict.ndcg for verdict in verdicts), 4),
        "recall@10": round(mean(verdict.recall for verdict in verdicts), 4),
        "mrr": round(mean(verdict.reciprocal_rank for verdict in verdicts), 4),
        "zero_results": sum(not verdict.found for verdict in verdicts),
    }
