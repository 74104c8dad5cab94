"""How well an entry answers: one formula over the stored roots, the same for every database.

A group of words counts by how often the entry has it, with diminishing returns (BM25), more in the title than in the
summary and more there than in the body, and the more the rarer it is. Words that stand side by side as they were typed
lift the entry, and an entry with all the words stands above one with some of them. The entry's own boost and a little
freshness multiply the sum.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from search.language import Alternative, Group, ParsedQuery

TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = 3.0, 1.6, 1.0
SATURATION = 1.2
USUAL_BODY = 900  # characters of roots; a longer body counts its words for less
RUN_IN_TITLE, RUN_IN_BODY = 0.6, 0.3
BARE_WEIGHT = 0.1  # of a root that stands alone where a word formed of it was asked for
PART_WEIGHT = 0.35  # of a term of several words, where only some of them are there
RELATED_WEIGHT = 0.35  # of terms of the same subject, where the group itself is not there
RELATED_BESIDE = 0.1  # the same, where it is
FRESHNESS, FRESH_SECONDS = 0.08, 2 * 365 * 24 * 3600


Counts = dict[str, float]  # word or run of words → how often it occurs; only those that do


@dataclass
class Candidate:
    """An entry that matches, with what its rank is made of."""

    id: int
    labels: str
    title: str
    summary: str
    boost: float
    dated: float | None
    thread: int | None = None
    body: str = ""
    score: float = 0.0
    posts: int = 0  # of its topic that match, once topics stand for their posts
    bare: dict[str, float] = field(default_factory=dict)  # root → share of its places where it stands without affixes


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
    related: tuple[tuple[str, float], ...] = ()

    def value(self, counts: Counts) -> float:
        """How much of the group is there, 0 to 1, with diminishing returns."""
        counted = 0.0
        for run, weight in self.runs:
            if run in counts:
                counted += weight * counts[run]
        for words, weight in self.scattered:
            if all(word in counts for word in words):
                counted += weight * min(counts[word] for word in words)
        return counted / (SATURATION + counted)

    def part(self, counts: Counts) -> float:
        """The same for single words of the group's terms, each for its share in the term's rarity."""
        best = 0.0
        for part in self.parts:
            found = 0.0
            for word, share in part:
                if word in counts:
                    found += share * counts[word] / (SATURATION + counts[word])
            best = max(best, found)
        return best

    def near(self, counts: Counts) -> float:
        """The same for related terms."""
        counted = 0.0
        for run, weight in self.related:
            if run in counts:
                counted += weight * counts[run]
        return counted / (SATURATION + counted)

    def met(self, counts: Counts) -> tuple[float, float]:
        """How much of the group is there, and for how much of the question that stands."""
        value, near = self.value(counts), self.near(counts)
        if value:
            return value + RELATED_BESIDE * (1 - value) * near, 1.0
        least = max(PART_WEIGHT * self.part(counts), RELATED_WEIGHT * near)
        return least, least

    def words(self) -> set[str]:
        """Everything that is counted."""
        parts = {word for part in self.parts for word, _ in part} | {run for run, _ in self.related}
        return {run for run, _ in self.runs} | {word for words, _ in self.scattered for word in words} | parts


class Texts:
    """The stored roots of one candidate, ready for counting words that have a space on either side."""

    def __init__(self, candidate: Candidate):
        self.title, self.summary, self.body = f" {candidate.title} ", f" {candidate.summary} ", f" {candidate.body} "

    def counts(self, words: Iterable[str]) -> Counts:
        """How often each of the words that are there occurs, more in the title than elsewhere."""
        title, summary, body = self.title, self.summary, self.body
        whole = f"{title}\n{summary}\n{body}"
        norm = BODY_WEIGHT / (0.5 + 0.5 * max(len(body) / USUAL_BODY, 1 / 3))
        return {
            word: TITLE_WEIGHT * title.count(word) + SUMMARY_WEIGHT * summary.count(word) + norm * body.count(word)
            for word in words
            if word in whole
        }


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
        self.words = sorted(set().union(*(group.words() for group in self.groups)))
        self.total = sum(group.weight for group in self.groups if not group.is_soft) or 1.0
        self.pairs = _pairs(parsed, group_weight)
        self.now = now

    def score(self, candidate: Candidate) -> None:
        """Set the candidate's score from its title, summary and (where loaded) body."""
        candidate.score = 0.0
        if not (candidate.title or candidate.summary or candidate.body):  # a reply whose body is not loaded
            return
        texts = Texts(candidate)
        counts = texts.counts(self.words)
        if not counts:
            return
        for root, share in candidate.bare.items():
            for word in counts:
                if f" {root} " in word:
                    counts[word] *= 1 - (1 - BARE_WEIGHT) * share
        total = met = 0.0
        for group in self.groups:
            value, share = group.met(counts)
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


def scored(ranking: Ranking, candidates: list[Candidate]) -> list[Candidate]:
    for candidate in candidates:
        ranking.score(candidate)
    return in_order(candidates)


def in_order(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates by their scores, best first; of equal ones the newest."""
    return sorted(candidates, key=lambda found: (found.score, found.dated or 0.0, found.id), reverse=True)


def _wanted(group: Group, weight: float, root_weight: Callable[[str], float]) -> Wanted:
    terms = [each for each in group.alternatives if len(each.roots) > 1 and not (group.exact or group.is_whole)]
    return Wanted(
        weight=weight * group.share,
        is_soft=group.is_soft,
        runs=tuple((_run(each.roots), each.weight) for each in group.alternatives if each.is_adjacent),
        scattered=tuple(
            (tuple(_run((root,)) for root in each.roots), each.weight)
            for each in group.alternatives
            if not each.is_adjacent
        ),
        parts=tuple(_shares(term, root_weight) for term in terms),
        related=tuple((_run(each.roots), _telling(each, root_weight)) for each in group.related),
    )


def _telling(term: Alternative, root_weight: Callable[[str], float]) -> float:
    """How much a related term tells, 0 to 1: what most entries have says nothing of the subject."""
    return max(map(root_weight, term.roots)) / root_weight("")


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
