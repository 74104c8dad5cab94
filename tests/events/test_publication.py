"""What publishing an event anew keeps, tells and counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import QueuedMail
from events.enums import EventState, SeatState, WaitingState
from events.models import EventPage, Room, Slot
from events.services.publication import event_published
from tests.factories.community import SubAspectFactory, UserFactory
from tests.factories.events import (
    EventPageFactory,
    SeatFactory,
    WaitingFactory,
    first_room,
    make_room,
    make_slot,
)
from tests.support.events import change_room, edit

pytestmark = pytest.mark.django_db


def add_room(draft):
    draft.slot_list()[0].rooms.add(make_room("Ruang Baru", sort_order=1))


def test_rooms_keep_their_rows_over_publications():
    seat = SeatFactory()
    event = seat.event

    event = edit(event, add_room)
    event = edit(event, lambda draft: None)
    event = edit(event, lambda draft: setattr(draft, "title", "Judul baru"))

    rooms = Room.objects.filter(slot__page=event).order_by("sort_order", "pk")
    assert [room.title for room in rooms] == ["Ruang Dialog", "Ruang Baru"]
    assert rooms[0].pk == seat.room_id
    assert [room.slug for room in rooms] == ["ruang-dialog", "ruang-baru"]
    assert Slot.objects.filter(page=event).count() == 1


def test_a_draft_published_twice_makes_its_new_room_once():
    event = EventPageFactory()
    draft = event.get_latest_revision_as_object()
    add_room(draft)
    revision = draft.save_revision()

    revision.publish()
    first = list(Room.objects.filter(slot__page=event).order_by("pk").values_list("pk", flat=True))
    revision.publish()

    assert list(Room.objects.filter(slot__page=event).order_by("pk").values_list("pk", flat=True)) == first


def test_an_older_draft_does_not_bring_back_an_older_state():
    event = EventPageFactory(prepared=True)
    revision = event.get_latest_revision_as_object().save_revision()
    EventPage.objects.filter(pk=event.pk).update(state=EventState.RUNNING, sequence=7)

    revision.publish()

    event.refresh_from_db()
    assert (event.state, event.sequence) == (EventState.RUNNING, 7)


def test_moments_follow_day_hours_and_zone():
    event = EventPageFactory()
    wib = event.starts_at

    event = edit(event, lambda draft: setattr(draft, "zone", "Asia/Jayapura"))

    assert event.starts_at == wib - timedelta(hours=2)
    assert event.slots.get().starts_at == event.starts_at


@pytest.mark.once
def test_aspects_of_rooms_are_brought_along():
    subaspect = SubAspectFactory()
    event = EventPageFactory(slots=[make_slot(rooms=[make_room(subaspects=[subaspect])])])

    assert list(event.subaspects.all()) == [subaspect]
    assert list(event.aspects.all()) == [subaspect.aspect]
    assert list(first_room(event).subaspects.all()) == [subaspect]


@pytest.mark.once
def test_first_publication_tells_nobody_and_counts_nothing():
    event = EventPageFactory()

    assert (event.sequence, event.calendar_changed_at is not None) == (0, True)
    assert not QueuedMail.objects.exists()


@pytest.mark.once
def test_a_moved_slot_is_told_once_to_who_sits_or_waits_there():
    seat = SeatFactory()
    waiting = WaitingFactory(room=seat.room)
    SeatFactory(room=seat.room, person=UserFactory(is_active=False))  # who may not read it any more is told nothing

    def later(draft):
        slot = draft.slot_list()[0]
        slot.day += timedelta(days=1)

    event = edit(seat.event, later)
    event_published(event)

    told = QueuedMail.objects.filter(key__startswith="events:programme:")
    assert sorted(mail.recipients[0] for mail in told) == sorted([seat.person.email, waiting.person.email])
    assert event.sequence == 1


@pytest.mark.once
def test_what_touches_no_calendar_is_not_told():
    seat = SeatFactory()

    event = edit(seat.event, lambda draft: setattr(draft, "summary", "Ringkasan lain."))

    assert event.sequence == 0
    assert not QueuedMail.objects.exists()


@pytest.mark.once
def test_a_room_that_does_not_take_place_is_emptied():
    seat = SeatFactory()

    event = edit(seat.event, change_room(is_cancelled=True))

    seat.refresh_from_db()
    assert (seat.state, event.sequence) == (SeatState.CANCELLED, 1)
    assert QueuedMail.objects.get().recipients == [seat.person.email]


@pytest.mark.once
def test_a_room_that_grew_offers_its_seats():
    event = EventPageFactory(slots=[make_slot(rooms=[make_room(capacity=1)])])
    seat = SeatFactory(room=first_room(event))
    first, second = WaitingFactory(room=seat.room), WaitingFactory(room=seat.room)

    edit(event, change_room(capacity=2))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (WaitingState.OFFERED, WaitingState.WAITING)
    assert first.offer_expires_at > timezone.now()
