"""The interface that every search engine has, and the engine in use."""

from functools import lru_cache
from typing import Protocol

from django.conf import settings

from search.types import SearchRequest, SearchResults


class Engine(Protocol):
    """Answers a `SearchRequest` with what its `keys` and `containers` open, and nothing else.

    Never raises for what a reader typed. `name` is shown by `search_status` and chosen by `search_eval --engine`.
    """

    name: str

    def search(self, request: SearchRequest) -> SearchResults: ...

    def read_kept(self) -> None:
        """Read what no question says and every one needs."""


def current_engine() -> Engine:
    """The engine of this process; it remembers word frequencies and the vocabulary between searches."""
    return _engine(tuple(settings.ELASTICSEARCH_URL), settings.ELASTICSEARCH_INDEX_PREFIX)


def embedded_engine():
    """The engine on the database itself, whichever answers: what needs no second index asks this one."""
    engine = current_engine()
    return getattr(engine, "embedded", engine)


def forget_engines() -> None:
    """Have the next question answered by a new engine, which remembers nothing (tests, other settings)."""
    _engine.cache_clear()


@lru_cache(maxsize=2)
def _engine(nodes: tuple[str, ...], prefix: str) -> Engine:
    from search.engines.database import DatabaseEngine

    if not nodes:
        return DatabaseEngine()
    from search.engines.fallback import FallbackEngine

    return FallbackEngine(DatabaseEngine())
