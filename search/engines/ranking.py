"""How well an entry answers: one formula over the stored roots, the same for every database.

A group of words counts by how often the entry has it, with diminishing returns (BM25), more in the title than in the
summary and more there than in the body, and the more the rarer it is. Words that stand side by side as they were typed
lift the entry, and an entry with all the words stands above one with some of them. The entry's own boost and a little
freshness multiply the sum.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from search.language import Alternative, Group, ParsedQuery

TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = 3.0, 1.6, 1.0
SATURATION = 1.2
USUAL_BODY = 900  # characters of roots; a longer body counts its words for less
SOFT_WEIGHT = 0.2
RUN_IN_TITLE, RUN_IN_BODY = 0.6, 0.3
PART_WEIGHT = 0.25  # a single word of a term of several words
FRESHNESS, FRESH_SECONDS = 0.08, 2 * 365 * 24 * 3600


@dataclass
class Candidate:
    """An entry that matches, with what its rank is made of."""

    id: int
    labels: str
    title: str
    summary: str
    boost: float
    dated: float | None
    body: str = ""
    score: float = 0.0
    order: tuple = field(default=(), repr=False)


def rarity(frequency: float, total: int) -> float:
    """The weight of what `frequency` of `total` entries have."""
    return math.log(1 + (max(total, frequency) - frequency + 0.5) / (frequency + 0.5))


class Ranking:
    """Scores candidates for one question."""

    def __init__(self, parsed: ParsedQuery, weight: Callable[[Group], float], now: float):
        """`weight` gives a group's rarity; `now` is seconds since 1970."""
        self.groups = [(group, weight(group) * (SOFT_WEIGHT if group.is_soft else 1.0)) for group in parsed.groups]
        self.total = sum(weight for group, weight in self.groups if not group.is_soft) or 1.0
        self.runs = _runs(self.groups)
        self.now = now

    def score(self, candidate: Candidate) -> None:
        """Set the candidate's score from its title, summary and (where loaded) body."""
        title, summary, body = f" {candidate.title} ", f" {candidate.summary} ", f" {candidate.body} "
        norm = BODY_WEIGHT / (0.5 + 0.5 * max(len(body), USUAL_BODY / 3) / USUAL_BODY)
        total = met = 0.0
        for group, weight in self.groups:
            value = TITLE_WEIGHT * _count(group, title) + SUMMARY_WEIGHT * _count(group, summary)
            value += norm * _count(group, body)
            if value:
                met += 0 if group.is_soft else weight
            elif len(group.alternatives[0].roots) > 1 and not group.exact:
                value, part = _parts(group.alternatives[0], (title, summary, body))
                met += weight * PART_WEIGHT * part
            total += weight * value / (SATURATION + value)
        for run, weight in self.runs:
            total += weight * (RUN_IN_TITLE * (run in title) + RUN_IN_BODY * (run in summary or run in body))
        candidate.score = total * (met / self.total) * candidate.boost * self._freshness(candidate.dated)

    def _freshness(self, dated: float | None) -> float:
        if dated is None:
            return 1.0
        return 1.0 + FRESHNESS * math.exp(-max(0.0, self.now - dated) / FRESH_SECONDS)


def _count(group: Group, text: str) -> float:
    return sum(alternative.weight * _times(alternative, text) for alternative in group.alternatives)


def _times(alternative: Alternative, text: str) -> int:
    if alternative.is_adjacent:
        return text.count(f" {' '.join(alternative.roots)} ")
    return min(text.count(f" {root} ") for root in alternative.roots)


def _parts(alternative: Alternative, texts: tuple[str, str, str]) -> tuple[float, float]:
    """The worth of a term of which only some words are there, and the share of them."""
    found = sum(any(f" {root} " in text for text in texts) for root in alternative.roots) / len(alternative.roots)
    return PART_WEIGHT * found, found


def _runs(weighted: list[tuple[Group, float]]) -> list[tuple[str, float]]:
    """Neighbouring words of the question as they would stand in a text, with the weight of the commoner one."""
    groups = [(group.alternatives[0].roots, weight) for group, weight in weighted if not group.is_soft]
    pairs = pairwise(groups)
    return [(f" {' '.join([*left, *right])} ", min(one, other)) for (left, one), (right, other) in pairs]
