"""Triggers that move a table's stamp with every write, in the transaction of the write.

In the database, and not in our code, since rows are written by many ways: services, bulk updates, Wagtail's own code,
a command, a person at the database's prompt. `migrate` takes the triggers away before it changes tables and puts them
back after it; without its stamp's row a table has no stamp, and pages made from it are not kept.
"""

import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from hashlib import blake2b

from django.db import connections, transaction

from cop_portal.page_cache import tables
from cop_portal.page_cache.models import PageStamp

PREFIX = "page_stamp_"
STAMPS = PageStamp._meta.db_table
TOKEN_LIMIT = 2**52  # sums of tokens are taken modulo twice this
FOLD_ONE_IN = 4

# Rows that another transaction is folding are left to it, so that nobody waits.
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION page_stamp_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {STAMPS} (name, token) VALUES (TG_TABLE_NAME, floor(random() * {TOKEN_LIMIT})::bigint);
    IF random() * {FOLD_ONE_IN} < 1 THEN
        WITH held AS (
            SELECT id FROM {STAMPS} WHERE name = TG_TABLE_NAME FOR UPDATE SKIP LOCKED
        ), gone AS (
            DELETE FROM {STAMPS} WHERE id IN (SELECT id FROM held) RETURNING token
        )
        INSERT INTO {STAMPS} (name, token)
        SELECT TG_TABLE_NAME, mod(sum(token), {2 * TOKEN_LIMIT}) FROM gone HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 -- all constants
POSTGRESQL_EVENTS = ("INSERT OR DELETE OR TRUNCATE OR UPDATE{of}",)
POSTGRESQL_TRIGGER = 'CREATE TRIGGER {name} AFTER {event} ON "{table}" EXECUTE FUNCTION page_stamp_move()'
POSTGRESQL_INSTALLED = """
SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE tgname LIKE 'page\\_stamp\\_%' AND pg_table_is_visible(tgrelid)
"""
SQLITE_EVENTS = ("INSERT", "DELETE", "UPDATE{of}")
SQLITE_TRIGGER = f"""
CREATE TRIGGER {{name}} AFTER {{event}} ON "{{table}}"
BEGIN UPDATE {STAMPS} SET token = abs(random() % {TOKEN_LIMIT}) WHERE name = '{{table}}'; END
"""  # noqa: S608 -- all constants
SQLITE_INSTALLED = (
    "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'page^_stamp^_%' ESCAPE '^'"
)


def install(using: str = "default") -> None:
    """Give every table of `tables.shown` that exists its triggers and its stamp; nothing is done twice.

    On PostgreSQL table by table: one transaction over all would lock them in an order that running writers do not keep.
    """
    with _at_once_on_sqlite(using):
        _install(connections[using])


def _install(connection) -> None:
    using = connection.alias
    found = _installed(connection)
    stamped = set(PageStamp.objects.using(using).values_list("name", flat=True))
    wanted = _wanted(connection)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(POSTGRESQL_FUNCTION)
    for table in found.keys() - wanted.keys():
        _take_away(connection, table, found[table])
    for table, triggers in wanted.items():
        if table in stamped and triggers.keys() == found.get(table, set()):
            continue
        _take_away(connection, table, found.get(table, set()))
        with transaction.atomic(using), connection.cursor() as cursor:
            for statement in triggers.values():
                cursor.execute(statement)
            PageStamp.objects.using(using).create(name=table, token=secrets.randbelow(TOKEN_LIMIT))


def remove(using: str = "default") -> None:
    """Take all triggers away, and with them the stamps: until `install` no page is kept."""
    connection = connections[using]
    with _at_once_on_sqlite(using):
        for table, names in _installed(connection).items():
            _take_away(connection, table, names)


def has_stamps(using: str) -> bool:
    """Whether the database is migrated far enough to have the table of stamps."""
    return STAMPS in connections[using].introspection.table_names()


def unwatched(using: str = "default") -> set[str]:
    """Tables of `tables.shown` that have no triggers: one look-up."""
    return tables.shown().keys() - _installed(connections[using]).keys()


def _at_once_on_sqlite(using: str) -> AbstractContextManager:
    """One transaction where there is one writer anyway: each costs a write to the disk."""
    return transaction.atomic(using) if connections[using].vendor == "sqlite" else nullcontext()


def _take_away(connection, table: str, names: set[str]) -> None:
    """Triggers first: that waits for writers, whose tokens then go with the rest."""
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))
        PageStamp.objects.using(connection.alias).filter(name=table).delete()


def _installed(connection) -> dict[str, set[str]]:
    """The names of our triggers by their table."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL_INSTALLED if connection.vendor == "postgresql" else SQLITE_INSTALLED)
        for name, table in cursor.fetchall():
            found.setdefault(table, set()).add(name)
    return found


def _wanted(connection) -> dict[str, Mapping[str, str]]:
    """The triggers of each table that exists: their statements by their names, which change with what they do."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        return {
            table: _triggers(connection.vendor, table, _existing(connection, cursor, table, columns))
            for table, columns in tables.shown().items()
            if table in existing
        }


def _existing(connection, cursor, table: str, columns: list[str]) -> list[str]:
    """Those of `columns` that the table has: it may be migrated to an older state."""
    if not columns:
        return []
    described = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    return [column for column in columns if column in described]


def _triggers(vendor: str, table: str, columns: list[str]) -> Mapping[str, str]:
    is_postgresql = vendor == "postgresql"
    of = " OF " + ", ".join(f'"{column}"' for column in columns) if columns else ""
    pattern, function = (POSTGRESQL_TRIGGER, POSTGRESQL_FUNCTION) if is_postgresql else (SQLITE_TRIGGER, "")
    statements = {}
    for event in POSTGRESQL_EVENTS if is_postgresql else SQLITE_EVENTS:
        what = pattern.format(name="{name}", event=event.format(of=of), table=table)
        name = PREFIX + blake2b((what + function).encode(), digest_size=8).hexdigest()
        statements[name] = what.format(name=name)
    return statements
