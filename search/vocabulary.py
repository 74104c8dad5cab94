"""The words that occur in entries, as written: what a misspelt word can have been meant to be.

The table only grows between rebuilds and says nothing of who may read a word: whoever proposes a word to a reader asks
the index first whether an entry open to that reader has it (`spelling.py`).
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from string import ascii_lowercase

from django.db import transaction
from django.db.models import Max

from search import language
from search.enums import Kind
from search.models import SearchEntry, SearchWord

CHUNK = 500
AFTER_Z = "{"


def learn(entry_ids: Iterable[int]) -> int:
    """Add the words of the entries; returns how many were new. Call it after the commit that wrote them.

    Done inside that transaction, two writers could wait for each other's new words. Safe to run twice.
    """
    return add(_words_of(SearchEntry.objects.filter(pk__in=list(entry_ids))))


def relearn() -> int:
    """Make the table hold exactly the words of today's findable entries; returns how many words that is."""
    found = _words_of(SearchEntry.objects.findable())
    with transaction.atomic():
        old = set(SearchWord.objects.values_list("word", flat=True)) - found
        for chunk in _chunks(sorted(old)):
            SearchWord.objects.filter(word__in=chunk).delete()
    add(found)
    return len(found)


def _words_of(entries) -> set[str]:
    """The words of entries. Of a person only those that are their own root: what a visitor is told is known by its root
    to stand in an entry open to all, and the name *Rahmani* would be told by *rahman*."""
    found: set[str] = set()
    for kind, *texts in entries.values_list("kind", "title", "summary", "keywords", "body").iterator(CHUNK):
        words = set().union(*map(language.words, texts))
        found |= {word for word in words if language.root(word) == word} if kind == Kind.PERSON else words
    return found


def add(found: set[str]) -> int:
    """Add words; returns how many were new."""
    added = 0
    for chunk in _chunks(sorted(found)):
        known = set(SearchWord.objects.filter(word__in=chunk).values_list("word", flat=True))
        new = [SearchWord(word=word) for word in chunk if word not in known]
        SearchWord.objects.bulk_create(new, ignore_conflicts=True)
        added += len(new)
    return added


def _chunks(items: list[str]) -> Iterator[list[str]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


class Vocabulary:
    """The table in memory, arranged by pairs of letters; about 10 MB for 100,000 words, loaded when first needed."""

    def __init__(self, using: str):
        self.using = using
        self._clear()

    def _clear(self) -> None:
        self._last = 0
        self._words: list[str] = []
        self._known: set[str] = set()
        self._pairs: dict[str, array] = {}
        self._sorted: list[str] = []

    def catch_up(self) -> None:
        """Read the words added since; all of them where words were taken away."""
        table = SearchWord.objects.using(self.using)
        last = table.aggregate(last=Max("pk"))["last"] or 0
        if last < self._last:
            self._clear()
        if last > self._last:
            for word in table.filter(pk__gt=self._last).order_by("pk").values_list("word", flat=True).iterator():
                self._remember(word)
            self._last = last

    def _remember(self, word: str) -> None:
        if word in self._known:
            return
        number = len(self._words)
        self._words.append(word)
        self._known.add(word)
        for pair in _pairs(word):
            self._pairs.setdefault(pair, array("L")).append(number)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def beginning(self, start: str, most: int) -> list[str]:
        """At most so many words that begin with `start`, the shortest first."""
        words = self._in_order()
        found = words[bisect_left(words, start) : bisect_left(words, start + AFTER_Z)]
        return nsmallest(most, found, key=lambda word: (len(word), word))

    def nearly_beginning(self, start: str, most: int) -> list[str]:
        """At most so many words that begin with `start` but for one letter; those with its first letter come first."""
        words, found = self._in_order(), set()
        for other in _one_edit_away(start):
            at = bisect_left(words, other)
            if at < len(words) and words[at].startswith(other):
                found.update(words[at : bisect_left(words, other + AFTER_Z)])
        return nsmallest(most, found, key=lambda word: (word[0] != start[0], len(word), word))

    def _in_order(self) -> list[str]:
        words = self._sorted
        if len(words) != len(self._words):
            words = self._sorted = sorted(self._words)
        return words

    def near(self, word: str, most_edits: int) -> list[tuple[int, str]]:
        """Words at most so many edits away, as (edits, word), nearest first; an edit touches three pairs at most."""
        pairs = _pairs(word)
        shared: Counter = Counter()
        for pair in pairs:
            shared.update(self._pairs.get(pair, ()))
        least = max(1, len(pairs) - 3 * most_edits)
        found = []
        for number, count in shared.items():
            other = self._words[number]
            if count >= least and abs(len(other) - len(word)) <= most_edits and other != word:
                distance = edits(word, other, most_edits)
                if distance <= most_edits:
                    found.append((distance, other))
        return sorted(found)


def _one_edit_away(word: str) -> set[str]:
    """What comes of leaving out, changing, adding or swapping one letter."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in parts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    found |= {left + letter + right[cut:] for left, right in parts for letter in ascii_lowercase for cut in (0, 1)}
    return found - {word}


def _pairs(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def edits(one: str, other: str, most: int) -> int:
    """Letters to change, add, leave out or swap with their neighbour; `most + 1` for any number above `most`.

    A column of the usual table at a time, as the bits of a number (Hyyrö 2003): thousands of words are compared for one
    that nobody wrote.
    """
    if not one:
        return min(len(other), most + 1)
    places: dict[str, int] = {}
    for at, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << at
    distance, last, mask = len(one), 1 << len(one) - 1, (1 << len(one)) - 1
    more, less, same, before = mask, 0, 0, 0  # one more, one less than above; equal across; where the last letter is
    for letter in other:
        here = places.get(letter, 0)
        swapped = ((~same & here) << 1) & before
        same = ((((here & more) + more) ^ more) | here | less | swapped) & mask
        right_more, right_less = (less | ~(same | more)) & mask, same & more
        distance += bool(right_more & last) - bool(right_less & last)
        right_more, right_less = right_more << 1 | 1, right_less << 1
        more, less = (right_less | ~(same | right_more)) & mask, right_more & same
        before = here
    return min(distance, most + 1)
