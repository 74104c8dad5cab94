"""How events are named on other pages, and found by their address."""

from django.utils.translation import gettext as _

from community import subjects
from community.enums import Scope, Subject
from community.formats import plain_date
from community.models import User
from community.prepared import Ids, ReaderKind, prepared
from community.subjects import Card, Naming
from events.enums import EventKind
from events.links import CALENDAR, event_url, room_url
from events.models import EventPage, Room

FIELDS = ("title", "slug", "scope", "kind", "zone", "starts_at", "is_example")


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    subjects.register(Subject.EVENT, Naming(cards, below=CALENDAR, ids=ids, readers=readers))
    subjects.register(Subject.EVENT_ROOM, Naming(room_cards))


def cards(ids, reader) -> dict[int, Card]:
    """Published events that `reader` may read."""
    return {page.pk: card(page) for page in _named(tuple(ids), kind=ReaderKind.of(reader))}


@prepared
def _named(ids: Ids, *, kind: ReaderKind):
    return EventPage.objects.published().visible_to(kind.reader()).filter(pk__in=ids).only(*FIELDS)


def readers(pk: int):
    """Who may read a published event."""
    page = EventPage.objects.published().filter(pk=pk).first()
    return User.objects.readers_of(page) if page else None


def room_cards(ids, reader) -> dict[int, Card]:
    """Rooms of such events."""
    readable = EventPage.objects.published().visible_to(reader).order_by().values("pk")
    rooms = Room.objects.filter(pk__in=ids, slot__page__in=readable).select_related("slot__page")
    return {
        room.pk: Card(
            Subject.EVENT_ROOM,
            room.pk,
            f"{room.title} · {room.slot.page.title}",
            room_url(room),
            scope=Scope(room.slot.page.scope),
            is_example=room.slot.page.is_example,
        )
        for room in rooms
    }


def card(page: EventPage) -> Card:
    """An event with its kind and day."""
    note = str(EventKind(page.kind).label)
    if page.starts_at:
        day = plain_date(page.starts_at.astimezone(page.time_zone.info).date())
        note = _("%(kind)s, %(day)s") % {"kind": note, "day": day}
    return Card(
        Subject.EVENT,
        page.pk,
        page.title,
        event_url(page.slug),
        note=note,
        scope=Scope(page.scope),
        slug=page.slug,
        is_example=page.is_example,
    )


def ids(slugs: set[str]) -> dict[str, int]:
    """Events by the first part of their address below the calendar, whoever may read them."""
    return dict(EventPage.objects.filter(slug__in=slugs).values_list("slug", "pk"))
