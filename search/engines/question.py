"""One question being answered: how strictly it is read, and the entries that match it."""

import re
from functools import cached_property

from search.engines import expressions
from search.engines.index import Index
from search.engines.ranking import Candidate, rarity
from search.engines.statistics import Statistics
from search.language import Group, ParsedQuery, fold
from search.types import SearchRequest

CANDIDATES = 2_000  # "lebih dari 2.000 hasil"
ENOUGH = 20  # with fewer entries that have all the words, entries that have some of them are added
MANY = 200  # but if these are more, only entries that have most of the words
COMMON = 0.25  # a word that so large a share of all entries has does not tell entries apart


class Question:
    """How strictly a question is read depends on its words and its reader, never on the filters.

    So the count beside a filter's value is the total that choosing it will show.
    """

    def __init__(self, index: Index, statistics: Statistics, request: SearchRequest, parsed: ParsedQuery):
        self.index, self.statistics, self.request, self.parsed = index, statistics, request, parsed
        self._excluded = expressions.excluded(parsed)
        self._audience = expressions.labels(SearchRequest(text="", keys=request.keys, containers=request.containers))
        self._has_filters = bool(request.kind or any(request.filters.values()) or request.since or request.until)
        self._is_newest = request.sort == "newest" or not parsed.groups
        self._exact = [_pattern(words) for words in parsed.phrases]
        statistics.prepare(parsed.groups)

    def weight(self, group: Group) -> float:
        """The group's rarity."""
        return rarity(self.statistics.frequency(group), self.statistics.total())

    def root_weight(self, root: str) -> float:
        """The rarity of one root of the question."""
        return rarity(self.statistics.of_root(root), self.statistics.total())

    @cached_property
    def strict_count(self) -> int:
        """How many entries the reader may open have all the words; counted no further than is needed to decide."""
        return len(self._opened(self._readings.strict))

    @cached_property
    def is_relaxed(self) -> bool:
        return self._readings is not None and self._text is not self._readings.strict

    @cached_property
    def _readings(self) -> expressions.Readings | None:
        if not self.parsed.groups:
            return None
        common = max(MANY, int(self.statistics.total() * COMMON))
        return expressions.readings(self.parsed, self.statistics.frequency, self.statistics.of_root, common)

    @cached_property
    def _text(self):
        """Strict if that finds enough, wide if that does not find too many, else lenient if that finds enough."""
        readings = self._readings
        if readings is None:
            return None
        if self.strict_count >= ENOUGH or readings.wide == readings.strict:
            return readings.strict
        if readings.lenient is None or len(self._opened(readings.wide)) <= MANY:
            return readings.wide
        return readings.lenient if len(self._opened(readings.lenient)) >= ENOUGH else readings.wide

    def _opened(self, text) -> list[Candidate]:
        """What matches whatever the filters: all of it where that is the answer itself, else enough to decide."""
        if not self._has_filters:
            return self._find(text, self._audience)
        limit = CANDIDATES + 1 if self._exact else MANY + 1
        return self._checked(self.index.find(text, self._audience, self._excluded, limit=limit))

    def candidates(self, without: str = "") -> list[Candidate]:
        """What matches under all filters, or all but one facet (or "kind"): at most one more than the limit."""
        return self._find(self._text, expressions.labels(self.request, without))

    def _find(self, text, labels) -> list[Candidate]:
        key = (text, labels)
        if key not in self._found:
            self._found[key] = self._checked(self._chosen(text, labels))
        return self._found[key]

    @cached_property
    def _found(self) -> dict:
        return {}

    def _chosen(self, text, labels) -> list[Candidate]:
        """Where more match than are ranked: those with all in the title before the others, new ones before old ones."""
        wanted = {"limit": CANDIDATES + 1, "since": self.request.since, "until": self.request.until}
        found = self.index.find(text, labels, self._excluded, newest=self._is_newest, **wanted)
        if len(found) <= CANDIDATES or self._is_newest:
            return found
        titled = self.index.find(text, labels, self._excluded, title_only=True, **wanted)
        known = {candidate.id for candidate in titled}
        return (titled + [candidate for candidate in found if candidate.id not in known])[: CANDIDATES + 1]

    def _checked(self, found: list[Candidate]) -> list[Candidate]:
        """Those that have the quoted phrases word for word."""
        if not self._exact:
            return found
        texts = self.index.texts(candidate.id for candidate in found)
        folded = {pk: [fold(part) for part in parts] for pk, parts in texts.items()}
        return [
            candidate
            for candidate in found
            if all(any(pattern.search(part) for part in folded.get(candidate.id, ())) for pattern in self._exact)
        ]

    def visible_counts(self, parts: list, cap: int) -> list[int]:
        """For each expression, how many entries this reader may open have it, counted up to `cap`."""
        return self.index.counts(parts, self._audience, cap)


def _pattern(words: tuple[str, ...]) -> re.Pattern:
    """Finds the words side by side in folded text."""
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(_word_pattern, words)) + r"(?![^\W_])")


def _word_pattern(word: str) -> str:
    """A word as it may be written: e-kinerja for ekinerja, 1.260 for 1260, jum'at for jumat."""
    if word.isdigit():
        return r"\.?".join(word)
    between = r"['’`]?"
    first = word[0] + (r"[-\s]?" if word[0] == "e" else between)
    return first + between.join(word[1:])
