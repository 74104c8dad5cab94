"""The demo weeks after it was loaded: its invented events move on, unless somebody made them theirs."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.log_actions import log

from community.models import Notice, QueuedMail, User
from cop_portal.demo import content
from events.enums import EventState, PersonRole
from events.models import EventPage, RoomPerson, Seat, Slot
from events.services import events, notulen
from tests.factories.community import UserFactory
from tests.factories.events import SeatFactory, WaitingFactory

pytestmark = pytest.mark.django_db
OPEN, RUNNING, REAL = "klinik-indikator-skp-pelayanan", "tanya-langsung-skp-elektronik", "kiat-sukses-manajemen-kinerja"
MOVED = "acara dijadwalkan ulang"


@pytest.fixture(autouse=True)
def weeks_later(demo_content, monkeypatch):
    """Five weeks after the load, at noon in Jakarta, and the clock has started what began meanwhile."""
    noon = (timezone.now() + timedelta(days=35)).replace(hour=5, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    EventPage.objects.filter(slug=OPEN).update(state=EventState.RUNNING)
    return noon


def event(slug: str) -> EventPage:
    return EventPage.objects.get(slug=slug)


def days_of(slug: str) -> list:
    return list(Slot.objects.filter(page__slug=slug).values_list("day", flat=True))


def by_state(now) -> dict:
    coming = EventPage.objects.live()
    return {"upcoming": coming.upcoming(now).count(), "running": coming.running(now).count()}


def test_events_that_are_over_are_open_and_running_again(weeks_later, client):
    seats = set(Seat.objects.active().values_list("room", "person"))
    before = by_state(weeks_later)

    counts = content.load()

    assert before == {"upcoming": 0, "running": 0}
    assert {name: count for name, count in counts.items() if count} == {MOVED: 3}
    assert by_state(weeks_later) == {"upcoming": 2, "running": 1}
    assert (event(OPEN).state, event(RUNNING).state) == (EventState.OPEN, EventState.RUNNING)
    assert set(Seat.objects.active().values_list("room", "person")) == seats
    assert [day.weekday() < 5 for day in days_of(OPEN)] == [True]
    assert event(OPEN).get_latest_revision_as_object().starts_at == event(OPEN).starts_at
    assert client.get(f"/fgd/{OPEN}/").status_code == 200


def test_nobody_hears_that_invented_events_moved():
    told = Notice.objects.count()

    content.load()

    assert (Notice.objects.count(), QueuedMail.objects.count()) == (told, 0)


def test_a_second_load_moves_nothing():
    content.load()
    revisions = event(OPEN).revisions.count()

    assert set(content.load().values()) == {0}
    assert event(OPEN).revisions.count() == revisions


def test_what_is_not_over_stays(monkeypatch, weeks_later):
    monkeypatch.setattr(timezone, "now", lambda: weeks_later - timedelta(days=35))
    days = days_of(OPEN)

    assert content.load()[MOVED] == 0
    assert days_of(OPEN) == days


def edited(page):
    page.save_revision(user=User.objects.get(email=content.OWNER_EMAIL))


def edited_and_logged(page):
    log(page, "wagtail.edit", user=User.objects.get(email=content.OWNER_EMAIL))


def registered_for(page):
    SeatFactory(room=room_of(page), person=UserFactory(verified=True), given_at=timezone.now())


def registered_for_by_an_example(page):
    person = User.objects.verified().filter(is_example=True).exclude(event_seats__event=page).first()
    SeatFactory(room=room_of(page), person=person, given_at=timezone.now())


def waited_for(page):
    WaitingFactory(room=room_of(page), person=UserFactory(verified=True), joined_at=timezone.now())


def room_of(page):
    return page.slots.first().rooms.first()


def left_again(page):
    SeatFactory(
        room=page.slots.first().rooms.first(),
        person=UserFactory(verified=True),
        state="cancelled",
        ended_at=timezone.now(),
    )


def closed(page):
    events.close_event(page, actor=User.objects.get(email=content.OWNER_EMAIL))


def noted(page):
    notes = RoomPerson.objects.filter(room__slot__page=page, role=PersonRole.NOTULIS).first()
    entry = notulen.Entry(text="Catatan peserta.", kind="point", position=0)
    notulen.save_notulen(notes.room, actor=notes.person, entries=[entry])


def unpublished(page):
    page.unpublish()


REGISTERED = [registered_for, registered_for_by_an_example, waited_for, left_again]


@pytest.mark.parametrize("used", [edited, edited_and_logged, *REGISTERED, closed, noted, unpublished])
def test_an_event_that_somebody_used_keeps_its_days(used):
    page, days = event(OPEN), days_of(OPEN)
    used(page)
    state = event(OPEN).state

    counts = content.load()

    assert counts[MOVED] == 2
    assert (days_of(OPEN), event(OPEN).state) == (days, state)


def test_a_real_event_never_moves(weeks_later):
    EventPage.objects.filter(slug=OPEN).update(is_example=False)
    EventPage.objects.filter(slug=REAL).update(state=EventState.RUNNING)
    days = days_of(OPEN) + days_of(REAL)

    content.load()

    assert days_of(OPEN) + days_of(REAL) == days
