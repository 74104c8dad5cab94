"""The states of an event: prepared, open for registration, running, closed; or cancelled."""

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.models import User
from community.system import SYSTEM
from events import news, notifications
from events.enums import EventState
from events.errors import EventHasNoTimes, EventNotOver, EventNotPublished, WrongEventState
from events.models import EventPage, Room, Slot, Waiting
from events.permissions import can_manage_events
from events.services import rooms
from events.signals import event_changed

logger = structlog.get_logger(__name__)


@transaction.atomic
def open_event(event: EventPage, *, actor: User) -> EventPage:
    """Open registration, and offer what became free while it was closed; locks the event's row, then its slots.

    `PermissionDenied`, `EventNotPublished`, `EventHasNoTimes`, `WrongEventState` unless it is being prepared.
    """
    event = _move(event, actor, "events.open", [EventState.DRAFT], EventState.OPEN, check=_require_openable)
    for room in Room.objects.filter(pk__in=Waiting.objects.in_queue().filter(event=event).order_by().values("room")):
        rooms.lapse(rooms.locked(room))
    return event


def pause_event(event: EventPage, *, actor: User) -> EventPage:
    """Close registration again before the event begins; seats stay. Locks the event's row.

    `PermissionDenied`, `WrongEventState` unless registration is open.
    """
    return _move(event, actor, "events.pause", [EventState.OPEN], EventState.DRAFT)


def start_event(event: EventPage, *, actor: User) -> EventPage:
    """Say that the event is on; locks the event's row. `PermissionDenied`, `WrongEventState`."""
    return _move(
        event, actor, "events.start", [EventState.DRAFT, EventState.OPEN], EventState.RUNNING, check=_require_live
    )


def close_event(event: EventPage, *, actor: User) -> EventPage:
    """End the event: its page shows first what came out of it. Locks the event's row.

    `PermissionDenied`, `EventNotPublished`, `EventNotOver` before its last slot ends, `WrongEventState`.
    """
    allowed = [EventState.DRAFT, EventState.OPEN, EventState.RUNNING]
    return _move(event, actor, "events.close", allowed, EventState.CLOSED, check=_require_over)


@transaction.atomic
def cancel_event(event: EventPage, *, actor: User) -> EventPage:
    """Call the event off: seats end, offers and waiting end, and everybody in them is told once.

    Locks the event's row, then its slots. `PermissionDenied`, `WrongEventState` once it is closed or cancelled.
    """
    allowed = [EventState.DRAFT, EventState.OPEN, EventState.RUNNING]
    event = _move(event, actor, "events.cancel", allowed, EventState.CANCELLED)
    event.sequence += 1
    event.calendar_changed_at = timezone.now()
    _write(event, "sequence", "calendar_changed_at")
    for slot in Slot.objects.select_for_update().filter(page=event).order_by("pk"):
        for room in slot.rooms.all():
            room.slot = slot
            empty_room(event, room)
    return event


def empty_room(event: EventPage, room) -> None:
    """End all seats and waiting of a room that does not take place and tell the people; its slot's row is locked."""
    for person in rooms.end_all(rooms.Place(event, room.slot, room, timezone.now())):
        notifications.queue_room_cancelled(person, event, room)


def advance_events() -> int:
    """What the clock does: open registration on its date, start what begins; safe to run twice. Returns how many."""
    now = timezone.now()
    live = EventPage.objects.live()
    opening = live.filter(state=EventState.DRAFT, registration_opens_at__lte=now, starts_at__gt=now)
    starting = live.filter(state=EventState.OPEN, starts_at__lte=now, ends_at__gt=now)
    moved = 0
    for rows, move in ((opening, open_event), (starting, start_event)):
        for event in rows.order_by("pk"):
            try:
                move(event, actor=SYSTEM)
                moved += 1
            except (EventHasNoTimes, WrongEventState):  # no hours yet, or somebody was quicker
                continue
            except Exception:  # the next event must have its turn whatever happened to this one
                logger.exception("advance_events_failed", event=event.pk)
    return moved


@transaction.atomic
def _move(event: EventPage, actor, action: str, allowed: list[EventState], to: EventState, check=None) -> EventPage:
    """Lock the event's row, ask, change the state and leave a trace; readers see it at once."""
    event = locked(event)
    if not can_manage_events(actor):
        raise PermissionDenied
    if event.state not in allowed:
        raise WrongEventState
    if check:
        check(event)
    event.state = to
    event.closed_at = timezone.now() if to == EventState.CLOSED else None
    _write(event, "state", "closed_at")
    log(event, action, user=actor if actor.pk else None)
    event_changed.send(EventPage, event_id=event.pk)
    news.queue_state(event, actor)
    return event


def locked(event: EventPage) -> EventPage:
    """The event's row, locked until the transaction ends; publishing takes the same lock."""
    return EventPage.objects.select_for_update(of=("self",)).get(pk=event.pk)


def _write(event: EventPage, *names: str) -> None:
    """Only the services' own columns: the page's content belongs to the CMS."""
    EventPage.objects.filter(pk=event.pk).update(**{name: getattr(event, name) for name in names})


def _require_live(event: EventPage) -> None:
    if not event.live:
        raise EventNotPublished


def _require_openable(event: EventPage) -> None:
    _require_live(event)
    slots = list(event.slots.all())
    if not slots or not all(slot.is_timed for slot in slots):
        raise EventHasNoTimes


def _require_over(event: EventPage) -> None:
    _require_live(event)
    if event.ends_at is None or event.ends_at > timezone.now():
        raise EventNotOver
