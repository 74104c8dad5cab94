"""The embedded index on PostgreSQL: generated tsvector columns of the entries, under one GIN index."""

from search.engines.expressions import All, Expression, Run, Some

EPOCH = "floor(extract(epoch FROM entry.dated_at))::float8"
ORDER_ID = "entry.id"


def written(expression: Expression) -> str:
    """The expression as a tsquery; its words are `a-z0-9` only, so nothing needs escaping."""
    match expression:
        case Run(words=words):
            return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"
        case All(parts=parts):
            return "(" + " & ".join(map(written, parts)) + ")"
        case Some(parts=parts):
            return "(" + " | ".join(map(written, parts)) + ")"


def where(
    text: Expression | None, labels: Expression | None, excluded: Expression | None, *, title_only: bool = False
) -> tuple[str, list]:
    """FROM and WHERE of the entries that match, and its parameters."""
    sql, parameters = "search_searchentry entry WHERE NOT entry.is_gone", []
    if text:
        sql += f" AND entry.{'title_vector' if title_only else 'text_vector'} @@ %s::tsquery"
        parameters.append(written(text))
    if excluded:
        sql += " AND NOT entry.text_vector @@ %s::tsquery"
        parameters.append(written(excluded))
    if labels:
        sql += " AND entry.labels_vector @@ %s::tsquery"
        parameters.append(written(labels))
    return sql, parameters
