"""What a search engine is asked and what it answers; every engine speaks these."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class SearchRequest:
    """A reader's question.

    `keys` are the reader's keys (`community.audience.keys_of`), or None for a superuser. `filters` maps a facet name
    to the values chosen in it (any of them matches); the facets are ANDed. `kind` is a tab, or None for all.
    """

    text: str
    keys: tuple[str, ...] | None
    kind: str | None = None
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    sort: str = "relevance"  # or "newest"
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True)
class Hit:
    """One result; `title` and `excerpt` are safe HTML with `<mark>` around what matched."""

    kind: str
    object_id: int
    score: float
    title: str
    excerpt: str
    facets: dict[str, list[str]]


@dataclass(frozen=True)
class SearchResults:
    """The answer. `total` is capped at the engine's candidate limit, `is_capped` then says so.

    `facets` maps a facet name to value → count, each facet counted under all filters but its own; `kinds` counts the
    tabs under all filters.
    """

    hits: list[Hit]
    total: int
    is_capped: bool
    kinds: dict[str, int]
    facets: dict[str, dict[str, int]]
    corrected: str | None = None  # the text that was searched instead of a misspelt one
