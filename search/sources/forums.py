"""Rooms of the forum as findable objects."""

from wagtail.rich_text import get_text_for_indexing

from community.audience import doors_of
from community.enums import Scope
from community.models import Aspect, SubAspect
from forums.models import RoomPage
from search.enums import Kind
from search.sources.base import Entry, Shown, Source, one_line

ROOM_BOOST = 0.75  # a room is a place to ask; the practice that answers comes first
EXAMPLE_BOOST = 0.85


class RoomSource(Source):
    """Live rooms, by their own doors."""

    kind = Kind.ROOM
    model = RoomPage

    def rows(self):
        return RoomPage.objects.live().prefetch_related("owners", "audience_groups", "aspects", "subaspects")

    def entry(self, row) -> Entry:
        aspects, subaspects = list(row.aspects.all()), list(row.subaspects.all())
        return Entry(
            title=one_line(row.title),
            summary=one_line(row.summary),
            keywords=one_line(", ".join(each.name for each in [*aspects, *subaspects])),
            body=one_line(get_text_for_indexing(row.guidelines)),
            doors=doors_of(row),
            facets=room_facets(row),
            boost=ROOM_BOOST * (EXAMPLE_BOOST if row.is_example else 1.0),
            leans_on=frozenset(
                [*((Aspect, each.pk) for each in aspects), *((SubAspect, each.pk) for each in subaspects)]
            ),
        )

    def shown(self, ids, reader) -> dict[int, Shown]:
        rooms = RoomPage.objects.readable_by(reader).filter(pk__in=ids)
        return {
            room.pk: Shown(url=room.get_url() or "", scope=Scope(room.scope), is_example=room.is_example)
            for room in rooms
        }


def room_facets(room) -> dict[str, list[str]]:
    """The facets of a room, which all that lies in it has too."""
    return {
        "scope": [room.scope],
        "aspect": sorted(aspect.code for aspect in room.aspects.all()),
        "subaspect": sorted(subaspect.code for subaspect in room.subaspects.all()),
        "example": ["yes" if room.is_example else "no"],
    }
