"""Pages in the memory of one process, the ones not asked for longest dropped first."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple


class Key(NamedTuple):
    """What decides how a page looks to a visitor, besides the content."""

    scheme: str
    host: str
    path: str
    query: str
    language: str
    is_zipped: bool


@dataclass(frozen=True)
class Kept:
    """A page as it was sent, with the stamps of what it shows and the minute it was made in."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    stamps: tuple[tuple[str, int], ...]
    minute: int
    size: int = field(init=False)

    OVERHEAD = 4_000  # headers, stamps and key

    def __post_init__(self):
        object.__setattr__(self, "size", len(self.body) + self.OVERHEAD)

    def holds(self, stamps: dict[str, int], minute: int) -> bool:
        """Whether the page would be made the same now."""
        return self.minute == minute and all(stamps.get(table) == stamp for table, stamp in self.stamps)


class Shelf:
    """Pages up to a number of bytes."""

    def __init__(self, limit: int):
        self.limit, self.size = limit, 0
        self._pages: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def put(self, key: Key, page: Kept) -> None:
        if page.size > self.limit // 4:
            return
        self.drop(key)
        self._pages[key] = page
        self.size += page.size
        while self.size > self.limit:
            self.size -= self._pages.popitem(last=False)[1].size

    def drop(self, key: Key) -> None:
        if page := self._pages.pop(key, None):
            self.size -= page.size


class Store:
    """All kept pages of this process. Filtered lists have a shelf of their own: there are more of them than fit."""

    FILTERED_SHARE = 4
    MOST_UNKEPT = 1_000
    WAIT_SECONDS = 3

    def __init__(self, limit: int):
        """`limit`: bytes of all pages together."""
        self._plain, self._filtered = Shelf(limit - limit // self.FILTERED_SHARE), Shelf(limit // self.FILTERED_SHARE)
        self._unkept: OrderedDict[Key, None] = OrderedDict()
        self._making: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()

    def get(self, key: Key) -> Kept | None:
        with self._lock:
            return self._shelf(key).get(key)

    def begin(self, key: Key) -> bool:
        """Whether the caller makes the page; if not, another thread was making it, and is done or slow by now.

        A page that could not be kept last time is made by all who ask for it: there is nothing to wait for.
        """
        with self._lock:
            maker = self._making.get(key)
            if maker is None or key in self._unkept:
                self._making.setdefault(key, threading.Event())
                return True
        maker.wait(self.WAIT_SECONDS)
        return False

    def end(self, key: Key, page: Kept | None) -> None:
        """Keep what was made, or remember that it is not to be kept, and let those who wait go on."""
        with self._lock:
            if page is None:
                self._shelf(key).drop(key)
                self._unkept[key] = None
                self._unkept.move_to_end(key)
                while len(self._unkept) > self.MOST_UNKEPT:
                    self._unkept.popitem(last=False)
            else:
                self._unkept.pop(key, None)
                self._shelf(key).put(key, page)
            if maker := self._making.pop(key, None):
                maker.set()

    def _shelf(self, key: Key) -> Shelf:
        return self._filtered if key.query else self._plain
