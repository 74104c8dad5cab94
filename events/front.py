"""What the front page shows of events: the next one, else the last with its results, and how many there were."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from community.enums import Scope
from community.panels import Panel, register
from community.prepared import ReaderKind, number_of, prepared
from events.enums import EventState, NotulenState
from events.links import calendar_url
from events.listing import event_row
from events.models import EventPage
from events.programme import RoomView, rooms_with_counts

ROOMS, CONCLUSIONS = 3, 2


def register_panels() -> None:
    """Put events onto the front page; called once, in `AppConfig.ready`."""
    register(Panel("home_join", next_or_last, "events/panels/front_event.html", queries=3, position=40))
    register(Panel("home_trust", numbers, "components/stats.html", queries=1, position=20))


def next_or_last(_page, reader) -> dict | None:
    """The event that begins next or runs now; none coming, the last that was closed; None without either."""
    now = timezone.now()
    kind = ReaderKind.of(reader)
    coming = next(iter(_next(now, kind=kind)), None)
    if coming is not None:
        return {**_shown(coming, now), "rooms": _rooms(coming, now), "url": calendar_url(), "is_over": False}
    last = next(iter(_last(kind=kind)), None)
    if last is None:
        return None
    conclusions = [block["value"] for block in last.conclusions.raw_data]
    return {
        **_shown(last, now),
        "conclusions": conclusions[:CONCLUSIONS],
        "has_notulen": last.notulen.filter(state=NotulenState.FINAL).exists(),
        "url": calendar_url(waktu="lalu"),
        "is_over": True,
    }


@prepared
def _next(now: datetime, *, kind: ReaderKind):
    return _readable(kind).coming(now).order_by("starts_at", "pk")[:1]


@prepared
def _last(*, kind: ReaderKind):
    return _readable(kind).filter(state=EventState.CLOSED).order_by("-starts_at", "-pk")[:1]


def _readable(kind: ReaderKind):
    return EventPage.objects.published().visible_to(kind.reader()).with_room_counts()


def _shown(event: EventPage, now) -> dict:
    return {"row": event_row(event, event.room_count, now), "slug": event.slug, "scope": Scope(event.scope)}


def _rooms(event: EventPage, now) -> list[RoomView]:
    """The first rooms that take place, with the seats that are still given away."""
    rooms = [room for room in rooms_with_counts(event) if not room.is_cancelled]
    return [RoomView(event, room.slot, room, is_started=room.slot.is_started(now)) for room in rooms[:ROOMS]]


@prepared
def _held(*, kind: ReaderKind):
    events = EventPage.objects.published().visible_to(kind.reader())
    return number_of(events.genuine().filter(state=EventState.CLOSED))


def numbers(_page, reader) -> dict | None:
    """How many events were held and closed, without examples, and their list; None for nought."""
    (held,) = _held(kind=ReaderKind.of(reader))
    if not held:
        return None
    text = ngettext("FGD dengan hasil yang dapat dibaca", "FGD dengan hasil yang dapat dibaca", held)
    return {
        "stats": [{"value": held, "text": text, "url": calendar_url(waktu="lalu", keadaan="selesai", contoh="tanpa")}]
    }
