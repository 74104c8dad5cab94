"""The embedded index on PostgreSQL: generated tsvector columns of the entries, under one GIN index."""

from search.engines.expressions import All, Expression, Match, Run, Some

EPOCH = "floor(extract(epoch FROM entry.dated_at))::float8"


def written(expression: Expression) -> str:
    """The expression as a tsquery; its words are `a-z0-9` only, so nothing needs escaping."""
    match expression:
        case Run(words=words):
            return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"
        case All(parts=parts):
            return "(" + " & ".join(map(written, parts)) + ")"
        case Some(parts=parts):
            return "(" + " | ".join(map(written, parts)) + ")"


def ids(match: Match, dates: str, *, newest: bool = False, title_only: bool = False) -> tuple[str, list]:
    """The ids of the entries that match, in order, and the parameters of `match`; `dates` are further conditions.

    Common words are met soon when entries are walked from the last one; of rare ones PostgreSQL must be told (by an
    order that no index has) to ask the full-text index, or it may walk all entries for them. Labels are asked before
    texts, which have to be unpacked.
    """
    sql, parameters = "SELECT entry.id FROM search_searchentry entry WHERE NOT entry.is_gone", []
    if match.labels:
        sql += " AND entry.labels_vector @@ %s::tsquery"
        parameters.append(written(match.labels))
    if match.text:
        sql += f" AND entry.{'title_vector' if title_only else 'text_vector'} @@ %s::tsquery"
        parameters.append(written(match.text))
    if match.excluded:
        sql += " AND NOT entry.text_vector @@ %s::tsquery"
        parameters.append(written(match.excluded))
    by_id = "entry.id + 0 DESC" if match.is_rare else "entry.id DESC"
    order = f"entry.dated_at DESC NULLS LAST, {by_id}" if newest else by_id
    return f"{sql}{dates} ORDER BY {order}", parameters
