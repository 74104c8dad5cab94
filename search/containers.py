"""The rooms and events that a reader may open, and the facets that what lies in one has from it.

So what lies in a room repeats neither its audience nor its scope: closing a room, or giving it another scope, changes
one row, whatever it holds. Rooms and events are pages, so their ids differ.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Value

from events.enums import NotulenState
from events.models import EventPage, Notulen
from forums.models import RoomPage


@dataclass(frozen=True)
class Containers:
    """`open` are the ids of rooms and events that the reader may open, `facets` those of these by id."""

    open: tuple[int, ...] = ()
    facets: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)


NONE = Containers()


def containers_of(reader) -> Containers:
    """What is open to `reader`, by one query beside the one for the reader's groups; hundreds of rows at most.

    Of events only those in which something final was noted.
    """
    facets = defaultdict(lambda: defaultdict(list))
    final = Notulen.objects.filter(state=NotulenState.FINAL).values("event")
    events = EventPage.objects.live().visible_to(reader).filter(pk__in=final).order_by()
    rooms = RoomPage.objects.readable_by(reader).order_by()
    first, *others = [*_values(rooms), events.values_list("pk", Value("scope"), "scope")]  # their entries say the rest
    for room_id, facet, value in first.union(*others, all=True):
        facets[room_id][facet].append(value)
    found = {pk: {name: tuple(sorted(values)) for name, values in own.items()} for pk, own in sorted(facets.items())}
    return Containers(tuple(found), found)


def _values(rooms) -> list:
    """(room, facet, value) for the scope, the aspects and the sub-aspects of each room, as three querysets."""
    own = rooms.values_list("pk", Value("scope"), "scope")
    aspects = rooms.filter(aspects__isnull=False).values_list("pk", Value("aspect"), "aspects__code")
    subaspects = rooms.filter(subaspects__isnull=False).values_list("pk", Value("subaspect"), "subaspects__code")
    return [own, aspects, subaspects]
