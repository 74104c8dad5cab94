"""Mails about seats are in the language of their reader; what organisers wrote stays as it is."""

from datetime import date, time, timedelta
from email import message_from_bytes, policy
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone, translation
from icalendar import Calendar

from community import work
from community.models import QueuedMail
from events.enums import EventMode
from events.models import EventPage
from events.services.publication import event_published
from events.services.registration import cancel_registration, register
from events.services.waitlist import join_waitlist
from tests.factories.community import UserFactory
from tests.factories.events import (
    EventPageFactory,
    SeatFactory,
    archive_slot,
    first_room,
    make_open_room,
    make_room,
    make_slot,
)
from tests.support.events import change_room, edit

pytestmark = pytest.mark.django_db
LANGUAGES = ("id", "en")
migration = import_module("events.migrations.0003_announced_times")


def people() -> list:
    return [UserFactory(verified=True, language=language) for language in LANGUAGES]


def last_mail_to(person):
    row = QueuedMail.objects.filter(recipients=[person.email]).latest("pk")
    return message_from_bytes(bytes(row.message), policy=policy.default)


def text_of(message) -> str:
    return message.get_body().get_content().replace("\r\n", "\n")


def in_may(**fields) -> EventPage:
    """An event in May of next year, nine to eleven."""
    day = date(timezone.localdate().year + 1, 5, 20)
    rooms = [make_room("Ruang Dialog", capacity=2, place="Aula")]
    slot = make_slot(rooms=rooms, day=day, starts=time(9), ends=time(11, 30))
    return EventPageFactory(slots=[slot], mode=EventMode.ON_SITE, **fields)


@pytest.mark.parametrize("of_actor", LANGUAGES)
def test_each_holder_of_a_seat_reads_their_own_language(smtp_catcher, of_actor):
    room = first_room(in_may(title="Dialog kinerja yang jujur"))
    year = room.slot.day.year

    with translation.override(of_actor):
        for person in people():
            register(room, actor=person)
        while work.work_off():
            pass

    mails = [message_from_bytes(envelope.content, policy=policy.default) for envelope in smtp_catcher.messages]
    said = {mail["Content-Language"]: (mail["Subject"], text_of(mail)) for mail in mails}
    items = [next(mail.iter_attachments()).get_content() for mail in mails]
    described = [str(Calendar.from_ical(item).walk("VEVENT")[0]["description"]) for item in items]
    assert said["id"][0] == "Kursi Anda: Dialog kinerja yang jujur"
    assert said["en"][0] == "Your seat: Dialog kinerja yang jujur"
    assert f"20 Mei {year}, 09.00–11.30 WIB\nAula" in said["id"][1]
    assert f"20 May {year}, 09:00–11:30 WIB\nAula" in said["en"][1]
    assert ["tautan rapat" in text for text in described] == [True, False]
    assert ["meeting link" in text for text in described] == [False, True]


def test_an_offer_names_its_end_in_the_language_of_who_gets_it():
    for person, words in zip(people(), (("pukul", "."), ("at", ":")), strict=True):
        seat = SeatFactory(room=make_open_room(capacity=1))
        waiting = join_waitlist(seat.room, actor=person)

        cancel_registration(seat, actor=seat.person)

        waiting.refresh_from_db()
        until = timezone.localtime(waiting.offer_expires_at)
        assert f" {words[0]} {until:%H}{words[1]}{until:%M} WIB." in text_of(last_mail_to(person))


@pytest.mark.parametrize("of_actor", LANGUAGES)
def test_what_moved_is_told_to_each_in_their_own_language(of_actor):
    event = in_may()
    holders = people()
    for person in holders:
        SeatFactory(room=first_room(event), person=person)
    year = event.slots.get().day.year

    def move(draft):
        slot = draft.slot_list()[0]
        slot.day += timedelta(days=1)
        slot.starts, slot.ends = time(13), time(15)
        change_room(place="")(draft)
        draft.mode, draft.place = EventMode.ONLINE, ""

    with translation.override(of_actor):
        edit(event, move)

    indonesian, english = (text_of(last_mail_to(person)) for person in holders)
    days = [date(year, 5, day) for day in (20, 21)]
    with translation.override("id"):
        old, new = (migration.date_format(day, "l, j F Y") for day in days)
    assert f"- Waktu: {old}, 09.00–11.30 WIB menjadi {new}, 13.00–15.00 WIB.\n" in indonesian
    assert "- Tempat: Aula menjadi belum ditentukan.\n- Cara hadir: tatap muka menjadi daring.\n" in indonesian
    with translation.override("en"):
        old, new = (migration.date_format(day, "l, j F Y") for day in days)
    assert f"- The time has changed from {old}, 09:00–11:30 WIB to {new}, 13:00–15:00 WIB.\n" in english
    assert "- The place has changed from Aula to not yet decided.\n" in english
    assert "- Attendance has changed from on site to online.\n" in english


def test_programmes_announced_in_words_become_facts_and_move_nobody():
    """As they stood before: what is published again unchanged must not be told as a change."""
    event = in_may()
    archive = EventPageFactory(slots=[archive_slot()])
    SeatFactory(room=first_room(event))
    year = event.slots.get().day.year
    facts = {row.pk: row.announced for row in EventPage.objects.all()}

    migration.to_words(apps, None)
    migration.to_words(apps, None)
    with translation.override("id"):
        day = migration.date_format(date(year, 5, 20), "l, j F Y")
    words = [EventPage.objects.get(pk=row.pk).announced["rooms"] for row in (event, archive)]
    migration.to_facts(apps, None)
    migration.to_facts(apps, None)
    event_published(event)

    assert [room["when"] for room in words[0].values()] == [f"{day}, 09.00–11.30 WIB"]
    assert [room["when"] for room in words[1].values()] == ["Kamis, 28 April 2022"]
    assert {row.pk: row.announced for row in EventPage.objects.all()} == facts
    assert EventPage.objects.get(pk=event.pk).sequence == 0
    assert not QueuedMail.objects.exists()
