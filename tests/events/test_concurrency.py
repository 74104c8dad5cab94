"""Many at once: seats stay within capacity, nobody sits twice in a slot, the waitlist keeps its order."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from community.enums import NoticeKind
from community.errors import RuleBroken
from community.models import Notice, QueuedMail, User
from events.enums import WaitingState
from events.models import Room, Seat
from events.services.registration import cancel_registration, change_room, register
from events.services.waitlist import join_waitlist
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory, SeatFactory, WaitingFactory, make_open_room, make_room, make_slot

# One worker has all of these: dozens of threads each.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("connections")]


def crowd() -> tuple[int, int]:
    """People and seats: SQLite has one writer at a time, so a smaller crowd shows as much."""
    return (300, 50) if connection.vendor == "postgresql" else (60, 10)


def make_people(count: int) -> list[User]:
    User.objects.bulk_create(User(email=f"ramai{n}@contoh.go.id", name=f"Ramai {n}") for n in range(count))
    return list(User.objects.filter(email__startswith="ramai").order_by("pk"))


def at_once(calls, threads: int = 24) -> list[str]:
    """Run the calls by many threads; the name of each refusal, or "ok"."""

    def run(call) -> str:
        try:
            call()
        except RuleBroken as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()
        return "ok"

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, calls))


def test_fifty_seats_stay_fifty():
    people, seats = crowd()
    room = make_open_room(capacity=seats)
    persons = make_people(people)

    outcomes = at_once([lambda person=person: register(room, actor=person) for person in persons])

    assert room.seats.active().count() == seats
    assert (outcomes.count("ok"), outcomes.count("RoomFull")) == (seats, people - seats)
    told = [recipient for row in QueuedMail.objects.all() for recipient in row.recipients]
    assert sorted(told) == sorted(room.seats.active().values_list("person__email", flat=True))


@pytest.mark.slow
@pytest.mark.only_on("postgresql", "SQLite has one writer at a time, who waits in no queue")
def test_three_hundred_in_the_same_instant_for_fifty_seats():
    """Each with a connection of their own, all of them let go together."""
    room = make_open_room(capacity=50)
    persons = make_people(300)
    together = Barrier(len(persons), timeout=120)

    def ask(person) -> None:
        connections["default"].ensure_connection()
        together.wait()
        register(room, actor=person)

    outcomes = at_once([lambda person=person: ask(person) for person in persons], threads=len(persons))

    assert (outcomes.count("ok"), outcomes.count("RoomFull")) == (50, 250)
    seated = sorted(room.seats.active().values_list("person__email", flat=True))
    assert len(seated) == 50
    assert sorted(recipient for row in QueuedMail.objects.all() for recipient in row.recipients) == seated


def test_nobody_sits_twice_in_a_slot():
    rooms = [make_room(f"Ruang {n}", capacity=100) for n in range(4)]
    event = EventPageFactory(slots=[make_slot(rooms=rooms)])
    rooms, persons = list(Room.objects.filter(slot__page=event)), make_people(6)
    calls = [lambda room=room, person=person: register(room, actor=person) for room in rooms for person in persons]
    calls += [lambda room=room, person=person: change_room(room, actor=person) for room in rooms for person in persons]

    at_once(calls)

    held = list(Seat.objects.active().values_list("person", flat=True))
    assert sorted(held) == [person.pk for person in persons]


def test_the_same_person_at_once_gets_one_seat_and_one_mail():
    room, person = make_open_room(capacity=5), UserFactory()

    outcomes = at_once([lambda: register(room, actor=person) for _ in range(12)])

    assert (outcomes.count("ok"), outcomes.count("AlreadyRegistered")) == (1, 11)
    assert room.seats.active().count() == 1
    assert [row.recipients for row in QueuedMail.objects.all()] == [[person.email]]
    assert Notice.objects.filter(recipient=person).count() == 1


def test_cancelling_and_registering_at_once_serves_the_waitlist_first():
    room = make_open_room(capacity=8)
    held = SeatFactory.create_batch(8, room=room)
    waiting = [WaitingFactory(room=room) for _ in range(5)]
    newcomers = make_people(10)
    calls = [lambda seat=seat: cancel_registration(seat, actor=seat.person) for seat in held[:4]]
    calls += [lambda person=person: register(room, actor=person) for person in newcomers]
    calls += [lambda person=person: join_waitlist(room, actor=person) for person in newcomers]

    at_once(calls)

    taken = room.seats.active().count() + room.waitings.offered().count()
    for each in waiting:
        each.refresh_from_db()
    assert taken == 8
    assert [each.state for each in waiting] == [WaitingState.OFFERED] * 4 + [WaitingState.WAITING]
    assert not Seat.objects.active().filter(person__in=newcomers).exists()
    offered = Notice.objects.filter(kind=NoticeKind.OFFER).order_by("recipient").values_list("recipient", flat=True)
    assert list(offered) == [each.person_id for each in waiting[:4]]
