"""The embedded index on PostgreSQL: generated tsvector columns of the entries, under one GIN index.

Nothing is ever read again to see whether it really matches: a word is a lexeme, two words side by side are one more,
which is their digest (`search_vector`, migration 0010), and so is the run of ids that an entry belongs to. So a text's
vector is never unpacked, and common words are looked for among the last entries first.
"""

import hashlib
from collections.abc import Iterator
from itertools import pairwise

from search.engines.expressions import All, Expression, Match, Run, Some

EPOCH = "floor(extract(epoch FROM entry.dated_at))::float8"
RUN_BITS = 11  # a run of ids is 2,048 long, as `labels_vector` has it
WINDOWS = (4, 12, 48)  # runs looked at together, from the last one down


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


def steps(
    match: Match, dates: str, columns: str, *, newest: bool = False, title_only: bool = False, last: int = 0
) -> Iterator[tuple[str, list]]:
    """Queries for `columns` of the entries that match, in order, with their parameters; ask until there are enough.

    `dates` are conditions whose parameters follow; `last` is about the last id. Rare words are asked for at once, by an
    order that no index has: PostgreSQL may walk all entries for them otherwise.
    """
    if newest:
        sql, parameters = _query(match, dates, columns, title_only)
        yield f"{sql} ORDER BY entry.dated_at DESC NULLS LAST, entry.id DESC", parameters
        return
    high = last >> RUN_BITS
    for width in () if match.is_rare else WINDOWS:
        if high < 0:
            return
        runs = range(high, max(-1, high - width), -1)
        sql, parameters = _query(match, dates, columns, title_only, runs)
        yield f"{sql} ORDER BY entry.id + 0 DESC", parameters
        high = runs[-1] - 1
    if match.is_rare or high >= 0:
        older = "" if match.is_rare else f" AND entry.id + 0 < {(high + 1) << RUN_BITS}"
        sql, parameters = _query(match, older + dates, columns, title_only)
        yield f"{sql} ORDER BY entry.id + 0 DESC", parameters


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
    for place in match.places:
        inside = "entry.container = ANY(%s)"
        parameters.append(list(place.containers))
        if place.labels:
            inside = f"({inside} OR entry.labels_vector @@ %s::tsquery)"
            parameters.append(written(Some(tuple(Run((label,)) for label in place.labels))))
        sql += f" AND {inside}"
    return sql + dates, parameters
