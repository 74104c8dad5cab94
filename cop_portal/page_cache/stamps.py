"""Reading the stamps: one small query."""

from django.db import InterfaceError, NotSupportedError, OperationalError, connection

from community.prepared import plans_kept
from cop_portal.page_cache.models import PageStamp
from cop_portal.page_cache.triggers import TOKEN_LIMIT

Stamps = dict[str, int]
READ = f"SELECT name, CAST(SUM(token) % {2 * TOKEN_LIMIT} AS bigint) FROM {PageStamp._meta.db_table} GROUP BY name"  # noqa: S608


def read() -> Stamps:
    """Every table's stamp as the database stands; a table without one is not watched by its triggers.

    A kept connection is told to be alive by this query itself, and not by another one before it; once a connection was
    lost, or its plan of the query is no longer right, a new one is asked.
    """
    connection.health_check_done = True
    try:
        return _read()
    except (InterfaceError, NotSupportedError, OperationalError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _read()


def _read() -> Stamps:
    with plans_kept(connection), connection.cursor() as cursor:
        cursor.execute(READ)
        return dict(cursor.fetchall())
