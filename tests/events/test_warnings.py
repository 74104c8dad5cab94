"""What organisers are warned of, on the page that manages an event and above its form; nothing is refused."""

from datetime import time

import pytest

from events.models import EventPage
from events.warnings import warnings_of
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory, make_room, make_slot, make_speaker

pytestmark = pytest.mark.django_db
MORNING = {"starts": time(9), "ends": time(11)}


def test_one_person_in_two_rooms_at_once_is_warned_of_on_both_pages(client_of):
    people = [[make_speaker("Budi  Santoso")] for _ in range(2)]
    rooms = [make_room("Satu", people=people[0]), make_room("Dua", people=people[1], meeting_url="")]
    event = EventPageFactory(slug="fgd-bentrok", slots=[make_slot(rooms=rooms)])
    warning = "Budi  Santoso ada di dua ruang pada waktu yang sama: “Satu” dan “Dua”."

    assert warnings_of(EventPage.objects.get(pk=event.pk)) == [warning]
    client = client_of("organiser")
    for url in ("/fgd/fgd-bentrok/kelola/", f"/cms/pages/{event.pk}/edit/"):
        page = " ".join(client.get(url).content.decode().split())
        assert "Budi Santoso ada di dua ruang pada waktu yang sama" in page
        assert "Peringatan ini tidak menghalangi apa pun" in page


def test_overlapping_sessions_and_shared_places_and_links_are_warned_of():
    shared = {"place": "Aula", "meeting_url": "https://rapat.example/a"}
    slots = [
        make_slot(rooms=[make_room("Satu", **shared)], starts=time(9), ends=time(11)),
        make_slot(rooms=[make_room("Dua", **shared)], starts=time(10, 30), ends=time(12)),
        make_slot(rooms=[make_room("Tiga", **shared)], starts=time(12), ends=time(13)),
    ]

    found = warnings_of(EventPageFactory(slots=slots))

    assert [("Sesi" in text, "tempat" in text, "tautan" in text) for text in found] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert not [text for text in found if "Tiga" in text]


def test_a_member_in_another_event_at_that_time_is_warned_of_and_a_cancelled_room_is_not():
    person = UserFactory(verified=True, name="Sari")

    def rooms(title, **fields):
        return [make_room(title, people=[make_speaker("Sari", person=person)], **fields)]

    EventPageFactory(title="Acara lain", slots=[make_slot(rooms=rooms("Lain"), **MORNING)])
    EventPageFactory(title="Acara batal", slots=[make_slot(rooms=rooms("Batal", is_cancelled=True), **MORNING)])
    EventPageFactory(title="Acara sore", slots=[make_slot(rooms=rooms("Sore"), starts=time(20), ends=time(21))])

    found = warnings_of(EventPageFactory(slots=[make_slot(rooms=rooms("Sini"), **MORNING)]))

    assert found == ["Sari pada waktu itu juga ada di acara “Acara lain”."]
