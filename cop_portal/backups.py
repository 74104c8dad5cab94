"""A copy of the whole portal in one folder: the database, the uploads, and a manifest by which both are checked.

The database is read as it stands at one moment, whatever is written meanwhile. Uploads are copied before that moment
and again after it: what was deleted meanwhile is in the first copy, what came meanwhile in the second, so every file
that the database names is there. Files that it does not name any more do no harm.
"""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.utils import timezone

from cop_portal import backup_media

FORMAT = 1
MANIFEST, MEDIA = "manifest.json", "media"
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class BackupError(Exception):
    """A backup that cannot be made or put back; the message is for the operator."""


def write(folder: Path) -> dict:
    """Copy the portal into `folder`, which must be new or empty, and return the manifest. `BackupError`.

    The manifest is written last: a folder without one is no backup.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # it holds addresses and password hashes
    backup_media.copy_out(folder / MEDIA)
    dump = folder / DUMPS[connection.vendor]
    rows = _dump_sqlite(dump) if connection.vendor == "sqlite" else _dump_postgresql(dump)
    backup_media.copy_out(folder / MEDIA)
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "vendor": connection.vendor,
        "rows": rows,
        "database": backup_media.digest(dump),
        "files": {
            str(path.relative_to(folder / MEDIA)): backup_media.digest(path)
            for path in backup_media.files(folder / MEDIA)
        },
    }
    unfinished = folder / f"{MANIFEST}.part"
    unfinished.write_text(json.dumps(manifest, indent=1))
    unfinished.rename(folder / MANIFEST)
    return manifest


def check(folder: Path) -> dict:
    """The manifest of a backup whose every file is as it was written. `BackupError`."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder} holds no finished backup.") from error
    if manifest["format"] != FORMAT:
        raise BackupError(f"The backup has format {manifest['format']}; this version reads {FORMAT}.")
    expected = {DUMPS[manifest["vendor"]]: manifest["database"]}
    expected |= {f"{MEDIA}/{name}": digest for name, digest in manifest["files"].items()}
    for name, digest in expected.items():
        path = folder / name
        if not path.is_file() or backup_media.digest(path) != digest:
            raise BackupError(f"{path} is missing or damaged.")
    return manifest


def restore(folder: Path) -> dict:
    """Put a backup into an empty database and a media folder without other files; returns its manifest. `BackupError`.

    The database comes last and in one transaction, so an interrupted restore may be started again.
    """
    manifest = check(folder)
    if manifest["vendor"] != connection.vendor:
        raise BackupError(f"The backup is of {manifest['vendor']}, the database is {connection.vendor}.")
    if connection.introspection.table_names():
        raise BackupError("The database is not empty: restore into a new one.")
    for name, digest in backup_media.stored():
        if manifest["files"].get(name) != digest:
            raise BackupError(f"The upload {name} is not of this backup: restore where no other files are.")
    backup_media.copy_in(folder / MEDIA)
    dump = folder / DUMPS[connection.vendor]
    if connection.vendor == "sqlite":
        with _sqlite_file(dump) as source:
            source.backup(connection.connection)
    else:
        _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", dump)
    if different := _differences(manifest["rows"], _rows()):
        raise BackupError(f"These tables hold another number of rows than when they were saved: {different}.")
    return manifest


def _dump_sqlite(dump: Path) -> dict[str, int]:
    connection.ensure_connection()
    with _sqlite_file(dump) as target:
        connection.connection.backup(target)
        names = [name for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: _count(target.execute, name) for name in sorted(names) if not name.startswith("sqlite_")}


def _dump_postgresql(dump: Path) -> dict[str, int]:
    """Rows are counted in the very snapshot that is saved."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        rows = _rows()
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={dump}")
    return rows


def _run(program: str, *arguments) -> None:
    """A program of PostgreSQL's own, on the portal's database; the password goes by the environment."""
    (_, *address), variables = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    *address, name = address
    command = [program, *address, f"--dbname={name}", *map(str, arguments)]
    try:
        subprocess.run(  # noqa: S603 -- PostgreSQL's own programs, from the operator's shell
            command, env={**os.environ, **(variables or {})}, check=True, capture_output=True, text=True
        )
    except FileNotFoundError as error:
        raise BackupError(
            f"There is no {program}: install PostgreSQL's client, at least as new as the server."
        ) from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} failed: {error.stderr.strip()}") from error


def _rows() -> dict[str, int]:
    """How many rows each table of the portal's database holds."""
    with connection.cursor() as cursor:

        def ask(statement: str):
            cursor.execute(statement)
            return cursor

        names = connection.introspection.table_names(cursor)
        return {name: _count(ask, name) for name in sorted(names)}


def _count(ask, table: str) -> int:
    return ask(f"SELECT count(*) FROM {connection.ops.quote_name(table)}").fetchone()[0]  # noqa: S608 -- own names


def _differences(expected: dict[str, int], found: dict[str, int]) -> str:
    return ", ".join(sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)))


@contextmanager
def _sqlite_file(path: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(path)
    try:
        yield database
        database.commit()
    finally:
        database.close()
