"""Keyset paging: where a page of topics ends, written into the address of the next one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 253_402_300_799_000_000  # microseconds at the end of the year 9999
LARGEST_ID = 2**63 - 1


class BadCursor(ValueError):
    """Not a place in a list of topics."""


@dataclass(frozen=True)
class TopicCursor:
    """The last topic of a page; the next page begins after it. `str()` writes it, `parse` reads it."""

    is_pinned: bool
    last_post_at: datetime
    pk: int

    @classmethod
    def of(cls, topic) -> "TopicCursor":
        return cls(topic.is_pinned, topic.last_post_at, topic.pk)

    @classmethod
    def parse(cls, text: str) -> "TopicCursor":
        """Read what an address says; `BadCursor` for anything that `str` did not write."""
        parts = text.split("-")
        if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 20 for part in parts):
            raise BadCursor
        pinned, moment, pk = map(int, parts)
        if pinned > 1 or moment > LATEST or pk > LARGEST_ID:
            raise BadCursor
        return cls(bool(pinned), EPOCH + timedelta(microseconds=moment), pk)

    def __str__(self) -> str:
        moment = (self.last_post_at - EPOCH) // timedelta(microseconds=1)
        return f"{int(self.is_pinned)}-{moment}-{self.pk}"
