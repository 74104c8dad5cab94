"""Where drafts are being written: the app that a place belongs to says here what it is and how it is opened again.

A place (`Draft.place`) is a kind and the id of a row, as `topic:12`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from community.models import Draft, User


@dataclass(frozen=True)
class Place:
    """What is being written (`text`), the `title` of where, and the `url` of the form that has the draft in it."""

    text: str
    title: str
    url: str


Describer = Callable[[list[int], User], dict[int, Place]]
_describers: dict[str, Describer] = {}


def register(kind: str, describe: Describer) -> None:
    """Say what places of `kind` are; called once, in `AppConfig.ready`.

    `describe` takes ids and the reader, and returns by id those that the reader may open; it asks the database a fixed
    number of times.
    """
    _describers[kind] = describe


def places_of(drafts: Iterable[Draft], reader: User) -> dict[int, Place]:
    """Where `drafts` of `reader` are being written, by the draft's id; nothing for a place that is gone or closed."""
    by_kind = defaultdict(dict)
    for draft in drafts:
        kind, _, object_id = draft.place.partition(":")
        by_kind[kind][int(object_id)] = draft.pk
    found = {}
    for kind, drafts_by_id in by_kind.items():
        if kind in _describers:
            places = _describers[kind](list(drafts_by_id), reader)
            found |= {drafts_by_id[object_id]: place for object_id, place in places.items()}
    return found
