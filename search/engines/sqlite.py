"""The embedded index on SQLite: an FTS5 table over the entries' own columns, kept true by triggers."""

from search.engines.expressions import All, Expression, Run, Some

TEXT = "{title_stems summary_stems body_stems}"
EPOCH = "CAST(strftime('%%s', entry.dated_at) AS REAL)"  # unixepoch() needs SQLite 3.38
ORDER_ID = "search_searchentry_index.rowid"


def written(expression: Expression) -> str:
    """The expression in FTS5's language; its words are `a-z0-9` only, so nothing needs escaping."""
    match expression:
        case Run(words=words):
            return '"' + " ".join(words) + '"'
        case All(parts=parts):
            return "(" + " AND ".join(map(written, parts)) + ")"
        case Some(parts=parts):
            return "(" + " OR ".join(map(written, parts)) + ")"


def where(
    text: Expression | None, labels: Expression | None, excluded: Expression | None, *, title_only: bool = False
) -> tuple[str, list]:
    """FROM and WHERE of the entries that match, and its parameters."""
    column = "title_stems" if title_only else TEXT
    parts = [f"{column} : {written(text)}"] if text else []
    parts += [f"labels : {written(labels)}"] if labels else []
    if not parts:
        return "search_searchentry entry WHERE NOT entry.is_gone", []
    match = " AND ".join(parts)
    if excluded:
        match = f"({match}) NOT {TEXT} : {written(excluded)}"
    return (
        "search_searchentry_index JOIN search_searchentry entry ON entry.id = search_searchentry_index.rowid "
        "WHERE search_searchentry_index MATCH %s AND NOT entry.is_gone",
        [match],
    )
