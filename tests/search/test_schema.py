"""What hangs on the table of entries is missed when it is lost, and on SQLite it comes back.

The two databases have parts of their own: on each, the tests of losing a part take that database's. Putting back is
SQLite's alone, since only there a migration makes the table anew and drops what hangs on it.
"""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from search.engines import schema
from search.engines.database import DatabaseEngine
from search.indexing import indexed_fields
from search.models import SearchEntry
from search.types import SearchRequest

PARTS = {"sqlite": list(schema.SQLITE), "postgresql": sorted(schema.POSTGRESQL)}[connection.vendor]
puts_back = pytest.mark.only_on("sqlite", why="PostgreSQL alters tables in place: nothing is put back there")


def put(title: str) -> None:
    SearchEntry.objects.create(kind="practice", object_id=SearchEntry.objects.count() + 900_000, **fields(title))


def fields(title: str) -> dict:
    made = indexed_fields("practice", title=title, doors=["public"])
    del made["kind"]
    return made


def count(words: str) -> int:
    return DatabaseEngine().search(SearchRequest(text=words, keys=("public",), as_typed=True)).total


def run(name: str, **options) -> tuple[str, bool]:
    """What a command says, and whether it fails."""
    out = StringIO()
    try:
        call_command(name, stdout=out, **options)
    except CommandError:
        return out.getvalue(), True
    return out.getvalue(), False


def drop(part: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            kind = schema.SQLITE[part].split()[1].replace("VIRTUAL", "TABLE")
            cursor.execute(f"DROP {kind} {part}")
        elif part.endswith("_vector"):
            cursor.execute(f"ALTER TABLE search_searchentry DROP COLUMN {part} CASCADE")  # the index goes with it
        else:
            cursor.execute(f"DROP INDEX {part}")


def remake() -> None:
    """What Django does on SQLite for a changed field."""
    with connection.schema_editor() as editor:
        editor._remake_table(SearchEntry)


@pytest.mark.django_db
def test_migrations_leave_nothing_to_restore():
    assert schema.faults() == []
    assert schema.is_in_step()
    assert schema.restore() == []


@puts_back
@pytest.mark.django_db(transaction=True)
def test_a_remade_table_loses_the_triggers_and_migrate_puts_them_back():
    put("aksolotl pertama")
    remake()
    lost = schema.faults()
    put("aksolotl kedua")
    missed = count("aksolotl")

    call_command("migrate", verbosity=0)

    put("aksolotl ketiga")
    assert lost == [name for name in schema.SQLITE if name != schema.FTS]
    assert missed == 1
    assert schema.faults() == []
    assert count("aksolotl") == 3
    SearchEntry.objects.filter(title="aksolotl kedua").update(**fields("salamander"))
    SearchEntry.objects.filter(title="aksolotl ketiga").delete()
    assert (count("aksolotl"), count("salamander")) == (1, 1)
    assert schema.is_in_step()


@pytest.mark.django_db
@pytest.mark.parametrize("lost", PARTS)
def test_each_lost_part_is_told(client, lost):
    drop(lost)
    faults = schema.faults()

    told, failed = run("search_status", json=True)
    ready = client.get("/readyz").json()

    assert failed
    assert json.loads(told)["index_faults"] == faults
    assert lost in faults
    assert set(faults) <= {lost, schema.FTS}
    assert ready["search"] == f"the index lacks {', '.join(faults)}: run search_rebuild"


@puts_back
@pytest.mark.django_db
@pytest.mark.parametrize("lost", PARTS)
def test_each_lost_part_is_put_back(client, lost):
    drop(lost)

    restored, _ = run("search_rebuild")

    assert f"{lost} made anew" in restored
    assert schema.faults() == []
    assert client.get("/readyz").json()["search"] == "ok"


@puts_back
@pytest.mark.django_db
def test_a_changed_trigger_counts_as_lost():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_searchentry_deleted")
        cursor.execute(
            "CREATE TRIGGER search_searchentry_deleted AFTER DELETE ON search_searchentry BEGIN SELECT 1; END"
        )

    assert schema.faults() == ["search_searchentry_deleted"]
    assert schema.restore() == ["search_searchentry_deleted"]


@puts_back
@pytest.mark.django_db
def test_an_index_that_missed_a_change_is_told_and_made_anew():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_searchentry_inserted")
        put("aksolotl")
        cursor.execute(schema.SQLITE["search_searchentry_inserted"])

    text, failed = run("search_status")

    assert failed
    assert "full-text index: does not hold what the entries say" in text
    assert schema.restore() == [schema.FTS]
    assert count("aksolotl") == 1
