from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import PageLogEntry

from community.enums import NoticeKind
from community.models import Notice, QueuedMail
from community.system import SYSTEM
from events.enums import EventState, SeatState, WaitingState
from events.errors import (
    AlreadyRegistered,
    NoSeatToChange,
    RegistrationClosed,
    RoomCancelled,
    RoomFull,
    SeatInOtherRoom,
    SeatNotActive,
    SlotStarted,
)
from events.models import EventPage, Room, Seat, Waiting
from events.services.registration import cancel_registration, change_room, register
from events.signals import registration_changed
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


def two_rooms(**fields):
    """Two parallel rooms of one slot."""
    event = EventPageFactory(slots=[make_slot(rooms=[make_room("Satu", **fields), make_room("Dua", **fields)])])
    return Room.objects.filter(slot__page=event).order_by("sort_order")


def mail_keys() -> list[str]:
    return list(QueuedMail.objects.order_by("pk").values_list("key", flat=True))


def test_register_gives_a_seat_and_one_mail_with_a_calendar_file():
    room, person = make_open_room(), UserFactory()

    seat = register(room, actor=person)

    assert (seat.person, seat.room, seat.slot, seat.state) == (person, room, room.slot, SeatState.ACTIVE)
    mail = QueuedMail.objects.get()
    assert mail.key == f"events:seat-given:{seat.pk}"
    assert mail.recipients == [person.email]
    assert b"text/calendar" in bytes(mail.message)


def test_register_announces_inside_the_transaction():
    room, heard = make_open_room(), []

    def hear(sender, event_id, room_id, **kwargs):
        heard.append((event_id, room_id, Seat.objects.filter(room=room_id).count()))

    registration_changed.connect(hear)
    register(room, actor=UserFactory())
    registration_changed.disconnect(hear)

    assert heard == [(room.slot.page_id, room.pk, 1)]


@pytest.mark.once
@pytest.mark.parametrize("person", [AnonymousUser(), SYSTEM])
def test_register_refuses_who_is_nobody(person):
    room = make_open_room()

    with pytest.raises(PermissionDenied):
        register(room, actor=person)

    assert not Seat.objects.exists()


@pytest.mark.once
def test_register_refuses_who_may_not_read_the_event():
    room = first_room(EventPageFactory(members=True))

    with pytest.raises(PermissionDenied):
        register(room, actor=UserFactory(pending=True))

    assert register(room, actor=UserFactory(verified=True)).is_active


@pytest.mark.once
def test_register_refuses_a_deactivated_person():
    with pytest.raises(PermissionDenied):
        register(make_open_room(), actor=UserFactory(is_active=False))


@pytest.mark.once
@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CLOSED, EventState.CANCELLED])
def test_register_refuses_while_the_event_is_not_open(state):
    room = first_room(EventPageFactory(state=state))

    with pytest.raises(RegistrationClosed):
        register(room, actor=UserFactory())


@pytest.mark.once
@pytest.mark.parametrize(
    "dates",
    [
        {"registration_opens_at": timedelta(hours=1)},
        {"registration_closes_at": timedelta(hours=-1)},
    ],
)
def test_register_refuses_outside_the_dates(dates):
    moments = {name: timezone.now() + delta for name, delta in dates.items()}
    room = first_room(EventPageFactory(**moments))

    with pytest.raises(RegistrationClosed):
        register(room, actor=UserFactory())


@pytest.mark.once
def test_register_refuses_a_cancelled_room():
    with pytest.raises(RoomCancelled):
        register(make_open_room(is_cancelled=True), actor=UserFactory())


@pytest.mark.once
def test_register_refuses_once_the_slot_has_started():
    room = first_room(EventPageFactory(running=True))

    with pytest.raises(SlotStarted):
        register(room, actor=UserFactory())


def test_register_refuses_a_second_seat_in_the_room():
    seat = SeatFactory()

    with pytest.raises(AlreadyRegistered):
        register(seat.room, actor=seat.person)

    assert list(Seat.objects.all()) == [seat]


@pytest.mark.once
def test_register_refuses_a_second_seat_in_the_slot():
    one, two = two_rooms()
    seat = SeatFactory(room=one)

    with pytest.raises(SeatInOtherRoom):
        register(two, actor=seat.person)

    assert list(Seat.objects.all()) == [seat]


def test_register_in_another_slot_of_the_event_is_free():
    event = EventPageFactory(slots=[make_slot(), make_slot(timezone.now() + timedelta(days=2))])
    first, second = Room.objects.filter(slot__page=event).order_by("slot__starts_at")
    person = UserFactory()

    register(first, actor=person)
    register(second, actor=person)

    assert Seat.objects.active().filter(person=person).count() == 2


def test_register_refuses_when_the_room_is_full():
    seat = SeatFactory(room=make_open_room(capacity=1))

    with pytest.raises(RoomFull):
        register(seat.room, actor=UserFactory())

    assert list(seat.room.seats.all()) == [seat]


def test_an_open_offer_keeps_its_seat():
    waiting = WaitingFactory(offered=True, room=make_open_room(capacity=1))

    with pytest.raises(RoomFull):
        register(waiting.room, actor=UserFactory())


def test_a_lapsed_offer_frees_its_seat():
    waiting = WaitingFactory(lapsed=True, room=make_open_room(capacity=1))

    seat = register(waiting.room, actor=UserFactory())

    waiting.refresh_from_db()
    assert (waiting.state, seat.is_active) == (WaitingState.EXPIRED, True)


@pytest.mark.once
def test_a_room_without_limit_takes_everybody():
    room = make_open_room(capacity=None)

    for person in UserFactory.create_batch(12):
        register(room, actor=person)

    assert room.seats.active().count() == 12


@pytest.mark.once
def test_a_cancelled_seat_may_be_taken_again():
    seat = SeatFactory(cancelled=True)

    again = register(seat.room, actor=seat.person)

    assert again.pk != seat.pk


def test_change_room_moves_the_seat_and_passes_the_old_one_on():
    one, two = two_rooms(capacity=1)
    seat = SeatFactory(room=one)
    waiting = WaitingFactory(room=one)

    moved = change_room(two, actor=seat.person)

    seat.refresh_from_db()
    waiting.refresh_from_db()
    assert (seat.state, moved.room, waiting.state) == (SeatState.CANCELLED, two, WaitingState.OFFERED)


@pytest.mark.once
def test_what_was_told_of_a_seat_is_read_once_the_seat_is_given_back():
    first, second = two_rooms()
    person = UserFactory()
    register(first, actor=person)

    seat = change_room(second, actor=person)
    moved = list(Notice.objects.unread().filter(recipient=person).values_list("kind", flat=True))
    cancel_registration(seat, actor=person)

    assert moved == [NoticeKind.SEAT_GIVEN]
    assert not Notice.objects.unread().filter(recipient=person, kind=NoticeKind.SEAT_GIVEN).exists()


def test_change_room_keeps_the_seat_when_the_other_room_is_full():
    one, two = two_rooms(capacity=1)
    seat = SeatFactory(room=one)
    SeatFactory(room=two)

    with pytest.raises(RoomFull):
        change_room(two, actor=seat.person)

    seat.refresh_from_db()
    assert seat.is_active


@pytest.mark.once
def test_change_room_needs_a_seat_elsewhere_in_the_slot():
    one, two = two_rooms()
    seat = SeatFactory(room=one)

    with pytest.raises(NoSeatToChange):
        change_room(two, actor=UserFactory())
    with pytest.raises(AlreadyRegistered):
        change_room(one, actor=seat.person)
    with pytest.raises(PermissionDenied):
        change_room(two, actor=AnonymousUser())


def test_cancel_frees_the_seat_for_who_waits_longest():
    seat = SeatFactory(room=make_open_room(capacity=1))
    first, second = WaitingFactory(room=seat.room), WaitingFactory(room=seat.room)

    cancel_registration(seat, actor=seat.person)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (WaitingState.OFFERED, WaitingState.WAITING)
    assert mail_keys() == [f"events:offer:{first.pk}", f"events:seat-returned:{seat.pk}"]


@pytest.mark.once
def test_cancel_twice_is_refused():
    seat = SeatFactory(cancelled=True)

    with pytest.raises(SeatNotActive):
        cancel_registration(seat, actor=seat.person)


@pytest.mark.once
def test_cancel_is_refused_once_the_slot_has_started():
    seat = SeatFactory(room=first_room(EventPageFactory(running=True)))

    with pytest.raises(SlotStarted):
        cancel_registration(seat, actor=seat.person)


@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", "member", "steward"])
def test_cancel_for_another_is_refused(person_of, role):
    seat = SeatFactory()

    with pytest.raises(PermissionDenied):
        cancel_registration(seat, actor=person_of(role))

    seat.refresh_from_db()
    assert seat.is_active


def test_an_organiser_cancels_with_a_trace_and_a_mail(person_of):
    seat, organiser = SeatFactory(), person_of("organiser")

    cancel_registration(seat, actor=organiser)

    entry = PageLogEntry.objects.get(action="events.cancel_seat")
    assert (entry.user, entry.data["person"]) == (organiser, seat.person_id)
    assert mail_keys() == [f"events:seat-cancelled:{seat.pk}"]


def test_seats_go_with_the_whole_event_only():
    seat = SeatFactory()
    from django.db.models import RestrictedError

    with pytest.raises(RestrictedError):
        Room.objects.get(pk=seat.room_id).delete()
    EventPage.objects.get(pk=seat.event_id).delete()

    assert not Seat.objects.exists()
    assert not Waiting.objects.exists()
