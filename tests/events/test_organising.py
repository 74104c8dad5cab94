"""The organiser's page of an event."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import EventState, SeatState
from events.models import EventPage, Seat
from tests.factories.events import EventPageFactory, SeatFactory, WaitingFactory, make_slot

pytestmark = pytest.mark.django_db


@pytest.mark.once
def test_an_organiser_sees_who_takes_part_by_name_and_instansi(client_of, person_of):
    seat = SeatFactory(person=person_of("member"))
    waiting = WaitingFactory(room=seat.room)

    page = client_of("organiser").get(f"/fgd/{seat.event.slug}/kelola/").content.decode()

    for words in (seat.person.name, seat.person.instansi.name, waiting.person.name):
        assert words in page
    assert seat.person.email not in page


@pytest.mark.once
@pytest.mark.parametrize("role", ["member", "contributor", "steward"])
def test_the_page_and_its_forms_are_nothing_to_others(client_of, role):
    seat = SeatFactory()
    path = f"/fgd/{seat.event.slug}/kelola/"

    assert client_of(role).get(path).status_code == 404
    assert client_of(role).post(f"{path}mulai/").status_code == 404
    assert client_of(role).post(f"{path}kursi/{seat.pk}/batal/").status_code == 404
    seat.refresh_from_db()
    assert (seat.is_active, EventPage.objects.get().state) == (True, EventState.OPEN)


@pytest.mark.once
def test_states_by_forms(client_of):
    event = EventPageFactory(prepared=True)
    client, path, states = client_of("organiser"), f"/fgd/{event.slug}/kelola/", []

    for move in ("buka", "jeda", "buka", "mulai", "batalkan"):
        client.post(f"{path}{move}/")
        states.append(EventPage.objects.get().state)
    client.post(f"{path}batalkan/", {"yakin": "ya"})

    assert states == ["open", "draft", "open", "running", "running"]  # cancelling asks once more
    assert EventPage.objects.get().state == EventState.CANCELLED
    assert client.post(f"{path}lain/").status_code == 404


@pytest.mark.once
def test_start_is_offered_when_the_event_is_near(client_of):
    for hours, is_offered in ((48, False), (2, True)):
        event = EventPageFactory(slots=[make_slot(timezone.now() + timedelta(hours=hours))])

        page = client_of("organiser").get(f"/fgd/{event.slug}/kelola/").content.decode()

        assert ("Mulai acara" in page) is is_offered
        assert "Tutup pendaftaran" in page


@pytest.mark.once
def test_a_refused_move_is_told(client_of):
    event = EventPageFactory()

    page = client_of("organiser").post(f"/fgd/{event.slug}/kelola/tutup/", follow=True).content.decode()

    assert "Acara belum berakhir menurut jadwalnya" in page


@pytest.mark.once
def test_an_organiser_takes_a_seat_back(client_of):
    seat, other = SeatFactory(), SeatFactory()
    path, sure = f"/fgd/{seat.event.slug}/kelola/kursi", {"yakin": "ya"}

    answers = [client_of("organiser").post(f"{path}/{seat.pk}/batal/", sure) for _ in range(2)]

    assert [response.status_code for response in answers] == [302, 302]
    assert Seat.objects.get(pk=seat.pk).state == SeatState.CANCELLED
    assert client_of("organiser").post(f"{path}/{other.pk}/batal/", sure).status_code == 404  # of another event


@pytest.mark.once
def test_taking_a_seat_back_is_asked_twice(client_of):
    seat = SeatFactory()
    client, manage = client_of("organiser"), f"/fgd/{seat.event.slug}/kelola/"

    asked = client.post(f"{manage}kursi/{seat.pk}/batal/", follow=True).content.decode()

    assert Seat.objects.get(pk=seat.pk).state == SeatState.ACTIVE
    assert "Pastikan dahulu bahwa kursi ini benar-benar dibatalkan." in asked
    assert f"Kursi dilepas, dan {seat.person.name} disurati." in asked
    assert 'name="yakin" value="ya"' in asked


@pytest.mark.once
def test_query_count_does_not_grow_with_participants(client_of, assert_flat_queries):
    seat = SeatFactory()
    client = client_of("organiser")

    def add_row():
        SeatFactory(room=seat.room)
        WaitingFactory(room=seat.room)

    assert_flat_queries(add_row, lambda: client.get(f"/fgd/{seat.event.slug}/kelola/"), at_most=15)
