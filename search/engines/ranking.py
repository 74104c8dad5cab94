"""How well an entry answers: one formula over the stored roots, the same for every database.

A group of words counts by how often the entry has it, with diminishing returns (BM25), more in the title than in the
summary and more there than in the body, and the more the rarer it is. Words that stand side by side as they were typed
lift the entry, and an entry with all the words stands above one with some of them. The entry's own boost and a little
freshness multiply the sum.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from search.language import Alternative, Group, ParsedQuery

TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = 3.0, 1.6, 1.0
SATURATION = 1.2
USUAL_BODY = 900  # characters of roots; a longer body counts its words for less
SOFT_WEIGHT = 0.2
RUN_IN_TITLE, RUN_IN_BODY = 0.6, 0.3
PART_WEIGHT = 0.35  # of a term of several words, where only some of them are there
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


def rarity(frequency: float, total: int) -> float:
    """The weight of what `frequency` of `total` entries have."""
    return math.log(1 + (max(total, frequency) - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True)
class Wanted:
    """A group made ready for counting: its alternatives and, for terms of several words, the words by themselves."""

    weight: float
    is_soft: bool
    runs: tuple[tuple[str, float], ...]
    scattered: tuple[tuple[tuple[str, ...], float], ...]
    parts: tuple[tuple[tuple[str, float], ...], ...]

    def value(self, texts: "Texts") -> float:
        """How much of the group is there, 0 to 1, with diminishing returns."""
        counted = sum(weight * texts.count(run) for run, weight in self.runs)
        counted += sum(weight * min(map(texts.count, words)) for words, weight in self.scattered)
        return counted / (SATURATION + counted)

    def part(self, texts: "Texts") -> float:
        """The same for single words of the group's terms, each for its share in the term's rarity."""
        return max((sum(share * texts.saturated(word) for word, share in part) for part in self.parts), default=0.0)


class Texts:
    """The stored roots of one candidate, ready for counting words that have a space on either side."""

    def __init__(self, candidate: Candidate):
        self.title, self.summary, self.body = f" {candidate.title} ", f" {candidate.summary} ", f" {candidate.body} "
        self.norm = BODY_WEIGHT / (0.5 + 0.5 * max(len(self.body) / USUAL_BODY, 1 / 3))

    def count(self, run: str) -> float:
        """How often the run occurs, more in the title than elsewhere."""
        counted = TITLE_WEIGHT * self.title.count(run) + SUMMARY_WEIGHT * self.summary.count(run)
        return counted + self.norm * self.body.count(run)

    def saturated(self, run: str) -> float:
        counted = self.count(run)
        return counted / (SATURATION + counted)


class Ranking:
    """Scores candidates for one question."""

    def __init__(
        self,
        parsed: ParsedQuery,
        group_weight: Callable[[Group], float],
        root_weight: Callable[[str], float],
        now: float,
    ):
        """`group_weight` and `root_weight` give rarities; `now` is seconds since 1970."""
        self.groups = [_wanted(group, group_weight(group), root_weight) for group in parsed.groups]
        self.total = sum(group.weight for group in self.groups if not group.is_soft) or 1.0
        self.pairs = _pairs(parsed, group_weight)
        self.now = now

    def score(self, candidate: Candidate) -> None:
        """Set the candidate's score from its title, summary and (where loaded) body."""
        texts = Texts(candidate)
        total = met = 0.0
        for group in self.groups:
            value, share = group.value(texts), 1.0
            if not value:
                value = share = PART_WEIGHT * group.part(texts)
            total += group.weight * value
            met += 0 if group.is_soft else group.weight * share
        for pair, weight in self.pairs:
            in_text = pair in texts.summary or pair in texts.body
            total += weight * (RUN_IN_TITLE * (pair in texts.title) + RUN_IN_BODY * in_text)
        candidate.score = total * (met / self.total) * candidate.boost * self._freshness(candidate.dated)

    def _freshness(self, dated: float | None) -> float:
        if dated is None:
            return 1.0
        return 1.0 + FRESHNESS * math.exp(-max(0.0, self.now - dated) / FRESH_SECONDS)


def _wanted(group: Group, weight: float, root_weight: Callable[[str], float]) -> Wanted:
    terms = [each for each in group.alternatives if len(each.roots) > 1 and not group.exact]
    return Wanted(
        weight=weight * (SOFT_WEIGHT if group.is_soft else 1.0),
        is_soft=group.is_soft,
        runs=tuple((_run(each.roots), each.weight) for each in group.alternatives if each.is_adjacent),
        scattered=tuple(
            (tuple(_run((root,)) for root in each.roots), each.weight)
            for each in group.alternatives
            if not each.is_adjacent
        ),
        parts=tuple(_shares(term, root_weight) for term in terms),
    )


def _shares(term: Alternative, root_weight: Callable[[str], float]) -> tuple[tuple[str, float], ...]:
    weights = {root: root_weight(root) for root in term.roots}
    total = sum(weights.values()) or 1.0
    return tuple((_run((root,)), term.weight * weight / total) for root, weight in weights.items())


def _pairs(parsed: ParsedQuery, group_weight: Callable[[Group], float]) -> list[tuple[str, float]]:
    """Neighbouring words of the question as they would stand in a text, with the weight of the commoner one."""
    groups = [(group.alternatives[0].roots, group_weight(group)) for group in parsed.required]
    return [(_run((*left, *right)), min(one, other)) for (left, one), (right, other) in pairwise(groups)]


def _run(roots: tuple[str, ...]) -> str:
    return f" {' '.join(roots)} "
