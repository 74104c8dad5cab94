"""An index for a moment: empty tables in front of the portal's own, seen by this connection only."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.crypto import get_random_string

from community.audience import PUBLIC_DOOR
from search import vocabulary
from search.engines import schema
from search.engines.database import DatabaseEngine
from search.engines.elastic import filling, indexes
from search.engines.elastic.engine import ElasticsearchEngine
from search.indexing import indexed_fields
from search.models import RefusedEntry, SearchEntry, SearchWord
from search.types import SearchRequest

MODELS = (SearchEntry, SearchWord, RefusedEntry)
APP = SearchEntry._meta.app_label
TABLES = [model._meta.db_table for model in MODELS]


class NotMigrated(Exception):
    """Why no index can be made beside this database's tables, in one sentence."""


@contextmanager
def scratch_index() -> Iterator[None]:
    """Within, entries and words are those of temporary tables; the portal's are neither read, nor locked, nor changed.

    A temporary table stands before a lasting one of its name, on SQLite and on PostgreSQL alike. SQLite needs no table
    of the portal's for it; `NotMigrated` where PostgreSQL's are not what the models say.
    """
    if connection.vendor == "postgresql" and _waiting_migrations():
        raise NotMigrated("The tables of this database are not those of this version: run manage.py migrate first.")
    create, drop = (_sqlite_statements if connection.vendor == "sqlite" else _postgresql_statements)()
    with connection.cursor() as cursor:
        try:
            for statement in create:
                cursor.execute(statement)
            yield
        finally:
            for statement in drop:
                cursor.execute(statement)


@contextmanager
def finder(
    documents: list[dict], depth: int = 100, engine_name: str = "database"
) -> Iterator[Callable[[str], list[str]]]:
    """Within, a function from a question to the ids of what the engine finds in `documents`, best first.

    Elasticsearch gets an index of another prefix for it, which is deleted at the end.
    """
    with scratch_index(), ExitStack() as kept:
        names = {number: str(document["id"]) for number, document in enumerate(documents, 1)}
        SearchEntry.objects.bulk_create(
            (_entry(number, document) for number, document in enumerate(documents, 1)), batch_size=500
        )
        vocabulary.relearn()
        if engine_name == "elasticsearch":
            kept.enter_context(indexes.under(f"eval-{get_random_string(12).lower()}"))
            filling.rebuild()
        engine = ElasticsearchEngine() if engine_name == "elasticsearch" else DatabaseEngine()

        def find(text: str) -> list[str]:
            results = engine.search(SearchRequest(text=text, keys=(PUBLIC_DOOR,), limit=depth))
            return [names[hit.object_id] for hit in results.hits]

        yield find


def _entry(number: int, document: dict) -> SearchEntry:
    """The document as an open entry; its aspect is opaque text there, so it is a facet and no word."""
    facets = {name: [document[name]] for name in ("scope", "aspect") if document.get(name)}
    fields = indexed_fields(
        str(document["kind"])[:12],
        title=document["title"],
        body=document.get("body") or "",
        doors=[PUBLIC_DOOR],
        facets=facets,
    )
    return SearchEntry(object_id=number, **fields)


def _waiting_migrations() -> bool:
    loader = MigrationLoader(connection)
    return any(node not in loader.applied_migrations for node in loader.graph.nodes if node[0] == APP)


def _postgresql_statements() -> tuple[list[str], list[str]]:
    create = [f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING ALL)" for table in TABLES]
    return create, [f"DROP TABLE IF EXISTS pg_temp.{table}" for table in TABLES]


def _sqlite_statements() -> tuple[list[str], list[str]]:
    """The tables as the models describe them, so that the portal's need not be there; index and triggers as there."""
    editor = connection.schema_editor()
    create = [editor.table_sql(model)[0].replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1) for model in MODELS]
    for sql in schema.SQLITE.values():
        if sql.startswith("CREATE VIRTUAL TABLE"):
            create.append(sql.replace("CREATE VIRTUAL TABLE ", "CREATE VIRTUAL TABLE temp.", 1))
        elif sql.startswith("CREATE TRIGGER"):
            create.append(sql.replace("CREATE TRIGGER", "CREATE TEMPORARY TRIGGER", 1))
    return create, [f"DROP TABLE IF EXISTS temp.{table}" for table in (schema.FTS, *reversed(TABLES))]
