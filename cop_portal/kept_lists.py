"""What every process keeps in its memory for all readers, read before it answers the first of them."""

import threading
from collections.abc import Callable

import structlog
from django.db import connections

from practices import library_index
from search import containers, past, wording
from search.engines.base import current_engine

PATIENCE = 10  # seconds; a worker that has not begun to answer after thirty is stopped by gunicorn

logger = structlog.get_logger(__name__)


def _wording() -> None:
    wording.at(containers.without_any().stamp)


LISTS: dict[str, Callable[[], object]] = {
    "library": library_index.current,
    "wording": _wording,
    "past": past.known,
    "engine": lambda: current_engine().read_kept(),
}


def read_in_time(patience: float = PATIENCE) -> None:
    """Read all lists, but wait for them no longer than `patience` seconds.

    A page would read what it lacks, too, as it does after a change. So a process starts also where its database is away
    or silent.
    """
    reading = threading.Thread(target=_read_and_leave, name="kept-lists", daemon=True)
    reading.start()
    reading.join(patience)
    if reading.is_alive():
        logger.warning("kept_lists_late", seconds=patience)


def _read_and_leave() -> None:
    try:
        read_all()
    finally:
        connections.close_all()  # of this thread; those that answer open their own


def read_all() -> None:
    """Read the library's index, what stewards keep for search, past questions and what the engine keeps.

    One that cannot be read is left to the pages that show it, and the others are read.
    """
    unread = [name for name, read in LISTS.items() if not _is_read(name, read)]
    if not unread:
        logger.info("kept_lists_read")


def _is_read(name: str, read: Callable[[], object]) -> bool:
    try:
        read()
    except Exception as error:  # gunicorn ends the whole server when a worker fails before it has begun
        logger.warning("kept_list_unread", name=name, reason=type(error).__name__, exc_info=True)
        return False
    return True
