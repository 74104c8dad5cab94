"""The search of the CMS's own lists: Wagtail's, which hands SQLite quotation marks as they were typed."""

from django.db import connection
from modelsearch.backends import database
from modelsearch.query import PlainText

ONLY_MARKS = '""'  # finds nothing, as a text without words


class WithoutMarks:
    """Leaves out the quotation marks of what is searched word by word.

    SQLite takes an open one for a text without end, and fails (tried on modelsearch 1.3.2); PostgreSQL does not mind.
    Phrases come without marks: the screens that know them have parted them before.
    """

    def build_search_query_content(self, query, config=None):
        if isinstance(query, PlainText) and '"' in query.query_string:
            words = query.query_string.replace('"', " ").strip()
            query = PlainText(words or ONLY_MARKS, operator=query.operator)
        return super().build_search_query_content(query, config=config)


def SearchBackend(params):
    """Wagtail's search of this database; Wagtail looks for it by this name."""
    backend = database.SearchBackend(params)
    if connection.vendor == "sqlite":
        for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
            theirs = getattr(backend, name)
            setattr(backend, name, type(theirs.__name__, (WithoutMarks, theirs), {}))
    return backend
