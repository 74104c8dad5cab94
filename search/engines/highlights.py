"""What a hit shows: its title and the passage that answers best, as safe HTML with what matched marked."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.html import escape

from search.language import Group, ParsedQuery, tokens, written_words
from search.language.lexicon import word_list
from search.language.roots import indexed_roots
from search.language.tokens import WORD

PASSAGE = 240  # characters
LEAD = 40  # characters of context before the first marked word
JOINED = ("e",)  # may belong to the word behind it (e-kinerja)
LETTERS_E = ("e", "E")
LONE_E = re.compile(r"[eE](?:(?<=\d[eE])|(?<![^\W_][eE])(?![^\W_]))")
APOSTROPHES = "'’`"
MOST_FORMS = 60_000
WORD_LENGTH = 40  # characters of a word of a run, with what parts it from the next
ELLIPSIS = "…"

Span = tuple[int, int]


class Marker:
    """Marks what answers one question."""

    def __init__(self, parsed: ParsedQuery, lacking: tuple[Group, ...] = ()):
        """`lacking`: the groups that a text does not have, so that their related terms are marked in it."""
        self._singles: set[str] = set()
        self._runs: dict[str, list[tuple[str, ...]]] = {}
        marked = [group.alternatives for group in parsed.groups] + [group.related for group in lacking]
        for alternatives in marked:
            for alternative in alternatives:
                if not alternative.is_adjacent or len(alternative.roots) == 1:
                    self._singles.update(alternative.roots)
                else:
                    self._runs.setdefault(alternative.roots[0], []).append(alternative.roots)
        self._wanted = self._singles | self._runs.keys()
        self._reach = WORD_LENGTH * (1 + max((len(run) for runs in self._runs.values() for run in runs), default=1))

    def marked(self, text: str) -> str:
        """The whole text."""
        return _html(text, 0, len(text), self._spans(text))

    def excerpt(self, summary: str, body: str) -> str:
        """The passage with most of what was asked for: of the body, else of the summary, else the beginning."""
        found = [(text, self._spans(text)) for text in (summary, body)]
        text, spans = max(found, key=lambda pair: (len(pair[1]) > 0, pair[0] == summary or _best(pair[1])[1] > 2))
        if not spans:
            text = summary or body
        start, end = _borders(text, _best(spans)[0] if spans else 0)
        return (ELLIPSIS if start else "") + _html(text, start, end, spans) + (ELLIPSIS if end < len(text) else "")

    def _spans(self, text: str) -> list[Span]:
        """Where the text answers, in order, without overlap."""
        if not self._wanted:
            return []
        forms, spans, end = Forms.learnt(), [], 0
        for start, written in _places(text, forms.of(self._wanted, written_words(text))):
            if start >= end:
                roots = forms.roots[written]
                is_alone = roots != JOINED and not self._singles.isdisjoint(roots)
                met = [(start, start + len(written))] if is_alone else self._run_at(text, start)
                for span in met:
                    spans.append(span)
                    end = span[1]
        return spans

    def _run_at(self, text: str, start: int) -> list[Span]:
        """The words from `start` on that answer together, or the first alone (`e kinerja`)."""
        words = [(root, token) for token in tokens(text[start : start + self._reach]) for root in _roots(token.word)]
        for at, (root, token) in enumerate(words):
            if token.start:
                break
            if root in self._singles:
                return [(start, start + token.end)]
            for run in self._runs.get(root, ()):
                here = words[at : at + len(run)]
                if tuple(each for each, _ in here) == run:
                    return [(start + each.start, start + each.end) for _, each in here]
        return []


class Forms:
    """The words that texts were seen to have, by their roots: a text is compared as a set, not word by word."""

    _current: "Forms | None" = None

    def __init__(self):
        self.roots: dict[str, tuple[str, ...]] = {}
        self._by_root: dict[str, set[str]] = {}

    @classmethod
    def learnt(cls) -> "Forms":
        """Those of this process, begun anew when they are many; whoever holds the old ones may go on with them."""
        if cls._current is None or len(cls._current.roots) > MOST_FORMS:
            cls._current = cls()
        return cls._current

    def of(self, wanted: Iterable[str], words: set[str]) -> set[str]:
        """Those of the words that have one of the roots, or may belong to the word behind them."""
        for word in words.difference(self.roots):
            roots = _roots(word)
            for root in roots:
                self._by_root.setdefault(root, set()).add(word)
            self.roots[word] = roots
        found: set[str] = set()
        for root in (*wanted, *JOINED):
            if root in self._by_root:
                found |= self._by_root[root] & words
        return found


def _places(text: str, written: set[str]) -> list[tuple[int, str]]:
    """Where the words stand in the text, in order. They are looked for each by itself, which is faster than reading
    every word; where a digit is next to one, or an apostrophe behind a digit, the text is read, since numbers part in
    their own way (1.260).
    """
    found = []
    for word in written:
        for at in _occurrences(text, word):
            before = text[max(0, at - 2) : at]
            if word[0].isdigit() or before.rstrip(APOSTROPHES)[-1:].isdigit():
                return [(each.start(), each.group()) for each in WORD.finditer(text) if each.group() in written]
            is_inside = before[-1:].isalnum() or (before[1:] in APOSTROPHES and before[:1].isalnum())
            if not is_inside and WORD.match(text, at).group() == word:
                found.append((at, word))
    return sorted(found)


def _occurrences(text: str, word: str) -> Iterator[int]:
    """Where the letters of the word stand; those of `e` not in the middle of other words, where most of them are."""
    if word in LETTERS_E:
        yield from (match.start() for match in LONE_E.finditer(text))
        return
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


@lru_cache(maxsize=MOST_FORMS)
def _roots(word: str) -> tuple[str, ...]:
    """The roots of a word as indexed, none for a stop word."""
    if word in LETTERS_E:
        return JOINED
    stop = word_list("stop")
    return tuple(root for token in tokens(word) if token.word not in stop for root in indexed_roots(token.word).split())


def _best(spans: list[Span]) -> tuple[int, int]:
    """Where the fullest passage begins (its first span's start) and how many spans it holds."""
    best, first = (0, 0), 0
    for last, (_, end) in enumerate(spans):
        while end - spans[first][0] > PASSAGE - LEAD and first < last:
            first += 1
        if last - first + 1 > best[1]:
            best = (spans[first][0], last - first + 1)
    return best


def _borders(text: str, at: int) -> Span:
    """A passage of whole words around `at`, from the beginning of its sentence if that is near."""
    if len(text) <= PASSAGE:
        return 0, len(text)
    start = max(0, min(at - LEAD, len(text) - PASSAGE))
    if start:
        sentence = max(text.rfind(mark, max(0, at - 2 * LEAD), at) for mark in (". ", "? ", "! ", "\n"))
        space = text.find(" ", start, at)
        start = sentence + 1 if sentence >= 0 else (space if space >= 0 else start)
        start += len(text[start:]) - len(text[start:].lstrip())
    end = min(len(text), start + PASSAGE)
    if end < len(text):
        space = text.rfind(" ", start + PASSAGE // 2, end)
        end = space if space > 0 else end
    return start, end


def _html(text: str, start: int, end: int, spans: list[Span]) -> str:
    parts, at = [], start
    for left, right in _runs(text, [(left, right) for left, right in spans if left >= start and right <= end]):
        parts.append(f"{escape(text[at:left])}<mark>{escape(text[left:right])}</mark>")
        at = right
    return "".join([*parts, escape(text[at:end])])


def _runs(text: str, spans: list[Span]) -> list[Span]:
    """Words side by side as one span: a phrase is marked as it is read."""
    runs: list[Span] = []
    for left, right in spans:
        if runs and text[runs[-1][1] : left] in {" ", "-"}:
            runs[-1] = (runs[-1][0], right)
        else:
            runs.append((left, right))
    return runs
