"""The calendar files, read by two libraries."""

from datetime import UTC, timedelta

import pytest
import vobject
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from icalendar import Calendar

from community.system import SYSTEM
from community.zones import Zone
from events import calendar
from events.models import Room, Slot
from events.services.events import cancel_event
from tests.factories.events import EventPageFactory, archive_slot, first_room, make_room, make_slot

pytestmark = pytest.mark.django_db


def read(client, path: str) -> tuple[bytes, list, list]:
    """The file, and its events as icalendar and as vobject read them."""
    response = client.get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, no-cache"  # what moves or closes is so at once, for caches too
    content = response.content
    one = [item for item in Calendar.from_ical(content).walk("VEVENT")]
    other = [item for item in vobject.readOne(content.decode()).vevent_list]
    return content, one, other


@pytest.mark.once
@pytest.mark.parametrize("zone", list(Zone))
def test_both_libraries_read_the_same_moment_in_each_zone(client, zone):
    event = EventPageFactory(zone=zone, slots=[make_slot(zone=zone)])
    slot = Slot.objects.get(page=event)

    content, (one,), (other,) = read(client, f"/fgd/{event.slug}/kalender.ics")

    assert one["dtstart"].dt.astimezone(UTC) == slot.starts_at
    assert other.dtstart.value.astimezone(UTC) == slot.starts_at
    assert other.dtend.value.astimezone(UTC) == slot.ends_at
    assert f"DTSTART;TZID={zone.value}:".encode() in content
    assert b"BEGIN:VTIMEZONE" in content
    assert f"TZNAME:{zone.short}".encode() in content


@pytest.mark.once
def test_the_way_to_the_rooms_is_told_in_the_language_of_the_page(client):
    path = f"/fgd/{EventPageFactory().slug}/kalender.ics"

    _, (indonesian,), _ = read(client, path)
    client.cookies["bahasa"] = "en"
    _, (english,), _ = read(client, path)

    assert "Ruang, narasumber, dan tautan rapat: http" in indonesian["description"]
    assert "Rooms, speakers and meeting link: http" in english["description"]


@pytest.mark.once
def test_lines_end_with_crlf_and_are_folded(client):
    event = EventPageFactory(title="Kiat sukses penerapan manajemen kinerja di instansi pemerintah 👩🏽‍💻 " * 2)

    content, (one,), (other,) = read(client, f"/fgd/{event.slug}/kalender.ics")

    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert str(one["summary"]) == event.title.strip()
    assert other.summary.value == event.title.strip()


@pytest.mark.once
def test_uid_is_stable_and_sequence_grows_with_the_programme(client):
    event = EventPageFactory()
    path = f"/fgd/{event.slug}/ruang-dialog/kalender.ics"
    _, (before,), _ = read(client, path)

    draft = event.get_latest_revision_as_object()
    draft.slot_list()[0].day += timedelta(days=1)
    draft.save_revision().publish()
    _, (after,), (other,) = read(client, path)

    assert str(after["uid"]) == str(before["uid"]) == str(first_room(event).uid)
    assert (before["sequence"], after["sequence"], other.sequence.value) == (0, 1, "1")
    assert after["dtstart"].dt - before["dtstart"].dt == timedelta(days=1)


@pytest.mark.once
def test_the_same_programme_gives_the_same_bytes(client):
    event = EventPageFactory()

    first, second = (client.get(f"/fgd/{event.slug}/kalender.ics").content for _ in range(2))

    assert first == second


@pytest.mark.once
def test_a_cancelled_event_says_so_and_counts_on(client):
    event = EventPageFactory()

    cancel_event(event, actor=SYSTEM)
    _, (one,), (other,) = read(client, f"/fgd/{event.slug}/kalender.ics")

    assert (str(one["status"]), other.status.value, one["sequence"]) == ("CANCELLED", "CANCELLED", 1)


@pytest.mark.once
def test_a_room_that_does_not_take_place_is_cancelled_alone(client):
    event = EventPageFactory(slots=[make_slot(rooms=[make_room("Satu"), make_room("Dua", is_cancelled=True)])])

    status = [
        str(read(client, f"/fgd/{event.slug}/{path}kalender.ics")[1][0]["status"]) for path in ("", "satu/", "dua/")
    ]

    assert status == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@pytest.mark.once
def test_an_event_has_an_item_per_slot(client):
    start = timezone.now() + timedelta(days=3)
    slots = [make_slot(start, title="Hari pertama"), make_slot(start + timedelta(days=1), title="Hari kedua")]
    event = EventPageFactory(title="Klinik", slots=slots)

    _, one, other = read(client, f"/fgd/{event.slug}/kalender.ics")

    assert [str(item["summary"]) for item in one] == ["Klinik: Hari pertama", "Klinik: Hari kedua"]
    assert len({str(item["uid"]) for item in one}) == len(other) == 2


@pytest.mark.once
def test_no_calendar_holds_a_meeting_link(client):
    event = EventPageFactory()

    for path in ("", "ruang-dialog/"):
        assert b"rapat.example" not in client.get(f"/fgd/{event.slug}/{path}kalender.ics").content


@pytest.mark.once
def test_an_archive_without_hours_gives_an_empty_calendar(client):
    event = EventPageFactory(closed=True, slots=[archive_slot()])

    content = client.get(f"/fgd/{event.slug}/kalender.ics").content

    assert [item for item in Calendar.from_ical(content).walk("VEVENT")] == []


def test_text_of_a_calendar_is_escaped():
    event = EventPageFactory(title="A; B, C\\ D", summary="Baris\nkedua\x0b")
    room = Room.objects.get(slot__page=event)
    room.slot = Slot.objects.get(page=event)

    item = Calendar.from_ical(calendar.room_calendar(event, room, AnonymousUser())).walk("VEVENT")[0]

    assert str(item["summary"]) == "Ruang Dialog · A; B, C\\ D"
    assert str(item["description"]).startswith("Baris\nkedua")
