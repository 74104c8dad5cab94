"""What hangs on the table of entries beside what Django knows, and how it is put back when it is lost.

On SQLite a migration that alters `search_searchentry` makes the table anew and silently drops its triggers and raw
indexes: the index would then miss every later change. So after each `migrate` this looks, and makes what is missing or
different. `search_status` and `/readyz` look too. The statements are those of the migrations 0005, 0006 and
0010; a test holds them equal. PostgreSQL alters tables in place; there the parts are only looked at.
"""

from django.db import DatabaseError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

LAST_MIGRATION = "0010_narrow_index"  # makes the last of the parts: before it, nothing is missing
FTS = "search_searchentry_index"
_COLUMNS = "rowid, title_stems, summary_stems, body_stems, labels"
_OLD = "old.id, old.title_stems, old.summary_stems, old.body_stems, old.labels"
_NEW = "new.id, new.title_stems, new.summary_stems, new.body_stems, new.labels"
_FORGET = f"INSERT INTO {FTS} ({FTS}, {_COLUMNS}) VALUES ('delete', {_OLD});"  # noqa: S608 -- own names
_LEARN = f"INSERT INTO {FTS} ({_COLUMNS}) VALUES ({_NEW});"  # noqa: S608 -- own names

SQLITE = {
    FTS: f"""CREATE VIRTUAL TABLE {FTS} USING fts5(
        title_stems, summary_stems, body_stems, labels,
        content='search_searchentry', content_rowid='id', tokenize='ascii', columnsize=0
    )""",
    "search_searchentry_inserted": f"""CREATE TRIGGER search_searchentry_inserted
        AFTER INSERT ON search_searchentry BEGIN {_LEARN} END""",
    "search_searchentry_deleted": f"""CREATE TRIGGER search_searchentry_deleted
        AFTER DELETE ON search_searchentry BEGIN {_FORGET} END""",
    "search_searchentry_updated": f"""CREATE TRIGGER search_searchentry_updated
        AFTER UPDATE OF id, title_stems, summary_stems, body_stems, labels ON search_searchentry
        BEGIN {_FORGET} {_LEARN} END""",
    "search_searchentry_dated": """CREATE INDEX search_searchentry_dated
        ON search_searchentry (dated_at DESC, id DESC) WHERE NOT is_gone""",
    "search_searchentry_narrow": """CREATE INDEX search_searchentry_narrow
        ON search_searchentry (id, is_gone, container, thread, dated_at, labels)""",
}
POSTGRESQL = {"text_vector", "title_vector", "labels_vector", FTS, "search_searchentry_dated"}


def faults(using: str = "default") -> list[str]:
    """The parts that are missing or differ from what they should be, by name; one look-up."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return sorted(_missing_on_postgresql(cursor))
        cursor.execute(
            f"SELECT name, sql FROM main.sqlite_master WHERE name IN ({', '.join(['%s'] * len(SQLITE))})",  # noqa: S608
            list(SQLITE),
        )
        made = {name: _plain(sql) for name, sql in cursor.fetchall()}
    return [name for name, sql in SQLITE.items() if made.get(name) != _plain(sql)]


def is_in_step(using: str = "default") -> bool:
    """Whether SQLite's index holds what the entries say; reads all of it. PostgreSQL's cannot fall out of step."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        return True
    try:
        with transaction.atomic(using), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FTS} ({FTS}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 -- own names
    except DatabaseError:
        return False
    return True


def restore(using: str = "default") -> list[str]:
    """Make what is missing or different on SQLite, and the index from the entries; returns what was made."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return []
    wrong = faults(using)
    if not wrong and is_in_step(using):
        return []
    with transaction.atomic(using), connection.cursor() as cursor:
        for name in wrong:
            kind = SQLITE[name].split()[1].replace("VIRTUAL", "TABLE")
            cursor.execute(f"DROP {kind} IF EXISTS {name}")
            cursor.execute(SQLITE[name])
        cursor.execute(f"INSERT INTO {FTS} ({FTS}) VALUES ('rebuild')")  # noqa: S608 -- own names
    return wrong or [FTS]


def after_migrate(sender, using, verbosity=1, **kwargs) -> None:
    """Put back what the migrations of this run have dropped (`post_migrate`)."""
    applied = MigrationRecorder(connections[using])
    if not applied.has_table() or ("search", LAST_MIGRATION) not in applied.applied_migrations():
        return
    if faults(using):
        made = restore(using)
        if made and verbosity:
            print(f"Search index restored: {', '.join(made)}")


def _missing_on_postgresql(cursor) -> set[str]:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'search_searchentry'::regclass AND attgenerated = 's' "
        "UNION ALL SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
        "WHERE indrelid = 'search_searchentry'::regclass AND indisvalid"
    )
    return POSTGRESQL - {name for (name,) in cursor.fetchall()}


def _plain(sql: str) -> str:
    """A statement without what does not matter: white space."""
    return " ".join("".join(f" {each} " if each in "(),;" else each for each in sql).split())
