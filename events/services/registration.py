"""Seats: one per person and slot, never more than a room has."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from community.models import User
from events import notifications
from events.enums import IN_QUEUE, WaitingState
from events.errors import AlreadyRegistered, NoSeatToChange, RoomFull, SeatInOtherRoom, SeatNotActive
from events.models import Room, Seat
from events.permissions import can_cancel_seat, can_register
from events.services import rooms


@transaction.atomic
def register(room: Room, *, actor: User) -> Seat:
    """Give `actor` a seat in `room`; locks the slot's row, so that no last seat is given twice.

    `PermissionDenied`, `RegistrationClosed`, `RoomCancelled`, `SlotStarted`, `AlreadyRegistered`, `SeatInOtherRoom`
    (then `change_room` is meant), `RoomFull` (then `join_waitlist`).
    """
    place = rooms.locked(room)
    if not can_register(actor, place.event):
        raise PermissionDenied
    rooms.require_registrable(place)
    held = place.slot.seats.active().filter(person=actor).first()
    if held is not None:
        raise AlreadyRegistered if held.room_id == place.room.pk else SeatInOtherRoom
    rooms.lapse(place)
    return _take(place, actor)


@transaction.atomic
def change_room(room: Room, *, actor: User) -> Seat:
    """Move `actor` to `room` from another room of the same slot; locks the slot's row.

    The old seat is freed only when the new one is given. `PermissionDenied`, `RegistrationClosed`, `RoomCancelled`,
    `SlotStarted`, `NoSeatToChange`, `AlreadyRegistered`, `RoomFull`.
    """
    place = rooms.locked(room)
    if not can_register(actor, place.event):
        raise PermissionDenied
    rooms.require_registrable(place)
    held = place.slot.seats.active().select_related("room").filter(person=actor).first()
    if held is None:
        raise NoSeatToChange
    if held.room_id == place.room.pk:
        raise AlreadyRegistered
    rooms.lapse(place)
    if not place.has_free():
        raise RoomFull
    rooms.end_seat(place.beside(held.room), held)
    return _take(place, actor, left=held.room)


@transaction.atomic
def cancel_registration(seat: Seat, *, actor: User) -> Seat:
    """Free `seat` and offer it to who waits longest; locks the slot's row.

    The holder may until the slot starts, an organiser always; they leave a trace, and the holder is told. Who gives
    it back themselves gets the file for their calendar alone.
    `PermissionDenied`, `SeatNotActive`, `SlotStarted`.
    """
    place = rooms.locked(seat.room)
    seat = Seat.objects.select_related("person").get(pk=seat.pk)
    if not can_cancel_seat(actor, seat):
        raise PermissionDenied
    if not seat.is_active:
        raise SeatNotActive
    is_own = actor.pk == seat.person_id
    if is_own:
        rooms.require_not_started(place)
    rooms.end_seat(place, seat)
    if is_own:
        notifications.queue_seat_returned(seat, place.event, place.room)
    else:
        log(
            place.event,
            "events.cancel_seat",
            user=actor if actor.pk else None,
            data={"person": seat.person_id, "room": str(place.room)},
        )
        notifications.queue_seat_cancelled(seat, place.event, place.room)
    return seat


def _take(place: rooms.Place, actor: User, *, left: Room | None = None) -> Seat:
    """Give the seat; a place in this room's waitlist has served its purpose then. `RoomFull`."""
    if not place.has_free():
        raise RoomFull
    for waiting in place.room.waitings.filter(person=actor, state__in=IN_QUEUE):
        rooms.end_waiting(place, waiting, WaitingState.ACCEPTED)
    return rooms.give_seat(place, actor, left=left)
