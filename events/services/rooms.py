"""What registration and waitlist share: the locked room, its free seats, and who is offered the next one.

All of it happens under the lock of the slot's row: rooms of one slot share it, so that neither the last seat of a room
nor a person's one seat in the slot is given twice, and a change of room needs no second lock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from community.models import User
from events import notifications
from events.enums import EventState, SeatState, WaitingState
from events.errors import RegistrationClosed, RoomCancelled, SlotStarted
from events.models import EventPage, Room, Seat, Slot, Waiting
from events.signals import registration_changed

OFFER_LASTS = timedelta(hours=24)
GONE = WaitingState.LEFT  # how waiting ends when the room does not take place
TAKING_PART = (EventState.OPEN, EventState.RUNNING)


@dataclass(frozen=True)
class Place:
    """A room as it stands after its slot's row was locked."""

    event: EventPage
    slot: Slot
    room: Room
    now: datetime

    @property
    def is_started(self) -> bool:
        return self.slot.is_started(self.now)

    def free(self) -> int | None:
        """Seats that nobody holds and that are offered to nobody; None where there is no limit."""
        if self.room.capacity is None:
            return None
        taken = self.room.seats.active().count() + self.room.waitings.offered().count()
        return max(0, self.room.capacity - taken)

    def has_free(self) -> bool:
        free = self.free()
        return free is None or free > 0

    def beside(self, room: Room) -> "Place":
        """Another room of the same slot, under the same lock."""
        room.slot = self.slot
        return Place(self.event, self.slot, room, self.now)


def locked(room: Room) -> Place:
    """Lock the slot of `room` until the transaction ends; the room is read after it."""
    slot_id = Room.objects.values_list("slot_id", flat=True).get(pk=room.pk)
    slot = Slot.objects.select_for_update().get(pk=slot_id)
    event = EventPage.objects.get(pk=slot.page_id)
    room = Room.objects.get(pk=room.pk)
    room.slot, slot.page = slot, event
    return Place(event, slot, room, timezone.now())


def require_registrable(place: Place) -> None:
    """`RegistrationClosed`, `RoomCancelled` or `SlotStarted` unless somebody may take a seat or a place now."""
    if place.event.state not in TAKING_PART or not is_within_registration(place.event, place.now):
        raise RegistrationClosed
    if place.room.is_cancelled:
        raise RoomCancelled
    require_not_started(place)


def require_not_started(place: Place) -> None:
    if place.is_started:
        raise SlotStarted


def is_within_registration(event: EventPage, now) -> bool:
    """Whether `now` lies between the dates that the organiser set; an unset one does not bound."""
    opens, closes = event.registration_opens_at, event.registration_closes_at
    return (opens is None or opens <= now) and (closes is None or now < closes)


def give_seat(place: Place, person, *, left: Room | None = None) -> Seat:
    """Write the seat and tell its holder, who `left` another room for it; the caller made sure that it is free."""
    seat = Seat.objects.create(event=place.event, slot=place.slot, room=place.room, person=person, given_at=place.now)
    notifications.queue_seat_given(seat, place.event, place.room, left)
    announce(place)
    return seat


def end_seat(place: Place, seat: Seat) -> None:
    """Free the seat and pass it on."""
    end_seat_only(place, seat)
    pass_on(place)


def end_seat_only(place: Place, seat: Seat) -> None:
    """Free the seat and offer it to nobody."""
    seat.state, seat.ended_at = SeatState.CANCELLED, place.now
    seat.save(update_fields=["state", "ended_at"])
    notifications.settle(seats=[seat])
    announce(place)


def end_waiting(place: Place, waiting: Waiting, state: WaitingState) -> None:
    waiting.state, waiting.ended_at = state, place.now
    waiting.save(update_fields=["state", "ended_at"])
    notifications.settle(waitings=[waiting])
    announce(place)


def end_all(place: Place) -> list[User]:
    """End all seats and waiting of a room that does not take place, by as few statements for many as for one.

    Returns the people who were in them, each once.
    """
    seats = list(place.room.seats.active().select_related("person"))
    waitings = list(place.room.waitings.in_queue().select_related("person"))
    place.room.seats.active().update(state=SeatState.CANCELLED, ended_at=place.now)
    place.room.waitings.in_queue().update(state=GONE, ended_at=place.now)
    notifications.settle(seats=seats, waitings=waitings)
    announce(place)
    return list({each.person_id: each.person for each in (*seats, *waitings)}.values())


def lapse(place: Place) -> None:
    """End the offers of the room whose time is over, and pass their seats on."""
    for waiting in place.room.waitings.lapsed(place.now):
        end_waiting(place, waiting, WaitingState.EXPIRED)
        notifications.queue_offer_expired(waiting, place.event, place.room)
    pass_on(place)


def pass_on(place: Place) -> list[Waiting]:
    """Offer the free seats of the room to those who wait longest; nothing once the slot has started.

    Who may not read the event any more is passed over: nobody is offered what they cannot open.
    """
    if place.is_started or place.room.is_cancelled or place.event.state not in TAKING_PART:
        return []
    free = place.free()
    if free == 0:
        return []
    queue = place.room.waitings.waiting().filter(person__in=User.objects.readers_of(place.event))
    offered = list(queue if free is None else queue[:free])
    for waiting in offered:
        waiting.state = WaitingState.OFFERED
        waiting.offered_at = place.now
        waiting.offer_expires_at = offer_end(place)
        waiting.save(update_fields=["state", "offered_at", "offer_expires_at"])
        notifications.queue_offer(waiting, place.event, place.room)
    if offered:
        announce(place)
    return offered


def offer_end(place: Place) -> datetime:
    """A day from now, but not beyond the start of the slot."""
    end = place.now + OFFER_LASTS
    return min(end, place.slot.starts_at) if place.slot.starts_at else end


def announce(place: Place) -> None:
    registration_changed.send(Room, event_id=place.event.pk, room_id=place.room.pk)
