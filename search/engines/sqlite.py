"""The embedded index on SQLite: an FTS5 table over the entries' own columns, kept true by triggers.

What is asked of the row itself is read from a narrow index that holds it: a row lies over many pages.
"""

from search.engines.expressions import All, Expression, Match, Place, Run, Some

TEXT = "{title_stems summary_stems body_stems}"
EPOCH = "CAST(strftime('%%s', entry.dated_at) AS REAL)"  # unixepoch() needs SQLite 3.38
NARROW = "INDEXED BY search_searchentry_narrow"
IS_LAZY = True  # rows are looked for when they are read: asking for less is worth another query
EVERYWHERE = "everywhere"
FOUND = "search_searchentry_index MATCH %s"


def written(expression: Expression) -> str:
    """The expression in FTS5's language; its words are `a-z0-9` only, so nothing needs escaping."""
    match expression:
        case Run(words=words):
            return '"' + " ".join(words) + '"'
        case All(parts=parts):
            return "(" + " AND ".join(map(written, parts)) + ")"
        case Some(parts=parts):
            return "(" + " OR ".join(map(written, parts)) + ")"


class Walk:
    """Where to look: everywhere at once, as matches come in the order of their ids."""

    def __init__(self, last: int, wanted: int, **_: bool):
        self._is_over = False

    def window(self, share: float | None) -> str | None:
        """Once everything, then None."""
        window, self._is_over = (None if self._is_over else EVERYWHERE), True
        return window


def recent(last: int) -> tuple[str, None]:
    """Where the last entries are looked for, and where those below them: everywhere, as it is left early."""
    return EVERYWHERE, None


def query(
    match: Match, dates: str, columns: str, window: str = EVERYWHERE, *, newest: bool = False, title_only: bool = False
) -> tuple[str, list]:
    """The query for `columns` of the entries that match, in order, with its parameters; it may be left early.

    `dates` are conditions whose parameters follow. For the newest first the index by date is walked, from the last of
    the days that are asked for, and what it names is looked up among the matches.
    """
    words, where = _words(match, title_only), "".join(map(_in_place, match.places)) + _either(match) + dates
    if newest:
        where = where.replace("entry.dated_at", "dated.dated_at")
        among = "AND +dated.id IN (SELECT rowid FROM search_searchentry_index WHERE " + FOUND + ")"  # noqa: S608
        sql = (
            f"SELECT {columns} FROM search_searchentry dated CROSS JOIN search_searchentry entry {NARROW} "  # noqa: S608 -- own words
            f"ON entry.id = dated.id WHERE NOT dated.is_gone {among if words else ''}{where} "
            "ORDER BY dated.dated_at DESC, dated.id DESC"
        )
    elif not words:
        sql = (
            f"SELECT {columns} FROM search_searchentry entry {NARROW} WHERE NOT entry.is_gone{where} "  # noqa: S608 -- own words
            "ORDER BY entry.id DESC"
        )
    else:
        sql = (
            f"SELECT {columns} FROM search_searchentry_index CROSS JOIN search_searchentry entry {NARROW} "  # noqa: S608 -- own words
            f"ON entry.id = search_searchentry_index.rowid WHERE {FOUND} AND NOT entry.is_gone{where} "
            "ORDER BY search_searchentry_index.rowid DESC"
        )
    return sql, [words] if words else []


def counting(match: Match, dates: str) -> tuple[str, list]:
    """A query for the entries that match, in any order."""
    return query(match, dates, "entry.id")


def _either(match: Match) -> str:
    ways = ["".join(map(_in_place, way)).removeprefix(" AND ") for way in match.either]
    return f" AND ({' OR '.join(f'({way})' for way in ways)})" if ways else ""


def _in_place(place: Place) -> str:
    """Labels and containers hold `a-z0-9` only; what lies in no container compares as unknown, which is not enough."""
    parts = [f"instr(' ' || entry.labels || ' ', ' {label} ') > 0" for label in place.labels]
    parts.append(f"entry.container IN ({', '.join(map(str, map(int, place.containers)))})")
    return f" AND ({' OR '.join(parts)})"


def _words(match: Match, title_only: bool) -> str:
    column = "title_stems" if title_only else TEXT
    parts = [f"{column} : {written(match.text)}"] if match.text else []
    parts += [f"labels : {written(match.labels)}"] if match.labels else []
    joined = " AND ".join(parts)
    if match.excluded and parts:
        return f"({joined}) NOT {TEXT} : {written(match.excluded)}"
    return joined
