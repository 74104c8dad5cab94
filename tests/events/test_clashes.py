"""A participant's own clash of sessions: told where they choose and in their agenda, to them alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import EventPage, Room, Seat, Slot
from events.services.events import cancel_event
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory, SeatFactory, first_room, make_room, make_slot

pytestmark = pytest.mark.django_db

TOLD = "Pada waktu itu Anda juga terdaftar di"


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1)


def room_at(start) -> Room:
    """The room of a new event that starts at that moment and lasts two hours."""
    event = EventPageFactory()
    at = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    Slot.objects.filter(page=event).update(**at)
    EventPage.objects.filter(pk=event.pk).update(**at)
    return first_room(event)


def pages_of(room: Room) -> list[str]:
    return [f"/fgd/{room.slot.page.slug}/", f"/fgd/{room.slot.page.slug}/{room.slug}/"]


def told(client, room: Room) -> list[bool]:
    return [TOLD in client.get(path).content.decode() for path in pages_of(room)]


@pytest.mark.parametrize(
    ("hours", "clashes"),
    [
        pytest.param(-2.1, False, marks=pytest.mark.once),
        (-2, False),
        (-1.9, True),
        pytest.param(0, True, marks=pytest.mark.once),
        pytest.param(1.9, True, marks=pytest.mark.once),
        (2, False),
    ],
)
def test_a_clash_with_another_event_is_told_before_and_after_registering(
    client_of, person_of, tomorrow, hours, clashes
):
    held, room = room_at(tomorrow), room_at(tomorrow + timedelta(hours=hours))
    SeatFactory(room=held, person=person_of("member"))
    client = client_of("member")
    assert told(client, room) == [clashes, clashes]
    assert told(client_of("member_other"), room) == told(client_of("visitor"), room) == [False, False]

    client.post(f"{pages_of(room)[1]}daftar/")

    assert Seat.objects.active().filter(person=person_of("member")).count() == 2
    assert told(client, room) == told(client, held) == [clashes, clashes]
    assert client.get("/saya/").content.decode().count(TOLD) == 2 * clashes


def test_sessions_of_one_event_that_overlap_are_told_by_the_name_of_the_room(client_of, person_of, tomorrow):
    slots = [make_slot(tomorrow, rooms=[make_room("Pagi")]), make_slot(tomorrow, rooms=[make_room("Juga pagi")])]
    event = EventPageFactory(slots=slots)
    first, second = Room.objects.filter(slot__page=event).order_by("slot__pk")
    SeatFactory(room=first, person=person_of("member"))

    page = client_of("member").get(f"/fgd/{event.slug}/{second.slug}/").content.decode()

    assert f'{TOLD} <a href="/fgd/{event.slug}/{first.slug}/">Pagi</a>, ' in page


@pytest.mark.once
def test_two_rooms_of_one_slot_are_a_change_and_no_clash(client_of, person_of):
    event = EventPageFactory(slots=[make_slot(rooms=[make_room("A"), make_room("B")])])
    SeatFactory(room=first_room(event), person=person_of("member"))

    page = client_of("member").get(f"/fgd/{event.slug}/").content.decode()

    assert "Pindah ke ruang ini" in page
    assert TOLD not in page


@pytest.mark.parametrize("gone", ["seat", "room", "event", "unpublished"])
def test_what_does_not_take_place_clashes_with_nothing(client_of, person_of, tomorrow, gone):
    held, room = room_at(tomorrow), room_at(tomorrow)
    SeatFactory(room=held, person=person_of("member"), cancelled=gone == "seat")
    match gone:
        case "room":
            Room.objects.filter(pk=held.pk).update(is_cancelled=True)
        case "event":
            cancel_event(held.slot.page, actor=UserFactory(is_superuser=True))
        case "unpublished":
            EventPage.objects.filter(pk=held.slot.page_id).update(live=False)

    assert told(client_of("member"), room) == [False, False]


@pytest.mark.once
def test_many_clashes_cost_no_more_queries(client_of, person_of, tomorrow, assert_flat_queries):
    room, client = room_at(tomorrow), client_of("member")

    def add_row():
        SeatFactory(room=room_at(tomorrow), person=person_of("member"))

    assert_flat_queries(add_row, lambda: client.get(pages_of(room)[0]), at_most=15)
    assert client.get(pages_of(room)[0]).content.decode().count(TOLD) == 5
