"""The embedded index on SQLite: an FTS5 table over the entries' own columns, kept true by triggers."""

from search.engines.expressions import All, Expression, Match, Run, Some

TEXT = "{title_stems summary_stems body_stems}"
EPOCH = "CAST(strftime('%%s', entry.dated_at) AS REAL)"  # unixepoch() needs SQLite 3.38


def written(expression: Expression) -> str:
    """The expression in FTS5's language; its words are `a-z0-9` only, so nothing needs escaping."""
    match expression:
        case Run(words=words):
            return '"' + " ".join(words) + '"'
        case All(parts=parts):
            return "(" + " AND ".join(map(written, parts)) + ")"
        case Some(parts=parts):
            return "(" + " OR ".join(map(written, parts)) + ")"


def ids(match: Match, dates: str, *, newest: bool = False, title_only: bool = False) -> tuple[str, list]:
    """The ids of the entries that match, in order, and the parameters of `match`; `dates` are conditions with theirs.

    Without dates the full-text index alone answers. With them the index by date is walked, and what it names is looked
    up among the matches: sorting all matches would read each of their rows. `+` keeps SQLite from other ways.
    """
    words = _words(match, title_only)
    found = "SELECT rowid FROM search_searchentry_index WHERE search_searchentry_index MATCH %s"
    if words and not dates and not newest:
        return f"{found} ORDER BY rowid DESC", [words]
    among = f" AND +entry.id IN ({found})" if words else ""
    order = "entry.dated_at DESC, entry.id DESC" if newest else "+entry.id DESC"
    return (
        f"SELECT entry.id FROM search_searchentry entry WHERE NOT entry.is_gone{among}{dates} ORDER BY {order}",  # noqa: S608 -- own words
        [words] if words else [],
    )


def _words(match: Match, title_only: bool) -> str:
    column = "title_stems" if title_only else TEXT
    parts = [f"{column} : {written(match.text)}"] if match.text else []
    parts += [f"labels : {written(match.labels)}"] if match.labels else []
    joined = " AND ".join(parts)
    if match.excluded and parts:
        return f"({joined}) NOT {TEXT} : {written(match.excluded)}"
    return joined
