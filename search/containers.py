"""The rooms and events that a reader may open, and the facets that what lies in one has from it.

So what lies in a room repeats neither its audience nor its scope: closing a room, or giving it another scope, changes
one row, whatever it holds. Rooms and events are pages, so their ids differ.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Value

from community.prepared import ReaderKind, prepared
from events.enums import NotulenState
from events.models import EventPage, Notulen
from forums.models import RoomPage
from search.models import SearchStamp


@dataclass(frozen=True)
class Containers:
    """`open` are the ids of rooms and events that the reader may open, `facets` those of these by id.

    `stamp` is the token of what stewards keep for search (`wording`), which comes with the same query.
    """

    open: tuple[int, ...] = ()
    facets: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    stamp: str | None = None


STAMP = 0  # no page has this id


def without_any() -> Containers:
    """No room and no event, with the stamp of now."""
    return Containers(stamp=SearchStamp.objects.values_list("token", flat=True).first())


def containers_of(reader) -> Containers:
    """What is open to `reader`, by one query beside the one for the reader's groups; hundreds of rows at most.

    Of events only those in which something final was noted.
    """
    facets = defaultdict(lambda: defaultdict(list))
    for room_id, facet, value in _open_to(kind=ReaderKind.of(reader)):
        facets[room_id][facet].append(value)
    stamp = facets.pop(STAMP, {"": [None]})[""][0]
    found = {pk: {name: tuple(sorted(values)) for name, values in own.items()} for pk, own in sorted(facets.items())}
    return Containers(tuple(found), found, stamp)


@prepared
def _open_to(*, kind: ReaderKind):
    """(room or event, facet, value), and the stamp among them."""
    reader = kind.reader()
    final = Notulen.objects.filter(state=NotulenState.FINAL).values("event")
    events = EventPage.objects.live().visible_to(reader).filter(pk__in=final).order_by()
    rooms = RoomPage.objects.readable_by(reader).order_by()
    stamps = SearchStamp.objects.order_by().values_list(Value(STAMP), Value(""), "token")
    # the entries of events say the rest
    first, *others = [*_values(rooms), events.values_list("pk", Value("scope"), "scope"), stamps]
    return first.union(*others, all=True)


def _values(rooms) -> list:
    """(room, facet, value) for the scope, the aspects and the sub-aspects of each room, as three querysets."""
    own = rooms.values_list("pk", Value("scope"), "scope")
    aspects = rooms.filter(aspects__isnull=False).values_list("pk", Value("aspect"), "aspects__code")
    subaspects = rooms.filter(subaspects__isnull=False).values_list("pk", Value("subaspect"), "subaspects__code")
    return [own, aspects, subaspects]
