"""The interface that every search engine has, and the engine in use."""

from functools import cache
from typing import Protocol

from search.types import SearchRequest, SearchResults


class Engine(Protocol):
    """Answers a `SearchRequest` with what its `keys` and `containers` open, and nothing else.

    Never raises for what a reader typed. `name` is shown by `search_status` and chosen by `search_eval --engine`.
    """

    name: str

    def search(self, request: SearchRequest) -> SearchResults: ...


@cache
def current_engine() -> Engine:
    """The engine of this process; it remembers word frequencies and the vocabulary between searches."""
    from search.engines.database import DatabaseEngine

    return DatabaseEngine()
