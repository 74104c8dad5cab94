"""The pages that readers are asked about: “does this page help?”.

The app that a page belongs to says here how to find it for a reader, so that nobody answers about, or reads answers
about, what they may not read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from community.enums import Subject

# The subject in addresses.
WORDS = {
    "praktik": Subject.PRACTICE,
    "fgd": Subject.EVENT,
    "ruang-fgd": Subject.EVENT_ROOM,
    "ruang": Subject.ROOM,
    "topik": Subject.TOPIC,
    "halaman": Subject.PAGE,
}


@dataclass(frozen=True)
class AskedPage:
    """A page as its reader knows it; `url` is a path of the portal."""

    title: str
    url: str


Finder = Callable[[set[int], object], dict[int, AskedPage]]
_finders: dict[str, list[Finder]] = defaultdict(list)


def register(subject: str, find: Finder) -> None:
    """Say how pages of `subject` (a `Subject`) are found; called in `AppConfig.ready`, once for each kind of page.

    `find` takes ids and a reader; it returns what that reader may read now, by id, in a fixed number of queries.
    """
    _finders[subject].append(find)


def found(subject: str, ids: Iterable[int], reader) -> dict[int, AskedPage]:
    """The pages of `subject` among `ids` that `reader` may read now, by id."""
    wanted = set(ids)
    return {pk: page for find in _finders[subject] for pk, page in find(wanted, reader).items()} if wanted else {}
