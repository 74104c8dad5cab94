from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from community.zones import Zone
from events.enums import EventState, PersonRole, WaitingState
from events.models import EventPage, Room, RoomPerson, Seat, Slot, Waiting
from tests.factories.community import InstansiFactory, SubAspectFactory
from tests.factories.events import (
    EventPageFactory,
    NotulenBlockFactory,
    NotulenFactory,
    SeatFactory,
    WaitingFactory,
    first_room,
    make_item,
    make_room,
    make_slot,
    make_speaker,
)
from tests.factories.practices import PracticePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LINK = "https://rapat.example/ruang"
CHOOSE = '<a class="cop-btn cop-btn--wide" href="#ruang">'


def starting_in(minutes: int, **fields) -> Room:
    """The room of an event whose slot starts in so many minutes and lasts half an hour."""
    start = timezone.now() + timedelta(minutes=minutes)
    event = EventPageFactory(slots=[make_slot(start)], **fields)
    # the factory rounds to the minute and to the day's end; the tests mean it exactly
    Slot.objects.filter(page=event).update(starts_at=start, ends_at=start + timedelta(minutes=30))
    EventPage.objects.filter(pk=event.pk).update(starts_at=start, ends_at=start + timedelta(minutes=30))
    return first_room(event)


def pages_of(room: Room) -> list[str]:
    event = room.slot.page
    return [f"/fgd/{event.slug}/", f"/fgd/{event.slug}/{room.slug}/"]


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- the meeting link -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "is_shown"), [(-31, False), (-29, True), (0, True), (14, True), (16, False), (600, False)]
)
def test_the_meeting_link_shows_from_a_quarter_of_an_hour_before_to_the_end(client_of, person_of, minutes, is_shown):
    room = starting_in(minutes)
    SeatFactory(room=room, person=person_of("member"))

    shown = [LINK in client_of("member").get(path).content.decode() for path in pages_of(room)]

    assert shown == [is_shown, is_shown]


@pytest.mark.parametrize("role", ["visitor", "unverified", "member", "contributor", "steward", "organiser"])
def test_the_meeting_link_is_never_in_the_pages_of_others(client_of, role):
    room = SeatFactory(room=starting_in(5)).room
    event = room.slot.page
    paths = [*pages_of(room), f"/fgd/{event.slug}/kalender.ics", "/fgd/", "/fgd/feed/", "/cari/?q=dialog"]

    assert not any(b"rapat.example" in client_of(role).get(path).content for path in paths)


def test_a_seat_given_back_a_waiting_place_and_another_room_open_nothing(client_of, person_of):
    person = person_of("member")
    room = starting_in(5)
    SeatFactory(room=room, person=person, cancelled=True)
    WaitingFactory(room=room, person=person)
    other = starting_in(5)
    SeatFactory(room=other, person=person)

    assert LINK not in client_of("member").get(pages_of(room)[0]).content.decode()


def test_a_cancelled_room_or_event_opens_nothing(client_of, person_of):
    room = SeatFactory(room=starting_in(5), person=person_of("member")).room
    EventPage.objects.filter(pk=room.slot.page_id).update(state=EventState.CANCELLED)

    assert LINK not in client_of("member").get(pages_of(room)[1]).content.decode()


@pytest.mark.parametrize("role", PersonRole.values)
def test_who_speaks_moderates_or_takes_notes_enters_too(client_of, person_of, role):
    room = starting_in(5)
    RoomPerson.objects.create(room=room, name="Orang", role=role, person=person_of("member"))

    assert LINK in client_of("member").get(pages_of(room)[1]).content.decode()


def test_a_session_that_began_says_why_it_gives_no_seat(client):
    event = EventPageFactory(running=True)

    page = client.get(f"/fgd/{event.slug}/ruang-dialog/").content.decode()

    assert "Sesi ini sudah dimulai; kursinya tidak dibagikan lagi." in page
    assert "Masuk untuk mendaftar" not in page


def test_an_open_event_leads_from_its_date_to_its_rooms_until_one_has_a_seat(client, client_of, person_of):
    room = starting_in(600)
    path = pages_of(room)[0]
    assert CHOOSE in client.get(path).content.decode()

    SeatFactory(room=room, person=person_of("member"))

    assert CHOOSE not in client_of("member").get(path).content.decode()
    assert CHOOSE not in client.get(f"/fgd/{EventPageFactory(closed=True).slug}/").content.decode()


def test_pages_of_who_is_signed_in_are_not_cached(client_of):
    room = starting_in(5)

    for path in pages_of(room):
        assert "no-store" in client_of("member").get(path).headers["Cache-Control"]
        assert "private" in client_of("member").get(path).headers["Cache-Control"]


# --- seats ----------------------------------------------------------------------------------------------------------


def test_register_change_and_cancel_by_forms(client_of, person_of):
    event = EventPageFactory(slots=[make_slot(rooms=[make_room("Satu"), make_room("Dua")])])
    client, person = client_of("member"), person_of("member")

    taken = client.post(f"/fgd/{event.slug}/satu/daftar/")
    moved = client.post(f"/fgd/{event.slug}/dua/pindah/")
    page = client.get(f"/fgd/{event.slug}/").content.decode()
    left = client.post(f"/fgd/{event.slug}/dua/batal/")
    again = client.post(f"/fgd/{event.slug}/dua/batal/")  # a second click is told, and is no lost page

    assert [response.headers["Location"] for response in (taken, moved, left, again)] == [
        f"/fgd/{event.slug}/satu/",
        f"/fgd/{event.slug}/dua/",
        f"/fgd/{event.slug}/dua/",
        f"/fgd/{event.slug}/dua/",
    ]
    assert "Anda terdaftar di Dua." in page
    assert list(Seat.objects.filter(person=person).order_by("pk").values_list("room__slug", "state")) == [
        ("satu", "cancelled"),
        ("dua", "cancelled"),
    ]


def test_waiting_offer_and_leaving_by_forms(client_of, person_of):
    seat = SeatFactory(room=first_room(EventPageFactory(slots=[make_slot(rooms=[make_room(capacity=1)])])))
    path = f"/fgd/{seat.event.slug}/ruang-dialog/"
    client = client_of("member")

    assert "Masuk daftar tunggu" in client.get(path).content.decode()
    client.post(f"{path}tunggu/")
    assert "Anda di daftar tunggu" in client.get(path).content.decode()
    Waiting.objects.update(
        state=WaitingState.OFFERED, offered_at=timezone.now(), offer_expires_at=timezone.now() + timedelta(hours=1)
    )
    Seat.objects.all().delete()
    assert "Ambil kursi" in client.get(path).content.decode()
    client.post(f"{path}ambil/")

    assert list(Seat.objects.active().values_list("person", flat=True)) == [person_of("member").pk]
    assert client.post(f"{path}lepas/").status_code == 302  # an ended place is refused with a sentence


def test_a_refusal_is_told_and_changes_nothing(client_of):
    seat = SeatFactory(room=first_room(EventPageFactory(slots=[make_slot(rooms=[make_room(capacity=1)])])))

    response = client_of("member").post(f"/fgd/{seat.event.slug}/ruang-dialog/daftar/")

    assert said(response) == ["Kursi ruang ini sudah habis. Anda dapat masuk daftar tunggu."]
    assert Seat.objects.count() == 1


@pytest.mark.parametrize("verb", ["daftar", "pindah", "batal", "tunggu", "lepas", "ambil"])
def test_forms_of_a_hidden_event_answer_404_and_visitors_sign_in(client_of, verb):
    hidden = EventPageFactory(members=True)
    open_one = EventPageFactory()

    assert client_of("unverified").post(f"/fgd/{hidden.slug}/ruang-dialog/{verb}/").status_code == 404
    assert client_of("member").post(f"/fgd/{open_one.slug}/tidak-ada/{verb}/").status_code == 404
    visitor = client_of("visitor").post(f"/fgd/{open_one.slug}/ruang-dialog/{verb}/")
    assert "/akun/masuk/" in visitor.headers.get("Location", "") + visitor.content.decode()
    assert not Seat.objects.exists()


# --- what pages say -------------------------------------------------------------------------------------------------


def test_a_closed_event_shows_first_what_came_out_of_it(client):
    event = EventPageFactory(closed=True, conclusions=[("conclusion", "Mulai dari yang kecil.")])
    notulen = NotulenFactory(room=first_room(event), final=True)
    NotulenBlockFactory(notulen=notulen, text="Jadwal tetap setiap Senin.")

    page = client.get(f"/fgd/{event.slug}/").content.decode()

    assert page.index("Mulai dari yang kecil.") < page.index("Jadwal tetap setiap Senin.") < page.index('id="ruang"')
    assert "Ambil kursi" not in page


def test_a_draft_of_notulen_is_shown_to_nobody_else(client_of):
    event = EventPageFactory(closed=True)
    NotulenBlockFactory(notulen=NotulenFactory(room=first_room(event)), text="Belum disepakati.")

    for role in ("visitor", "member", "organiser"):
        assert "Belum disepakati." not in client_of(role).get(f"/fgd/{event.slug}/").content.decode()


def test_times_stand_in_the_zone_of_the_event_with_the_readers_beside(client_of, person_of):
    start = timezone.now() + timedelta(days=4)
    event = EventPageFactory(zone=Zone.WIT, slots=[make_slot(start, zone=Zone.WIT)])
    slot = Slot.objects.get(page=event)
    own = slot.starts_at.astimezone(Zone.WIB.info)  # that of the member's instansi

    visitor = client_of("visitor").get(f"/fgd/{event.slug}/").content.decode()
    member = client_of("member").get(f"/fgd/{event.slug}/").content.decode()

    words = f"{slot.starts:%H.%M}–{slot.ends:%H.%M} WIT"
    assert words in visitor
    assert words in member
    assert f"{own:%H.%M}–" in member
    assert "Di zona Anda" in member
    assert "Di zona Anda" not in visitor


def test_practices_of_an_event_are_those_the_reader_may_read(client_of):
    public, closed = PracticePageFactory(), PracticePageFactory(members=True)
    event = EventPageFactory(practices=[public, closed])

    visitor = client_of("visitor").get(f"/fgd/{event.slug}/").content.decode()
    member = client_of("member").get(f"/fgd/{event.slug}/").content.decode()

    assert (public.title in visitor, closed.title in visitor) == (True, False)
    assert closed.title in member


@pytest.mark.parametrize(("role", "most"), [("visitor", 12), ("member", 15)])
@pytest.mark.parametrize("path", ["/fgd/acara-datar/", "/fgd/acara-datar/ruang-dialog/"])
def test_query_count_does_not_grow_with_rooms(client_of, person_of, assert_flat_queries, role, most, path):
    event = EventPageFactory(slug="acara-datar", practices=[PracticePageFactory()], owners=[InstansiFactory()])
    client, slot = client_of(role), Slot.objects.get(page=event)

    def add_row():
        number = slot.rooms.count()
        room = make_room(
            f"Tambahan {number}",
            subaspects=[SubAspectFactory()],
            people=[make_speaker()],
            agenda=[make_item()],
            slot=slot,
            slug=f"tambahan-{number}",
        )
        room.save()
        SeatFactory(room=Room.objects.get(pk=room.pk))
        NotulenBlockFactory(notulen=NotulenFactory(room=Room.objects.get(pk=room.pk), final=True))
        if role == "member":
            WaitingFactory(room=Room.objects.get(pk=room.pk), person=person_of("member"))

    assert_flat_queries(add_row, lambda: client.get(path), at_most=most)
