from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone

from community import panels
from community.enums import Audience, Scope
from events.enums import EventState, PersonRole
from events.models import EventPage
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.events import EventPageFactory, SeatFactory, WaitingFactory, make_room, make_slot, make_speaker
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


def test_a_member_shows_where_they_spoke_or_moderated():
    person = UserFactory(verified=True)

    def event(title: str, role=PersonRole.SPEAKER, who=person, is_cancelled=False, **fields):
        room = make_room(people=[make_speaker(person=who, role=role)], is_cancelled=is_cancelled)
        EventPageFactory(title=title, slots=[make_slot(rooms=[room])], **fields)

    event("Membawakan")
    event("Memandu", PersonRole.MODERATOR, members=True)
    for left_out in (
        {"role": PersonRole.NOTULIS},
        {"who": UserFactory()},
        {"who": None},
        {"is_cancelled": True},
        {"state": EventState.CANCELLED},
        {"draft": True},
    ):
        event("Bukan bagiannya", **left_out)

    visitor, member = drawn("person", person, AnonymousUser()), drawn("person", person, UserFactory(verified=True))

    assert ("Membawakan" in visitor, "Memandu" in visitor) == (True, False)
    assert ("Membawakan" in member, "Memandu" in member) == (True, True)
    assert "Bukan bagiannya" not in member
    assert drawn("person", UserFactory(), person) == ""


def test_an_event_with_two_parts_of_a_person_stands_once_on_their_page(client_of, assert_flat_queries):
    person = UserFactory(verified=True)
    roles = (PersonRole.SPEAKER, PersonRole.MODERATOR)

    def event():
        rooms = [make_room(title, people=[make_speaker(person=person, role=role) for role in roles]) for title in "AB"]
        EventPageFactory(title="Dua kali", slots=[make_slot(rooms=rooms)])

    event()
    client = client_of("member")
    assert client.get(f"/anggota/{person.pk}/").content.decode().count("Dua kali") == 1
    assert_flat_queries(event, lambda: client.get(f"/anggota/{person.pk}/"), at_most=15)


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
