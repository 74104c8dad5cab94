"""Events and their rooms as pages that readers say something of."""

from community import feedback
from community.enums import Subject
from events.links import event_url, room_url
from events.models import EventPage, Room


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    feedback.register(Subject.EVENT, find_events)
    feedback.register(Subject.EVENT_ROOM, find_rooms)


def find_events(ids: set[int], reader) -> dict[int, feedback.AskedPage]:
    """The published events that `reader` may read."""
    rows = EventPage.objects.published().visible_to(reader).filter(pk__in=ids)
    return {
        pk: feedback.AskedPage(title, event_url(slug)) for pk, title, slug in rows.values_list("pk", "title", "slug")
    }


def find_rooms(ids: set[int], reader) -> dict[int, feedback.AskedPage]:
    """The rooms of such events."""
    readable = EventPage.objects.published().visible_to(reader).values("pk")
    rooms = Room.objects.filter(pk__in=ids, slot__page__in=readable).select_related("slot__page")
    return {room.pk: feedback.AskedPage(f"{room.title} · {room.slot.page.title}", room_url(room)) for room in rooms}
