"""The embedded index on PostgreSQL: generated tsvector columns of the entries, under one GIN index.

Nothing is ever read again to see whether it really matches: a word is a lexeme, two words side by side are one more,
which is their digest (`search_vector`, migration 0010), and so is the run of ids that an entry belongs to. So a text's
vector is never unpacked, and common words are looked for among the last entries first.
"""

import hashlib
import math
from itertools import pairwise

from search.engines.expressions import All, Expression, Match, Place, Run, Some

EPOCH = "floor(extract(epoch FROM entry.dated_at))::float8"
RUN_BITS = 11  # a run of ids is 2,048 long, as `labels_vector` has it
IS_LAZY = False  # all rows of a window are found before the first is read
FIRST_RUNS, TITLE_RUNS = 4, 16  # looked at together at first at most, and for words in the title, which are rarer
RUN_HOLDS = 250  # entries with a common word
MOST_RUNS = 64  # looked at in parts
RECENT_RUNS = 8  # for a few entries
SPARE, WIDER = 1.3, 4  # times what is likely to be enough; times what was looked at, at most


def written(expression: Expression) -> str:
    """The expression as a tsquery; its words are `a-z0-9` only, so nothing needs escaping."""
    match expression:
        case Run(words=words):
            pairs = [_pair(*pair) for pair in pairwise(words)]
            return "(" + " & ".join(f"'{word}'" for word in (*words, *pairs)) + ")"
        case All(parts=parts):
            return "(" + " & ".join(map(written, parts)) + ")"
        case Some(parts=parts):
            return "(" + " | ".join(map(written, parts)) + ")"


def _pair(one: str, other: str) -> str:
    """The lexeme of two words side by side; one of 65,536, so that there are not millions of them to keep."""
    return "+" + hashlib.md5(f"{one} {other}".encode(), usedforsecurity=False).hexdigest()[:4]


class Walk:
    """Where to look, one window after the other: runs of ids from the last one down, then what is below an id.

    A window is as wide as is likely to hold what is missing: each row in it that matches is looked at, wanted or not.
    Rare words are asked for at once: PostgreSQL may walk all entries for them otherwise.
    """

    def __init__(self, last: int, wanted: int, *, is_rare: bool, title_only: bool = False):
        """`last`: about the last id; `wanted`: how many entries are looked for."""
        self._width = TITLE_RUNS if title_only else max(1, min(FIRST_RUNS, wanted // RUN_HOLDS))
        self._first = self._next = -1 if is_rare else last >> RUN_BITS
        self._is_rare, self._is_over = is_rare, False

    def window(self, share: float | None) -> tuple[range | None, int | None] | None:
        """Runs of ids, or None and an id below which all is (None: all there is); None when nothing is left.

        `share`: how many times as much as was found so far is missing; None before anything was looked for.
        """
        if self._is_over:
            return None
        seen = self._first - self._next
        if self._is_rare or seen >= MOST_RUNS:
            self._is_over = True
            return None, (None if self._is_rare else (self._next + 1) << RUN_BITS)
        width = self._width if share is None else math.ceil(min(share * SPARE * seen, WIDER * seen)) or 1
        runs = range(self._next, max(-1, self._next - min(width, MOST_RUNS - seen)), -1)
        self._next = runs[-1] - 1
        self._is_over = self._next < 0
        return runs, None


def recent(last: int) -> tuple[tuple, tuple | None]:
    """The window of the last entries, and the one of all below them (None where there are none)."""
    newest = last >> RUN_BITS
    if newest < RECENT_RUNS:
        return (None, None), None
    runs = range(newest, newest - RECENT_RUNS, -1)
    return (runs, None), (None, runs[-1] << RUN_BITS)


def query(
    match: Match,
    dates: str,
    columns: str,
    window: tuple[range | None, int | None] = (None, None),
    *,
    newest: bool = False,
    title_only: bool = False,
) -> tuple[str, list]:
    """A query for `columns` of the entries that match in a window, in order, with its parameters.

    `dates` are conditions whose parameters follow. The order is one that no index has, so that none is walked for it.
    """
    runs, below = window
    older = f" AND entry.id + 0 < {below}" if below is not None else ""
    sql, parameters = _query(match, older + dates, columns, title_only, runs)
    order = "entry.dated_at DESC NULLS LAST, entry.id DESC" if newest else "entry.id + 0 DESC"
    return f"{sql} ORDER BY {order}", parameters


def counting(match: Match, dates: str) -> tuple[str, list]:
    """A query for the entries that match, in any order."""
    return _query(match, dates, "entry.id", title_only=False)


def _query(match: Match, dates: str, columns: str, title_only: bool, runs: range | None = None) -> tuple[str, list]:
    sql, parameters = f"SELECT {columns} FROM search_searchentry entry WHERE NOT entry.is_gone", []  # noqa: S608 -- own words
    labels = [written(match.labels)] if match.labels else []
    labels += [written(Some(tuple(Run((f"w{number}",)) for number in runs)))] if runs else []
    if labels:
        sql += " AND entry.labels_vector @@ %s::tsquery"
        parameters.append(" & ".join(labels))
    if match.text:
        without = f" & !{written(match.excluded)}" if match.excluded and not title_only else ""
        sql += f" AND entry.{'title_vector' if title_only else 'text_vector'} @@ %s::tsquery"
        parameters.append(written(match.text) + without)
    if match.excluded and (
        title_only or not match.text
    ):  # by itself, what is not wanted would be read from the whole index
        sql += " AND NOT entry.text_vector @@ %s::tsquery"
        parameters.append(written(match.excluded))
    places = [_in_place(place) for place in match.places]
    if match.either:
        ways = [[_in_place(place) for place in way] for way in match.either]
        conditions = [" AND ".join(condition for condition, _ in way) for way in ways]
        places.append(
            (f"({' OR '.join(conditions)})", [value for way in ways for _, values in way for value in values])
        )
    for condition, values in places:
        sql += f" AND {condition}"
        parameters += values
    return sql + dates, parameters


def _in_place(place: Place) -> tuple[str, list]:
    parts, parameters = [], []
    if place.containers:
        parts.append("entry.container = ANY(%s)")
        parameters.append(list(place.containers))
    if place.labels:
        parts.append("entry.labels_vector @@ %s::tsquery")
        parameters.append(written(Some(tuple(Run((label,)) for label in place.labels))))
    return f"({' OR '.join(parts)})", parameters
