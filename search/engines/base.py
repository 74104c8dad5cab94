"""The interface that every search engine has."""

from typing import Protocol

from search.types import SearchRequest, SearchResults


class Engine(Protocol):
    """Answers a `SearchRequest` with what its `keys` open, and nothing else."""

    name: str

    def search(self, request: SearchRequest) -> SearchResults: ...
