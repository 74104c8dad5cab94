"""What reading a file comes to. Free of Django: the child process that reads starts without it."""

from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 25 * 1024 * 1024
MAX_TEXT = 50_000
MAX_UNITS = 300  # pages of a PDF, slides, sheets: what lies behind is not read


class Outcome(StrEnum):
    """How a reading ended."""

    READ = "read"
    SCANNED = "scanned"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    REFUSED = "refused"
    OTHER = "other"


@dataclass(frozen=True)
class Extract:
    """The text within `MAX_TEXT` and how many pages, slides or sheets were read (0 where the format has none)."""

    outcome: Outcome
    text: str = ""
    units: int = 0


class Refused(Exception):
    """The file would cost more than a reading may."""


class Text:
    """Collects text up to `MAX_TEXT` characters."""

    def __init__(self):
        self._parts, self._left = [], MAX_TEXT

    def add(self, part: str) -> None:
        self._parts.append(part[: self._left])
        self._left -= len(self._parts[-1])

    @property
    def is_full(self) -> bool:
        return self._left <= 0

    def __str__(self) -> str:
        return " ".join("".join(self._parts).split())
