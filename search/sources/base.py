"""What a source of findable objects is, and what it says of each."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model, QuerySet

from community.enums import Scope
from search.enums import Kind

EXAMPLE_BOOST = 0.82  # what really happened comes before an invented example of the same words


@dataclass(frozen=True)
class Entry:
    """What can be found of one object, and by whom.

    `keywords` find it and are not shown. `leans_on` names the rows of others whose text the entry repeats, as
    (model, pk): while the entry is written nobody may change them (see `entries`). `container` is the room that an
    entry without doors of its own lies in; `thread` the topic under which results show it with all that lies there.
    """

    title: str = ""
    summary: str = ""
    keywords: str = ""
    body: str = ""
    doors: list[str] = field(default_factory=list)
    facets: dict[str, list[str]] = field(default_factory=dict)
    container: int | None = None
    thread: int | None = None
    dated_at: datetime | None = None
    boost: float = 1.0
    leans_on: frozenset[tuple[type[Model], int]] = frozenset()


@dataclass(frozen=True)
class Shown:
    """A found object as the results page shows it, read from the database when the page is made.

    `url` is empty for an object without a page of its own; `note` says what else is known of it; `file` is the address
    of the file that was found.
    """

    url: str = ""
    owners: str = ""
    scope: Scope | None = None
    note: str = ""
    file: str = ""
    is_example: bool = False


class Source(ABC):
    """One kind of findable object: which rows may be found, their entries, and how they are shown."""

    kind: Kind
    model: type[Model]

    @abstractmethod
    def rows(self) -> QuerySet:
        """The only rows that may be found, with all that `entry` reads."""

    @abstractmethod
    def entry(self, row) -> Entry:
        """What can be found of `row`; asks the database nothing that `rows` or `entries` could have read."""

    def entries(self, ids) -> dict[int, Entry]:
        """The entries of those of `ids` that may be found, as they stand in the database now."""
        return {row.pk: self.entry(row) for row in self.rows().filter(pk__in=ids)}

    @abstractmethod
    def shown(self, ids, reader) -> dict[int, Shown]:
        """Those of `ids` that `reader` may read now, whatever an entry says."""


def one_line(text: str) -> str:
    """`text` with every run of white space as one space; an entry's length is bounded where it is written."""
    return " ".join(text.split())
