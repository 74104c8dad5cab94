"""What a search engine is asked and what it answers; every engine speaks these."""

from dataclasses import dataclass, field
from datetime import date

from search.language.synonyms import Synonyms


@dataclass(frozen=True)
class SearchRequest:
    """A reader's question.

    `keys` are the reader's keys (`community.audience.keys_of`), or None for a superuser; `containers` the ids of the
    rooms the reader may open (entries that lie in a container have no doors of their own); `inherited` the facets that
    what lies in a container has from it: id → facet name → values. `filters` maps a facet name to the values chosen in
    it (any of them matches); the facets are ANDed. `kind` is a tab, or None for all. `since` and `until` bound the
    entry's date, both inclusive. `as_typed` searches the words without correcting them. `synonyms` are
    those by which the words are read; None are the ones that come with the portal.
    """

    text: str
    keys: tuple[str, ...] | None
    containers: tuple[int, ...] = ()
    inherited: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    kind: str | None = None
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    sort: str = "relevance"  # or "newest"
    offset: int = 0
    limit: int = 10
    as_typed: bool = False
    synonyms: Synonyms | None = None


@dataclass(frozen=True)
class Hit:
    """One result; `title` and `excerpt` are safe HTML with `<mark>` around what matched.

    A topic stands for all of its posts that match: `excerpt` is of the best, `post_id` names it where it is a reply,
    and `posts` counts them.
    """

    kind: str
    object_id: int
    score: float
    title: str
    excerpt: str
    facets: dict[str, list[str]]
    post_id: int | None = None
    posts: int = 0


@dataclass(frozen=True)
class SearchResults:
    """The answer. `total` is capped at the engine's candidate limit, `is_capped` then says so.

    `facets` maps a facet name to value → count, each facet counted under all filters but its own; `kinds` counts the
    tabs under all filters but the tab. `is_relaxed` says that some hits have most of the words, not all of them.
    """

    hits: list[Hit]
    total: int
    is_capped: bool
    kinds: dict[str, int]
    facets: dict[str, dict[str, int]]
    is_relaxed: bool = False
    corrected: str | None = None  # the text that was searched instead of a misspelt one; `as_typed` is the way back
    suggestion: str | None = None  # a likelier spelling of a text that found little: offered, not searched
    is_fallback: bool = False  # the embedded engine has answered in place of Elasticsearch
