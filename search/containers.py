"""The rooms that a reader may open, and the facets that what lies in a room has from it.

So what lies in a room repeats neither its audience nor its scope: closing a room, or giving it another scope, changes
one row, whatever it holds.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Value

from forums.models import RoomPage


@dataclass(frozen=True)
class Containers:
    """`open` are the ids of rooms that the reader may open, `facets` those of these rooms by id."""

    open: tuple[int, ...] = ()
    facets: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)


NONE = Containers()


def containers_of(reader) -> Containers:
    """The rooms open to `reader`, by one query beside the one for the reader's groups; hundreds of rows at most."""
    facets = defaultdict(lambda: defaultdict(list))
    for room_id, facet, value in _values(RoomPage.objects.readable_by(reader).order_by()):
        facets[room_id][facet].append(value)
    found = {pk: {name: tuple(sorted(values)) for name, values in own.items()} for pk, own in sorted(facets.items())}
    return Containers(tuple(found), found)


def _values(rooms):
    """(room, facet, value) for the scope, the aspects and the sub-aspects of each room."""
    own = rooms.values_list("pk", Value("scope"), "scope")
    aspects = rooms.filter(aspects__isnull=False).values_list("pk", Value("aspect"), "aspects__code")
    subaspects = rooms.filter(subaspects__isnull=False).values_list("pk", Value("subaspect"), "subaspects__code")
    return own.union(aspects, subaspects, all=True)
