"""The waitlist of a room: in order, offered by itself, a day to answer."""

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.models import User
from events import notifications
from events.enums import WaitingState
from events.errors import AlreadyRegistered, AlreadyWaiting, NotWaiting, OfferExpired, RoomNotFull
from events.models import Room, Seat, Waiting
from events.permissions import can_answer_offer, can_register
from events.services import rooms

logger = structlog.get_logger(__name__)


@transaction.atomic
def join_waitlist(room: Room, *, actor: User) -> Waiting:
    """Put `actor` at the end of the waitlist of a full room; locks the slot's row.

    A seat in another room of the slot is kept meanwhile. `PermissionDenied`, `RegistrationClosed`, `RoomCancelled`,
    `SlotStarted`, `AlreadyRegistered`, `AlreadyWaiting`, `RoomNotFull`.
    """
    place = rooms.locked(room)
    if not can_register(actor, place.event):
        raise PermissionDenied
    rooms.require_registrable(place)
    if place.room.seats.active().filter(person=actor).exists():
        raise AlreadyRegistered
    rooms.lapse(place)
    if place.room.waitings.in_queue().filter(person=actor).exists():
        raise AlreadyWaiting
    if place.has_free():
        raise RoomNotFull
    waiting = Waiting.objects.create(
        event=place.event, slot=place.slot, room=place.room, person=actor, joined_at=place.now
    )
    notifications.queue_waiting(waiting, place.event, place.room)
    rooms.announce(place)
    return waiting


@transaction.atomic
def accept_offer(waiting: Waiting, *, actor: User) -> Seat:
    """Take the offered seat; a seat in another room of the slot is freed with it. Locks the slot's row.

    `PermissionDenied`, `NotWaiting` without an open offer, `OfferExpired`, and what closes the room meanwhile.
    """
    place = rooms.locked(waiting.room)
    waiting = Waiting.objects.get(pk=waiting.pk)
    if not (can_answer_offer(actor, waiting) and can_register(actor, place.event)):
        raise PermissionDenied
    if waiting.state == WaitingState.EXPIRED:
        raise OfferExpired
    if not waiting.is_offered:
        raise NotWaiting
    if waiting.offer_expires_at <= place.now:
        raise OfferExpired
    rooms.require_not_started(place)
    rooms.end_waiting(place, waiting, WaitingState.ACCEPTED)
    held = place.slot.seats.active().select_related("room").filter(person=actor).first()
    if held is not None:
        rooms.end_seat(place.beside(held.room), held)
    return rooms.give_seat(place, actor, left=held and held.room)


@transaction.atomic
def leave_waitlist(waiting: Waiting, *, actor: User) -> Waiting:
    """Decline an offer, or stop waiting; the seat is offered to the next. Locks the slot's row.

    `PermissionDenied`, `NotWaiting`.
    """
    place = rooms.locked(waiting.room)
    waiting = Waiting.objects.get(pk=waiting.pk)
    if not can_answer_offer(actor, waiting):
        raise PermissionDenied
    if waiting.state not in (WaitingState.WAITING, WaitingState.OFFERED):
        raise NotWaiting
    end = WaitingState.DECLINED if waiting.is_offered else WaitingState.LEFT
    rooms.end_waiting(place, waiting, end)
    rooms.pass_on(place)
    return waiting


def expire_offers() -> int:
    """End the offers whose time is over and offer their seats to the next; one room a transaction, safe to run twice.

    Returns how many rooms were looked at. A room that fails is logged and stops no other.
    """
    now = timezone.now()
    due = list(Room.objects.filter(pk__in=Waiting.objects.lapsed(now).order_by().values("room")))
    for room in due:
        try:
            _expire(room)
        except Exception:  # the next room must have its turn whatever happened to this one
            logger.exception("expire_offers_failed", room=room.pk)
    return len(due)


@transaction.atomic
def _expire(room: Room) -> None:
    rooms.lapse(rooms.locked(room))
