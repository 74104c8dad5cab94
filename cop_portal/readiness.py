"""What must hold before this process may take requests; `/readyz` tells."""

from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_migrated = False


def database() -> str | None:
    """Why the database is of no use, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return None


def migrations() -> str | None:
    """Which migrations wait, or None; once none waits, this process asks no more."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return f"{len(waiting)} migrations wait"
        _migrated = True
    return None


CHECKS: dict[str, Callable[[], str | None]] = {"database": database, "migrations": migrations}


def problems() -> dict[str, str]:
    """The failed checks by name with their reason; a check that raises has failed, and the later ones are not asked."""
    for name, check in CHECKS.items():
        try:
            reason = check()
        except Exception as error:
            return {name: type(error).__name__}
        if reason:
            return {name: reason}
    return {}
