from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone

from community import panels
from community.enums import Audience, Scope
from events.models import EventPage
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.events import EventPageFactory, SeatFactory, WaitingFactory, make_slot
from tests.factories.practices import PracticePageFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


def own(slot: str) -> panels.Panel:
    return next(panel for panel in panels.registered(slot) if panel.template.startswith("events/"))


def drawn(slot: str, subject, reader) -> str:
    """The panel as its page shows it; empty when it stays away. It keeps to its budget of queries."""
    panel = own(slot)
    assert count_queries(lambda: panel.context(subject, reader)) <= panel.queries
    context = panel.context(subject, reader)
    return "" if context is None else render_to_string(panel.template, {"panel": context})


def test_a_practice_names_the_newest_event_that_the_reader_may_read(client_of):
    practice = PracticePageFactory()
    EventPageFactory(closed=True, title="Yang lama", practices=[practice])
    EventPageFactory(title="Yang tertutup", members=True, practices=[practice])

    visitor = client_of("visitor").get(f"/praktik/{practice.slug}/").content.decode()
    member = client_of("member").get(f"/praktik/{practice.slug}/").content.decode()

    assert ("Yang lama" in visitor, "Yang tertutup" in visitor) == (True, False)
    assert "Yang tertutup" in member
    assert (
        "Belum dibahas di FGD" in client_of("visitor").get(f"/praktik/{PracticePageFactory().slug}/").content.decode()
    )


@pytest.mark.once
def test_a_scope_shows_its_own_events_to_come():
    EventPageFactory(title="Sesuai", scope=Scope.HELPING)
    EventPageFactory(title="Lingkup lain")
    EventPageFactory(title="Sudah lewat", scope=Scope.HELPING, closed=True)

    page = drawn("scope", Scope.HELPING, AnonymousUser())

    assert ("Sesuai" in page, "Lingkup lain" in page, "Sudah lewat" in page) == (True, False, False)
    assert drawn("scope", Scope.INNOVATIVE, AnonymousUser()) == ""


def test_an_instansi_shows_what_it_holds():
    instansi = InstansiFactory()
    EventPageFactory(title="Kelak", owners=[instansi])
    EventPageFactory(title="Dahulu", owners=[instansi], closed=True)
    EventPageFactory(title="Orang lain")

    page = drawn("instansi", instansi, AnonymousUser())

    assert page.index("Kelak") < page.index("Dahulu")
    assert "Orang lain" not in page
    assert drawn("instansi", InstansiFactory(), AnonymousUser()) == ""


def test_my_agenda_holds_offers_seats_and_waiting_places():
    person = UserFactory()
    seat = SeatFactory(person=person)
    offer = WaitingFactory(person=person, offered=True)
    waiting = WaitingFactory(person=person)
    past = SeatFactory(person=person)
    past.slot.day -= timedelta(days=3)
    type(past.slot).objects.filter(pk=past.slot_id).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )

    page = drawn("saya", None, person)

    assert page.index(offer.event.title) < page.index(seat.event.title) < page.index(waiting.event.title)
    assert past.event.title not in page
    EventPage.objects.filter(pk=seat.event_id).update(audience=Audience.MEMBERS)
    assert seat.event.title not in drawn("saya", None, person)  # a link to a page that is none for them
    assert drawn("saya", None, UserFactory()) == drawn("saya", None, AnonymousUser()) == ""


@pytest.mark.once
def test_draft_events_are_in_no_panel():
    practice, instansi = PracticePageFactory(), InstansiFactory()
    EventPageFactory(draft=True, title="Rahasia", practices=[practice], owners=[instansi], slots=[make_slot()])

    assert "Rahasia" not in drawn("practice_loop", practice, AnonymousUser())
    assert drawn("instansi", instansi, AnonymousUser()) == ""
