"""Events as findable objects: the page with its rooms, and by themselves the final notulen of each room."""

from django.db.models import Prefetch

from community.audience import doors_of
from community.enums import Scope
from community.models import Aspect, Instansi, SubAspect
from community.prepared import Ids, ReaderKind, prepared
from events.enums import NotulenState
from events.links import event_url, room_url
from events.models import EventPage, Room, Slot
from search.enums import Kind
from search.sources.base import EXAMPLE_BOOST, Entry, Shown, Source, one_line
from search.sources.text import parts_of, running_text

TEXT_FIELDS = ["description", "conclusions", "concluded_by", "guests", "materials", "place", "contact_role"]


class EventSource(Source):
    """Live events. The meeting links of rooms are in no entry."""

    kind = Kind.EVENT
    model = EventPage

    def rows(self):
        rooms = Room.objects.prefetch_related("people", "agenda")
        slots = Slot.objects.prefetch_related(Prefetch("rooms", rooms))
        return EventPage.objects.live().prefetch_related(
            "owners__province", "audience_groups", "aspects", "subaspects", Prefetch("slots", slots)
        )

    def entry(self, row) -> Entry:
        owners, aspects, subaspects = list(row.owners.all()), list(row.aspects.all()), list(row.subaspects.all())
        provinces = [owner.province for owner in owners if owner.province]
        names = dict.fromkeys(each.name for each in [*owners, *provinces, *aspects, *subaspects])
        return Entry(
            title=one_line(row.title),
            summary=one_line(row.summary),
            keywords=one_line(", ".join(names)),
            body=running_text([*parts_of(row, TEXT_FIELDS), *_room_texts(row)]),
            doors=doors_of(row),
            facets=_facets(row, owners, provinces, aspects, subaspects),
            dated_at=row.starts_at,
            boost=EXAMPLE_BOOST if row.is_example else 1.0,
            leans_on=frozenset(
                [
                    *((Instansi, each.pk) for each in [*owners, *provinces]),
                    *((Aspect, each.pk) for each in aspects),
                    *((SubAspect, each.pk) for each in subaspects),
                ]
            ),
        )

    def shown(self, ids, reader) -> dict[int, Shown]:
        return {
            page.pk: Shown(
                url=event_url(page.slug),
                owners=", ".join(sorted(owner.name for owner in page.owners.all())),
                scope=Scope(page.scope),
                is_example=page.is_example,
            )
            for page in _shown(tuple(ids), kind=ReaderKind.of(reader))
        }


@prepared
def _shown(ids: Ids, *, kind: ReaderKind):
    pages = EventPage.objects.live().visible_to(kind.reader()).filter(pk__in=ids)
    return pages.only("slug", "scope", "is_example").prefetch_related("owners")


def _room_texts(event) -> list[str]:
    """What is told of each room: its own words, its people, its agenda. Its notulen is an entry of its own."""
    texts = []
    for slot in event.slots.all():
        texts.append(slot.title)
        for room in slot.rooms.all():
            texts += [room.title, room.summary]
            texts += [
                part
                for person in room.people.all()
                for part in (person.name, person.title, person.instansi_name, person.topic)
            ]
            texts += [part for item in room.agenda.all() for part in (item.title, item.text)]
    return texts


def _facets(row, owners, provinces, aspects, subaspects) -> dict[str, list[str]]:
    """Facet name → values; the year is that of the event's first day in its own zone."""
    own = [owner for owner in owners if owner.kind == "provinsi"]
    return {
        "scope": [row.scope],
        "aspect": sorted(aspect.code for aspect in aspects),
        "subaspect": sorted(subaspect.code for subaspect in subaspects),
        "instansi": sorted({owner.kind for owner in owners}),
        "owner": sorted(owner.code for owner in owners),
        "province": sorted({province.code for province in [*provinces, *own]}),
        "year": [str(row.starts_at.astimezone(row.time_zone.info).year)] if row.starts_at else [],
        "example": ["yes" if row.is_example else "no"],
    }


NOTES_BOOST = 0.9  # the page of an event comes before what was noted in one of its rooms


class NotesSource(Source):
    """Rooms of events with final notulen, found by what was noted; who may open the event may find them.

    Whether the event is published is not asked: its container is in nobody's request then, and results look again.
    """

    kind = Kind.NOTES
    model = Room

    def rows(self):
        final = Room.objects.filter(notulen__state=NotulenState.FINAL).select_related("slot__page")
        about = (f"slot__page__{name}" for name in ("owners__province", "aspects", "subaspects"))
        return final.prefetch_related("notulen__blocks", *about)

    def entry(self, row) -> Entry:
        event = row.slot.page
        blocks = [part for block in row.notulen.blocks.all() for part in (block.text, block.said_by)]
        owners = list(event.owners.all())
        provinces = [owner.province for owner in owners if owner.province]
        return Entry(
            title=one_line(row.title),
            body=running_text([*blocks, row.notulen.source_note]),
            facets=_facets(event, owners, provinces, list(event.aspects.all()), list(event.subaspects.all())),
            container=event.pk,
            dated_at=event.starts_at,
            boost=NOTES_BOOST * (EXAMPLE_BOOST if event.is_example else 1.0),
        )

    def shown(self, ids, reader) -> dict[int, Shown]:
        return {
            room.pk: Shown(
                url=f"{room_url(room)}#notulen",
                owners=room.slot.page.title,
                scope=Scope(room.slot.page.scope),
                is_example=room.slot.page.is_example,
            )
            for room in _shown_rooms(tuple(ids), kind=ReaderKind.of(reader))
        }


@prepared
def _shown_rooms(ids: Ids, *, kind: ReaderKind):
    readable = EventPage.objects.live().visible_to(kind.reader()).order_by().values("pk")
    rooms = Room.objects.filter(pk__in=ids, slot__page__in=readable, notulen__state=NotulenState.FINAL)
    return rooms.select_related("slot__page")
