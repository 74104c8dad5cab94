"""Notices of seats: in the inbox and by mail, once each, and stopped by one click."""

from email import message_from_bytes, policy

import pytest
from django.urls import reverse
from icalendar import Calendar

from community import notices, work
from community.enums import NoticeKind
from community.models import MailMute, Notice, NoticeMailing, QueuedMail
from events import notifications
from events.links import room_url
from events.models import Seat
from events.services.events import cancel_event
from events.services.publication import event_published
from events.services.registration import cancel_registration, change_room, register
from events.services.waitlist import accept_offer, expire_offers, join_waitlist
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory, SeatFactory, WaitingFactory, make_open_room, make_room, make_slot

pytestmark = pytest.mark.django_db


def kinds_of(person) -> list[str]:
    """What the person was told, in order."""
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def mails_to(person) -> list:
    rows = QueuedMail.objects.order_by("pk")
    return [
        message_from_bytes(bytes(row.message), policy=policy.default) for row in rows if person.email in row.recipients
    ]


def told(person) -> list[notices.Told]:
    rows = Notice.objects.filter(recipient=person).order_by("pk").select_related("actor")
    said = notices.told(rows, person)
    return [said[row.pk] for row in rows if row.pk in said]


def test_seat_change_and_cancel_are_told_once_each_in_both_places(person_of):
    event = EventPageFactory(slots=[make_slot(rooms=[make_room("Ruang Satu"), make_room("Ruang Dua")])])
    first, second = event.slots.get().rooms.order_by("pk")
    person = UserFactory(verified=True)

    register(first, actor=person)
    seat = change_room(second, actor=person)
    cancel_registration(seat, actor=person_of("organiser"))

    assert kinds_of(person) == ["seat_given", "seat_given", "seat_cancelled"]
    assert [said.url for said in told(person)] == [
        f"/fgd/{event.slug}/{room.slug}/" for room in (first, second, second)
    ]
    assert told(person)[0].title == f"Ruang Satu · {event.title}"
    assert told(person)[2].text == "Penyelenggara membatalkan kursi Anda."
    assert len(mails_to(person)) == 3


def test_waitlist_and_offer_are_told(person_of):
    seat = SeatFactory(room=make_open_room(capacity=1))
    person = UserFactory(verified=True)

    waiting = join_waitlist(seat.room, actor=person)
    cancel_registration(seat, actor=seat.person)
    waiting.refresh_from_db()
    offer = told(person)[1]
    type(waiting).objects.filter(pk=waiting.pk).update(
        offered_at=waiting.offered_at.replace(year=2020), offer_expires_at=waiting.offer_expires_at.replace(year=2021)
    )
    expire_offers()
    expire_offers()

    assert kinds_of(person) == ["waiting", "offer", "offer_expired"]
    assert "Ambil atau lepas" in offer.text
    assert offer.excerpt.startswith("Tawaran berlaku sampai ")
    assert kinds_of(seat.person) == []  # who gives a seat back knows it
    assert len(mails_to(person)) == 3


def test_a_new_programme_and_a_cancelled_event_are_told_once(person_of):
    seat = SeatFactory(room=make_open_room(capacity=1))
    waiting = WaitingFactory(room=seat.room)
    event = event_published(seat.event)
    seat.room.place = "Gedung lain"
    seat.room.save()

    for _ in range(2):
        event = event_published(event)
    cancel_event(event, actor=person_of("organiser"))

    for person in (seat.person, waiting.person):
        assert kinds_of(person) == ["programme_changed", "room_cancelled"]
        assert len(mails_to(person)) == 2


# --- the calendar files -------------------------------------------------------------------------------------------


def items_in(*files) -> dict[str, tuple[str, int]]:
    """State and number of each event in calendar files, by UID."""
    items = [item for file in files for item in Calendar.from_ical(file).walk("VEVENT")]
    return {str(item["uid"]): (str(item["status"]), item["sequence"]) for item in items}


def items_of(mail) -> dict[str, tuple[str, int]]:
    """The same of the attached calendar."""
    files = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
    return items_in(*(file.get_content() for file in files))


def test_calendar_files_of_a_change_and_a_cancellation_count_on(person_of):
    person = UserFactory(verified=True)
    room = make_open_room(capacity=1)
    register(room, actor=person)
    waiting = WaitingFactory(room=room)
    event = event_published(room.slot.page)
    room.place = "Gedung lain"
    room.save()

    event = event_published(event)
    cancel_event(event, actor=person_of("organiser"))

    uid = str(room.uid)
    assert [items_of(mail) for mail in mails_to(person)] == [
        {uid: ("CONFIRMED", 0)},
        {uid: ("CONFIRMED", 1)},
        {uid: ("CANCELLED", 3)},  # the programme changed twice, and the seat was freed
    ]
    changed = mails_to(person)[1]
    assert "Gedung lain" in next(changed.iter_attachments()).get_content()
    assert [items_of(mail) for mail in mails_to(waiting.person)] == [{}, {}]  # nothing of it is in their calendar


@pytest.mark.parametrize("who", ["oneself", "organiser"])
def test_a_cancelled_seat_leaves_the_calendar_and_one_taken_again_comes_back(person_of, who):
    person, room = UserFactory(verified=True), make_open_room()
    uid = str(room.uid)

    cancel_registration(register(room, actor=person), actor=person if who == "oneself" else person_of("organiser"))
    register(room, actor=person)

    given, freed, again = mails_to(person)
    assert [items_of(mail) for mail in (given, freed, again)] == [
        {uid: ("CONFIRMED", 0)},
        {uid: ("CANCELLED", 1)},
        {uid: ("CONFIRMED", 2)},
    ]
    is_own = who == "oneself"
    assert ("Anda melepas kursi" in freed.get_body().get_content()) is is_own
    assert ("Kursi Anda dilepas" in freed["subject"]) is is_own
    assert kinds_of(person) == ["seat_given", *([] if is_own else ["seat_cancelled"]), "seat_given"]


def test_the_file_fetched_from_the_room_counts_on_from_those_in_mails(client, client_of, person_of):
    person, room, reader = person_of("member"), make_open_room(), client_of("member")
    path = f"{room_url(room)}kalender.ics"
    fetched = []

    for act in (None, register, cancel_registration, register):
        if act:
            act(room if act is register else Seat.objects.active().get(person=person), actor=person)
        fetched.append(reader.get(path))
    visited = client.get(path)

    uid = str(room.uid)
    given, freed, again = (items_of(mail)[uid] for mail in mails_to(person))
    assert (given, freed, again) == (("CONFIRMED", 0), ("CANCELLED", 1), ("CONFIRMED", 2))
    # who gave the seat back and still fetches the file wants the room there: as a seat taken anew would bring it
    assert [items_in(file.content)[uid] for file in fetched] == [given, given, again, again]
    assert items_in(visited.content)[uid] == given
    assert {file.headers["Cache-Control"] for file in fetched} == {"private, no-store"}
    assert (visited.headers["Cache-Control"], "Cookie" in visited.headers["Vary"]) == ("public, no-cache", True)


def test_who_changes_the_room_gets_one_file_with_both():
    event = EventPageFactory(slots=[make_slot(rooms=[make_room("Ruang Satu"), make_room("Ruang Dua", capacity=1)])])
    first, second = event.slots.get().rooms.order_by("pk")
    person, holder = UserFactory(verified=True), UserFactory(verified=True)
    register(first, actor=person)
    seat = register(second, actor=holder)
    waiting = join_waitlist(second, actor=person)
    cancel_registration(seat, actor=holder)

    accept_offer(waiting, actor=person)
    change_room(first, actor=person)

    moves = [items_of(mail) for mail in mails_to(person) if items_of(mail)]
    one, two = str(first.uid), str(second.uid)
    assert moves == [
        {one: ("CONFIRMED", 0)},
        {two: ("CONFIRMED", 0), one: ("CANCELLED", 1)},
        {one: ("CONFIRMED", 2), two: ("CANCELLED", 1)},
    ]


@pytest.mark.once
def test_who_wants_no_mail_of_lost_seats_gets_none_for_giving_one_back():
    person = UserFactory(verified=True)
    MailMute.objects.create(person=person, kind=NoticeKind.SEAT_CANCELLED)
    cancel_registration(register(make_open_room(), actor=person), actor=person)

    assert [mail["subject"].partition(":")[0] for mail in mails_to(person)] == ["Kursi Anda"]


@pytest.mark.once
def test_the_worker_sends_no_second_mail():
    person = UserFactory(verified=True)
    seat = register(make_open_room(), actor=person)

    notifications.queue_seat_given(seat, seat.event, seat.room)
    work.work_off()

    assert not NoticeMailing.objects.exists()
    assert (len(kinds_of(person)), len(mails_to(person))) == (1, 1)


@pytest.mark.once
def test_one_click_stops_the_mail_and_not_the_notice(client):
    person = UserFactory(verified=True)
    register(make_open_room(), actor=person)
    (mail,) = mails_to(person)
    address = mail["List-Unsubscribe"].strip(" <>")

    client.post(address.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"})
    register(make_open_room(), actor=person)

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in mail.get_body().get_content().replace("\r\n", "\n")
    assert list(MailMute.objects.values_list("person", "kind")) == [(person.pk, "seat_given")]
    assert (kinds_of(person), len(mails_to(person))) == (["seat_given"] * 2, 1)


@pytest.mark.once
def test_inbox_shows_seats_and_the_choice_of_mails_offers_them(client_of, person_of):
    room = make_open_room()
    register(room, actor=person_of("member"))

    inbox = client_of("member").get("/saya/pemberitahuan/").content.decode()
    choice = client_of("member").get(reverse("mail_edit")).content.decode()

    assert f"{room.title} · {room.slot.page.title}" in inbox
    assert "Kursi Anda tercatat." in inbox
    for kind in (NoticeKind.SEAT_GIVEN, NoticeKind.OFFER, NoticeKind.PROGRAMME_CHANGED, NoticeKind.ROOM_CANCELLED):
        assert f'value="{kind}"' in choice


def test_a_notice_of_an_event_that_was_closed_to_its_reader_says_nothing(client_of, person_of):
    room = make_open_room()
    member = person_of("unverified")
    register(room, actor=member)
    event = room.slot.page

    event.audience = "members"
    event.save_revision().publish()

    assert told(member) == []
    assert event.title not in client_of("unverified").get("/saya/pemberitahuan/").content.decode()
    assert Seat.objects.filter(person=member).exists()


@pytest.mark.once
def test_notices_of_five_rooms_cost_as_much_as_of_one(assert_flat_queries, client_of, person_of):
    client = client_of("member")

    assert_flat_queries(
        lambda: register(make_open_room(), actor=person_of("member")), lambda: client.get("/saya/pemberitahuan/")
    )
