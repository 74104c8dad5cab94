from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import PageLogEntry

from community.models import QueuedMail
from community.system import SYSTEM
from events.enums import EventState, SeatState, WaitingState
from events.errors import EventHasNoTimes, EventNotOver, EventNotPublished, WrongEventState
from events.models import EventPage
from events.services import rooms
from events.services.events import (
    advance_events,
    cancel_event,
    close_event,
    open_event,
    pause_event,
    start_event,
)
from events.signals import event_changed
from tests.factories.events import EventPageFactory, SeatFactory, WaitingFactory, archive_slot, first_room, make_slot

pytestmark = pytest.mark.django_db


def past_slot():
    return make_slot(timezone.now() - timedelta(days=2))


def test_the_states_follow_each_other(person_of):
    organiser = person_of("organiser")
    event = EventPageFactory(prepared=True)

    states = [
        move(event, actor=organiser).state for move in (open_event, pause_event, open_event, start_event, cancel_event)
    ]

    assert states == ["open", "draft", "open", "running", "cancelled"]
    actions = PageLogEntry.objects.filter(page=event.pk, action__startswith="events.").order_by("pk")
    assert [entry.action for entry in actions] == [
        "events.open",
        "events.pause",
        "events.open",
        "events.start",
        "events.cancel",
    ]
    assert {entry.user for entry in actions} == {organiser}


@pytest.mark.once
@pytest.mark.parametrize("move", [open_event, pause_event, start_event, close_event, cancel_event])
@pytest.mark.parametrize("role", ["visitor", "member", "contributor", "steward"])
def test_only_organisers_move_an_event(person_of, move, role):
    event = EventPageFactory()

    with pytest.raises(PermissionDenied):
        move(event, actor=person_of(role))

    event.refresh_from_db()
    assert event.state == EventState.OPEN


@pytest.mark.once
def test_open_needs_a_published_event_with_hours():
    with pytest.raises(EventNotPublished):
        open_event(EventPageFactory(draft=True), actor=SYSTEM)
    with pytest.raises(EventHasNoTimes):
        open_event(EventPageFactory(prepared=True, slots=[archive_slot()]), actor=SYSTEM)
    with pytest.raises(EventHasNoTimes):
        open_event(EventPageFactory(prepared=True, slots=[]), actor=SYSTEM)
    with pytest.raises(WrongEventState):
        open_event(EventPageFactory(), actor=SYSTEM)


@pytest.mark.once
def test_close_needs_an_event_that_is_over():
    with pytest.raises(EventNotOver):
        close_event(EventPageFactory(), actor=SYSTEM)
    with pytest.raises(WrongEventState):
        close_event(EventPageFactory(closed=True), actor=SYSTEM)

    closed = close_event(EventPageFactory(slots=[past_slot()]), actor=SYSTEM)

    assert (closed.state, closed.closed_at is not None) == (EventState.CLOSED, True)
    assert EventPage.objects.get(pk=closed.pk).state == EventState.CLOSED


def test_close_takes_an_archive_without_hours():
    event = EventPageFactory(prepared=True, slots=[archive_slot()])

    assert close_event(event, actor=SYSTEM).state == EventState.CLOSED


def test_cancel_empties_the_rooms_and_tells_everybody_once():
    event = EventPageFactory()
    room = first_room(event)
    seat, waiting = SeatFactory(room=room), WaitingFactory(room=room)
    both = WaitingFactory(room=room, person=seat.person)

    cancelled = cancel_event(event, actor=SYSTEM)

    for row in (seat, waiting, both):
        row.refresh_from_db()
    assert (seat.state, waiting.state, both.state) == (SeatState.CANCELLED, WaitingState.LEFT, WaitingState.LEFT)
    assert cancelled.sequence == 1
    told = QueuedMail.objects.filter(key__startswith="events:room-cancelled:")
    assert sorted(each.recipients[0] for each in told) == sorted([seat.person.email, waiting.person.email])


def test_ending_all_that_a_room_holds_costs_the_same_for_many(assert_flat_queries):
    room = first_room(EventPageFactory())
    place = rooms.locked(room)

    def one_more():
        SeatFactory(room=room)
        WaitingFactory(room=room)

    assert_flat_queries(one_more, lambda: rooms.end_all(place), at_most=5)


def test_a_move_announces_inside_the_transaction():
    event, heard = EventPageFactory(prepared=True), []

    def hear(sender, event_id, **kwargs):
        heard.append(EventPage.objects.get(pk=event_id).state)

    event_changed.connect(hear)
    open_event(event, actor=SYSTEM)
    event_changed.disconnect(hear)

    assert heard == [EventState.OPEN]


def test_advance_opens_and_starts_by_the_clock():
    now = timezone.now()
    opens = EventPageFactory(prepared=True, registration_opens_at=now - timedelta(minutes=1))
    later = EventPageFactory(prepared=True, registration_opens_at=now + timedelta(minutes=5))
    starts = EventPageFactory(slots=[make_slot(now - timedelta(minutes=3))])
    unset = EventPageFactory(prepared=True)

    assert advance_events() == 2
    assert advance_events() == 0

    states = [EventPage.objects.get(pk=each.pk).state for each in (opens, later, starts, unset)]
    assert states == ["open", "draft", "running", "draft"]
