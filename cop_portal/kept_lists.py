"""What every process keeps in its memory for all readers, read before it answers the first of them."""

import structlog
from django.db import DatabaseError

from practices import library_index
from search import containers, past, wording
from search.engines.base import embedded_engine

logger = structlog.get_logger(__name__)


def read_all() -> None:
    """Read the library's index, what stewards keep for search, past questions and the vocabulary.

    A page would read what it lacks, too, as it does after a change; so a process starts also without its database.
    """
    try:
        library_index.current()
        wording.at(containers.without_any().stamp)
        past.known()
        embedded_engine().read_kept()
    except DatabaseError as error:
        logger.warning("kept_lists_unread", reason=type(error).__name__)
    else:
        logger.info("kept_lists_read")
