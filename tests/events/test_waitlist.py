from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.enums import Audience, NoticeKind
from community.models import Notice, QueuedMail
from community.system import SYSTEM
from events.enums import EventState, SeatState, WaitingState
from events.errors import (
    AlreadyRegistered,
    AlreadyWaiting,
    NotWaiting,
    OfferExpired,
    RegistrationClosed,
    RoomNotFull,
    SlotStarted,
)
from events.models import EventPage, Room, Seat, Slot, Waiting
from events.services.events import open_event, pause_event
from events.services.registration import cancel_registration
from events.services.waitlist import accept_offer, expire_offers, join_waitlist, leave_waitlist
from tests.factories.community import UserFactory
from tests.factories.events import (
    EventPageFactory,
    SeatFactory,
    WaitingFactory,
    first_room,
    make_open_room,
    make_room,
    make_slot,
)

pytestmark = pytest.mark.django_db


def full_room():
    return SeatFactory(room=make_open_room(capacity=1)).room


def states(room) -> list[str]:
    return list(room.waitings.order_by("pk").values_list("state", flat=True))


def test_join_puts_at_the_end_and_tells_once():
    room = full_room()
    first, second = UserFactory(), UserFactory()

    join_waitlist(room, actor=first)
    waiting = join_waitlist(room, actor=second)

    assert [each.person for each in room.waitings.in_queue()] == [first, second]
    assert QueuedMail.objects.filter(key=f"events:waiting:{waiting.pk}").count() == 1


@pytest.mark.once
def test_join_refuses_while_there_are_seats():
    with pytest.raises(RoomNotFull):
        join_waitlist(make_open_room(capacity=2), actor=UserFactory())

    assert not Waiting.objects.exists()


@pytest.mark.once
def test_join_refuses_who_sits_or_waits_there():
    room = full_room()
    waiting = WaitingFactory(room=room)

    with pytest.raises(AlreadyRegistered):
        join_waitlist(room, actor=room.seats.get().person)
    with pytest.raises(AlreadyWaiting):
        join_waitlist(room, actor=waiting.person)


def test_join_refuses_strangers_and_closed_events():
    room = full_room()
    with pytest.raises(PermissionDenied):
        join_waitlist(room, actor=AnonymousUser())

    EventPage.objects.filter(pk=room.slot.page_id).update(state=EventState.DRAFT)

    with pytest.raises(RegistrationClosed):
        join_waitlist(room, actor=UserFactory())


@pytest.mark.once
def test_a_seat_in_the_parallel_room_is_kept_while_waiting():
    event = EventPageFactory(slots=[make_slot(rooms=[make_room("Satu", capacity=1), make_room("Dua", capacity=1)])])
    one, two = Room.objects.filter(slot__page=event).order_by("sort_order")
    mine = SeatFactory(room=one)
    theirs = SeatFactory(room=two)
    behind = WaitingFactory(room=one)

    waiting = join_waitlist(two, actor=mine.person)
    cancel_registration(theirs, actor=theirs.person)
    taken = accept_offer(waiting, actor=mine.person)

    mine.refresh_from_db()
    behind.refresh_from_db()
    assert (mine.state, taken.room) == (SeatState.CANCELLED, two)
    assert behind.state == WaitingState.OFFERED  # the seat that was left went on to who waited for it


def test_accept_gives_the_seat():
    waiting = WaitingFactory(offered=True)

    seat = accept_offer(waiting, actor=waiting.person)

    waiting.refresh_from_db()
    assert (seat.person, waiting.state) == (waiting.person, WaitingState.ACCEPTED)
    assert waiting.ended_at is not None


def test_what_was_told_of_a_place_is_read_once_it_is_over():
    """Not of another's place in the same room, nor that a seat is held now."""
    held = SeatFactory(room=make_open_room(capacity=1))
    first = join_waitlist(held.room, actor=UserFactory(verified=True))
    second = join_waitlist(held.room, actor=UserFactory(verified=True))
    cancel_registration(held, actor=held.person)

    accept_offer(first, actor=first.person)

    unread = Notice.objects.unread().filter(recipient__in=[first.person, second.person])
    assert {(row.recipient, row.kind) for row in unread} == {
        (first.person, NoticeKind.SEAT_GIVEN),
        (second.person, NoticeKind.WAITING),
    }


@pytest.mark.once
def test_accept_is_refused_for_another_and_without_an_offer():
    offered, waiting = WaitingFactory(offered=True), WaitingFactory()

    with pytest.raises(PermissionDenied):
        accept_offer(offered, actor=UserFactory())
    with pytest.raises(NotWaiting):
        accept_offer(waiting, actor=waiting.person)

    assert not Seat.objects.exists()


def test_accept_is_refused_after_the_offer_lapsed():
    waiting = WaitingFactory(lapsed=True)

    with pytest.raises(OfferExpired):
        accept_offer(waiting, actor=waiting.person)
    expire_offers()
    with pytest.raises(OfferExpired):
        accept_offer(waiting, actor=waiting.person)

    assert not Seat.objects.exists()


def test_accept_is_refused_once_the_slot_has_started():
    waiting = WaitingFactory(offered=True, room=first_room(EventPageFactory(running=True)))

    with pytest.raises(SlotStarted):
        accept_offer(waiting, actor=waiting.person)


def test_decline_passes_the_offer_on():
    room = make_open_room(capacity=1)
    first, second = WaitingFactory(offered=True, room=room), WaitingFactory(room=room)

    leave_waitlist(first, actor=first.person)

    assert states(room) == [WaitingState.DECLINED, WaitingState.OFFERED]
    assert QueuedMail.objects.filter(key=f"events:offer:{second.pk}").count() == 1


def test_leaving_the_queue_keeps_the_others_in_order():
    room = full_room()
    first, second, third = (WaitingFactory(room=room) for _ in range(3))

    leave_waitlist(second, actor=second.person)

    assert list(room.waitings.in_queue()) == [first, third]
    with pytest.raises(NotWaiting):
        leave_waitlist(second, actor=second.person)
    with pytest.raises(PermissionDenied):
        leave_waitlist(first, actor=third.person)


def test_expire_offers_passes_on_once():
    room = make_open_room(capacity=1)
    WaitingFactory(lapsed=True, room=room)
    WaitingFactory(room=room)

    assert expire_offers() == 1
    assert expire_offers() == 0

    assert states(room) == [WaitingState.EXPIRED, WaitingState.OFFERED]
    assert QueuedMail.objects.filter(key__startswith="events:offer:").count() == 1


@pytest.mark.once
def test_an_offer_ends_with_the_start_of_the_slot():
    start = timezone.now() + timedelta(hours=3)
    event = EventPageFactory(slots=[make_slot(start, minutes=30, rooms=[make_room(capacity=1)])])
    seat = SeatFactory(room=first_room(event))
    waiting = WaitingFactory(room=seat.room)

    cancel_registration(seat, actor=seat.person)

    waiting.refresh_from_db()
    assert waiting.offer_expires_at == Slot.objects.get(pk=seat.slot_id).starts_at


@pytest.mark.once
def test_nothing_is_offered_once_the_slot_has_started(person_of):
    seat = SeatFactory(room=first_room(EventPageFactory(running=True)))
    waiting = WaitingFactory(room=seat.room)

    cancel_registration(seat, actor=person_of("organiser"))

    waiting.refresh_from_db()
    assert waiting.state == WaitingState.WAITING


@pytest.mark.once
def test_what_became_free_while_registration_was_closed_is_offered_when_it_opens():
    room = full_room()
    waiting = WaitingFactory(room=room)
    event = pause_event(room.slot.page, actor=SYSTEM)
    cancel_registration(room.seats.get(), actor=SYSTEM)
    before = states(room)

    open_event(event, actor=SYSTEM)

    assert (before, states(room)) == ([WaitingState.WAITING], [WaitingState.OFFERED])
    assert QueuedMail.objects.filter(key=f"events:offer:{waiting.pk}").count() == 1


def test_who_may_not_read_the_event_any_more_is_offered_nothing():
    room = full_room()
    for person in (UserFactory(), UserFactory(is_active=False), UserFactory(verified=True)):
        WaitingFactory(room=room, person=person)
    EventPage.objects.filter(pk=room.slot.page_id).update(audience=Audience.MEMBERS)

    cancel_registration(room.seats.get(), actor=SYSTEM)

    assert states(room) == [WaitingState.WAITING, WaitingState.WAITING, WaitingState.OFFERED]
