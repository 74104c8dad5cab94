"""One question being answered: how strictly it is read, and the entries that match it."""

import re
from functools import cached_property

from search.engines import expressions
from search.engines.expressions import Match
from search.engines.index import Gathering, Index, Labelled
from search.engines.ranking import Candidate, rarity
from search.engines.statistics import Statistics
from search.language import Group, ParsedQuery, fold
from search.types import SearchRequest

CANDIDATES = 1_000  # "lebih dari 1.000 hasil"
READ_WHOLE = 300  # so many of the best by title and summary are ranked by their body too
ENOUGH = 20  # with fewer entries that have all the words, entries that have some of them are added
MANY = 200  # but if these are more, only entries that have most of the words
TERM_WEIGHT, LONGEST_COUNTED = 0.8, 3  # for each further word of a term
COMMON = 0.25  # a word that so large a share of all entries has does not tell entries apart


class Question:
    """How strictly a question is read depends on its words and its reader, never on the filters.

    So the count beside a filter's value is the total that choosing it will show.
    """

    def __init__(self, index: Index, statistics: Statistics, request: SearchRequest, parsed: ParsedQuery):
        self.index, self.statistics, self.request, self.parsed = index, statistics, request, parsed
        self._excluded = expressions.excluded(parsed)
        self._audience = expressions.conditions(
            SearchRequest(text="", keys=request.keys, containers=request.containers)
        )
        self._is_newest = request.sort == "newest" or not parsed.groups
        self._exact = [_pattern(words) for words in parsed.phrases]
        self._known: dict[tuple[Match, bool], list[int]] = {}
        self._verdicts: dict[int, bool] = {}
        statistics.prepare(parsed.groups)

    def weight(self, group: Group) -> float:
        """The group's rarity; a known term of several words says more than a single word that is as rare."""
        return rarity(self.statistics.frequency(group), self.statistics.total()) * self.length_weight(group)

    def length_weight(self, group: Group) -> float:
        """The group's share beyond its rarity: more for a term of several words."""
        more_words = 0 if group.exact else min(len(group.alternatives[0].roots), LONGEST_COUNTED) - 1
        return 1 + TERM_WEIGHT * more_words

    def root_weight(self, root: str) -> float:
        """The rarity of one root of the question; of an empty one, that of what no entry has."""
        return rarity(self.statistics.of_root(root) if root else 0, self.statistics.total())

    @cached_property
    def strict_count(self) -> int:
        """How many entries the reader may open have all the words; counted no further than is needed to decide."""
        if self._is_filtered:
            return self._opened(ENOUGH, self._readings.strict)[0]
        found = self._ids(self._match_of(self._readings.strict), newest=self._is_newest)  # what will be asked anyway
        return len(self._word_for_word(found))

    @property
    def _is_filtered(self) -> bool:
        request = self.request
        return bool(request.kind or request.since or request.until or any(request.filters.values()))

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
        if readings.lenient is None:
            return readings.wide
        wide, lenient = self._opened(MANY + 1, readings.wide, readings.lenient)
        return readings.lenient if wide > MANY and lenient >= ENOUGH else readings.wide

    def _opened(self, cap: int, *texts) -> list[int]:
        """How many entries match each of `texts` whatever the filters, counted up to `cap`."""
        rare = self.statistics.are_rare(texts)
        matches = [
            Match(text, *self._audience, self._excluded, is_rare=is_rare)
            for text, is_rare in zip(texts, rare, strict=True)
        ]
        if not self._exact:
            return self.index.counts(matches, cap, self._last(*matches))
        return [min(cap, len(self._word_for_word(self._ids(match)))) for match in matches]

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What matches under all filters, at most one more than the limit.

        Where more match: those that have all the words before those with some, and of each those with such words in
        the title before the others, new ones before old ones.
        """
        match = self._match()
        if self._is_newest or not expressions.chosen(self.request):
            found = self._ids(match, newest=self._is_newest)
        else:
            found = [entry.id for entry in self._gathered[""]]
        if len(found) > CANDIDATES and not self._is_newest:
            titled = self.index.ids(match, self._last(match), limit=CANDIDATES + 1, title_only=True)
            whole = self._whole() if self.is_relaxed else []
            found = list(dict.fromkeys([*whole, *titled, *found]))[: CANDIDATES + 1]
        found = self._word_for_word(found)
        return self.index.candidates(found, with_bodies=bool(self.parsed.groups) and len(found) <= READ_WHOLE)

    def labels(self, without: str) -> list[Labelled]:
        """What matches under all filters but those of one facet (or "kind"), up to the limit."""
        found = self._gathered[without]
        exact = set(self._word_for_word([entry.id for entry in found]))
        return [entry for entry in found if entry.id in exact][:CANDIDATES]

    @cached_property
    def _gathered(self) -> dict[str, list[Labelled]]:
        """What matches under all filters (unless that is asked for by date), and under all but each."""
        request = self.request
        chosen = expressions.chosen(request)
        limits = {} if self._is_newest else {"": CANDIDATES + 1}
        limits |= dict.fromkeys(chosen, CANDIDATES + bool(self._exact))
        gathering = Gathering(chosen, limits)
        match = Match(self._text, *self._audience, self._excluded, request.since, request.until, self._is_rare())
        self.index.gather(match, self._last(match), gathering)
        return gathering.sets

    def _last(self, *matches: Match) -> int:
        """About the last id, asked once; what is rare is looked for without it."""
        return 0 if all(match.is_rare for match in matches) else self._last_id

    @cached_property
    def _last_id(self) -> int:
        return self.index.last_id()

    def _is_rare(self) -> bool:
        return self._text is not None and self.statistics.are_rare([self._text])[0]

    def _match(self) -> Match:
        return self._match_of(self._text)

    def _match_of(self, text) -> Match:
        request = self.request
        is_rare = text is not None and self.statistics.are_rare([text])[0]
        return Match(text, *expressions.conditions(request), self._excluded, request.since, request.until, is_rare)

    def _whole(self) -> list[int]:
        """The few that have all the words, which a wide reading would bury."""
        return self._ids(self._match_of(self._readings.strict))

    def _ids(self, match: Match, *, newest: bool = False) -> list[int]:
        """The ids of what matches, one more than the limit at most; with phrases not yet word for word."""
        key = (match, newest)
        if key not in self._known:
            self._known[key] = self.index.ids(match, self._last(match), limit=CANDIDATES + 1, newest=newest)
        return self._known[key]

    def _word_for_word(self, ids: list[int]) -> list[int]:
        """Those that have the quoted phrases word for word; each entry's text is read once."""
        if not self._exact:
            return ids
        for pk, parts in self.index.texts(pk for pk in ids if pk not in self._verdicts).items():
            folded = [fold(part) for part in parts]
            self._verdicts[pk] = all(any(pattern.search(part) for part in folded) for pattern in self._exact)
        return [pk for pk in ids if self._verdicts.get(pk)]

    def visible_counts(self, parts: list, cap: int) -> list[int]:
        """For each expression, how many entries this reader may open have it, counted up to `cap`."""
        rare = self.statistics.are_rare(parts)
        matches = [Match(part, *self._audience, is_rare=each) for part, each in zip(parts, rare, strict=True)]
        return self.index.counts(matches, cap, self._last(*matches))


def _pattern(words: tuple[str, ...]) -> re.Pattern:
    """Finds the words side by side in folded text.

    It begins with a letter, which is looked for faster than that there is none before it.
    """
    found = r"[\W_]+".join(map(_word_pattern, words))
    return re.compile(rf"{found[0]}(?<![^\W_]{found[0]}){found[1:]}(?![^\W_])")


def _word_pattern(word: str) -> str:
    """A word as it may be written: e-kinerja for ekinerja, 1.260 for 1260, jum'at for jumat."""
    if word.isdigit():
        return r"\.?".join(word)
    between = r"['’`]?"
    first = word[0] + (r"[-\s]?" if word[0] == "e" else between)
    return first + between.join(word[1:])
