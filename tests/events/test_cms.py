"""An organiser makes and changes an event by the form of the CMS."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from community.enums import Affiliation
from community.models import User
from events.models import EventPage, Room, RoomPerson, Slot
from tests.factories.community import UserFactory
from tests.factories.events import (
    EventPageFactory,
    NotulenFactory,
    SeatFactory,
    first_room,
    make_room,
    make_slot,
    make_speaker,
)
from tests.factories.pages import event_index

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DAY = timezone.localdate() + timedelta(days=20)


def person(name="Ratna Wijayanti", role="speaker", **fields) -> dict:
    return {"role": role, "name": name, "title": "", "instansi_name": "", "topic": "", "email": "", **fields}


def item(title="Pembukaan", **fields) -> dict:
    return {"starts": "", "ends": "", "title": title, "speakers": "", "text": "", **fields}


def room(title="Ruang", people=(), agenda=(), initial=0, **fields) -> dict:
    """The form of a room; the first `initial` of its people are there already."""
    return {
        "title": title,
        "summary": "",
        "capacity": "30",
        "place": "",
        "meeting_url": "https://rapat.example/a",
        "people": inline_formset(list(people), initial=initial),
        "agenda": inline_formset(list(agenda)),
        **fields,
    }


def slot(rooms, starts="09:00", ends="11:00", day=DAY, initial=0, **fields) -> dict:
    return {
        "title": "",
        "day": f"{day}",
        "starts": starts,
        "ends": ends,
        "rooms": inline_formset(list(rooms), initial=initial),
        **fields,
    }


def form(slots, initial=0, publish=True, **fields) -> dict:
    return nested_form_data(
        {
            "title": "Dialog kinerja bagi atasan",
            "slug": "dialog-bagi-atasan",
            "summary": "Tiga ruang tentang dialog.",
            "kind": "fgd",
            "mode": "online",
            "zone": "Asia/Makassar",
            "place": "",
            "description": rich_text("<p>Untuk kepala unit.</p>"),
            "materials": streamfield([]),
            "conclusions": streamfield([]),
            "guests": streamfield([]),
            "concluded_by": "",
            "scope": "best_practice",
            "audience": "public",
            "contact_role": "",
            "registration_opens_at": "",
            "registration_closes_at": "",
            "slots": inline_formset(list(slots), initial=initial),
            "comments": inline_formset([]),
            **({"action-publish": "action-publish"} if publish else {}),
            **fields,
        }
    )


def add(client, *slots, **fields):
    return client.post(f"/cms/pages/add/events/eventpage/{event_index().pk}/", form(slots, **fields))


def errors(response) -> str:
    """All reasons of a form, those of its slots, rooms and agenda included."""

    def of(bound) -> list[str]:
        own = [str(reason) for reasons in bound.errors.values() for reason in reasons]
        inner = [of(each) for formset in getattr(bound, "formsets", {}).values() for each in formset.forms]
        return own + [reason for reasons in inner for reason in reasons]

    return " | ".join(of(response.context["form"]))


def test_an_organiser_makes_an_event_with_three_rooms(client_of, person_of):
    notulis = person_of("member")
    rooms = [
        room(
            "Membagi pembinaan",
            people=[person(), person(name="", role="notulis", email=notulis.email)],
            agenda=[item(starts="09:00", ends="09:30", speakers="ratna  wijayanti")],
        ),
        room("Jadwal yang bertahan", capacity=""),
        room("Catatan satu baris"),
    ]

    response = add(client_of("organiser"), slot(rooms))

    assert response.status_code == 302, errors(response)
    event = EventPage.objects.get(slug="dialog-bagi-atasan")
    assert event.live
    assert event.starts_at.astimezone(event.time_zone.info).strftime("%H.%M") == "09.00"
    assert list(Room.objects.filter(slot__page=event).order_by("sort_order").values_list("slug", "capacity")) == [
        ("membagi-pembinaan", 30),
        ("jadwal-yang-bertahan", None),
        ("catatan-satu-baris", 30),
    ]
    taker = RoomPerson.objects.get(role="notulis")
    assert (taker.person, taker.name, taker.instansi_name) == (notulis, notulis.name, notulis.instansi.name)
    page = client_of("visitor").get("/fgd/dialog-bagi-atasan/").content.decode()
    assert "Tiga ruang" in page
    assert "09.00–11.00 WITA" in page


def test_the_form_opens_in_indonesian_with_its_help(client_of):
    page = client_of("organiser").get(f"/cms/pages/add/events/eventpage/{event_index().pk}/").content.decode()

    for words in ("Sesi &amp; ruang", "Ruang ditiadakan", "Tautan rapat", "Surel akun", "satu kursi per sesi"):
        assert words in page


@pytest.mark.parametrize(
    ("slots", "reason"),
    [
        ([slot([room()], starts="11:00", ends="09:00")], "Jam selesai harus sesudah jam mulai"),
        ([slot([room()], ends="")], "isi keduanya atau kosongkan keduanya"),
        ([slot([room(agenda=[item(starts="08:00", ends="08:30")])])], "Di luar jam sesinya, 09.00–11.00."),
        ([slot([room(agenda=[item(starts="09:30", ends="09:15")])])], "Jam selesai mata acara harus sesudah"),
        ([slot([room(agenda=[item(speakers="Siapa Ini")])])], "Siapa Ini belum ada di daftar orang ruang ini."),
        ([slot([room(people=[person(name="")])])], "Tulis namanya, atau isi surel akunnya."),
        ([slot([room(people=[person(email="tak@ada.example")])])], "Tidak ada anggota terverifikasi"),
        ([slot([room(meeting_url="http://rapat.example/")])], "URL"),
        ([slot([room(capacity="0")])], "1"),
    ],
)
def test_a_programme_that_does_not_hold_together_is_explained(client_of, slots, reason):
    response = add(client_of("organiser"), *slots)

    assert response.status_code == 200
    assert reason in errors(response)
    assert not EventPage.objects.exists()


def test_slots_that_touch_are_fine(client_of):
    response = add(client_of("organiser"), slot([room("A")]), slot([room("B")], starts="11:00", ends="12:00"))

    assert response.status_code == 302, errors(response)
    assert Slot.objects.count() == 2


def test_who_must_travel_is_told_where(client_of):
    response = add(client_of("organiser"), slot([room()]), mode="hybrid")

    assert "Tulis tempatnya" in errors(response)


def edit(client, event, *more_rooms, **room_fields):
    """Send the form of an event with one room again, with changes to that room."""
    row = first_room(event)
    day = row.slot
    values = room(row.title, id=row.pk, ORDER="1", **room_fields)
    starts, ends = f"{day.starts:%H:%M}", f"{day.ends:%H:%M}"
    slots = [slot([values, *more_rooms], starts=starts, ends=ends, day=day.day, initial=1, id=day.pk, ORDER="1")]
    data = form(slots, initial=1, title=event.title, slug=event.slug, zone=event.zone)
    return client.post(f"/cms/pages/{event.pk}/edit/", data)


def test_a_room_never_gets_fewer_seats_than_it_gave(client_of):
    seat = SeatFactory()
    SeatFactory(room=seat.room)

    refused = edit(client_of("organiser"), seat.event, capacity="1")
    accepted = edit(client_of("organiser"), seat.event, capacity="2")

    assert "Sudah 2 kursi yang diberikan atau ditawarkan" in errors(refused)
    assert accepted.status_code == 302, errors(accepted)
    seat.refresh_from_db()
    assert (seat.room.pk, Room.objects.get().capacity) == (Room.objects.get().pk, 2)


def test_who_stands_in_a_room_stays_when_their_affiliation_lapses(client_of):
    notulis = UserFactory(verified=True)
    people = [make_speaker("Notulis", "notulis", person=notulis)]
    event = EventPageFactory(slots=[make_slot(rooms=[make_room(people=people)])])
    row = RoomPerson.objects.get()
    User.objects.filter(pk=notulis.pk).update(affiliation=Affiliation.PENDING)
    stays = person("Notulis", "notulis", email=notulis.email, id=row.pk, ORDER="1")

    kept = edit(client_of("organiser"), event, people=[stays], initial=1)
    added = edit(client_of("organiser"), event, people=[stays, person(email=notulis.email)], initial=1)

    assert kept.status_code == 302, errors(kept)
    assert "Tidak ada anggota terverifikasi" in errors(added)
    assert event.get_latest_revision_as_object().slots.get().rooms.get().people.get().person == notulis


@pytest.mark.parametrize("make", [SeatFactory, NotulenFactory])
def test_a_room_in_use_is_called_off_not_removed(client_of, make):
    row = make()

    response = edit(client_of("organiser"), row.event, room("Penggantinya"), DELETE="1")

    assert "tidak dapat dihapus" in errors(response)
    assert Room.objects.filter(pk=row.room_id).exists()


@pytest.mark.parametrize("role", ["contributor", "steward"])
def test_others_do_not_make_events(client_of, role):
    response = add(client_of(role), slot([room()]))

    assert response.status_code in (302, 403)
    assert not EventPage.objects.exists()


def test_the_preview_shows_what_the_form_holds(client_of):
    path = f"/cms/pages/add/events/eventpage/{event_index().pk}/preview/"
    client, data = client_of("organiser"), form([slot([room("Ruang Pratinjau", people=[person()])])])

    sent = client.post(path, data)
    page = client.get(path).content.decode()

    assert sent.json()["is_valid"], sent.content
    assert "Ruang Pratinjau" in page
    assert "Ratna Wijayanti" in page


def test_the_draft_of_an_event_is_hidden_from_other_editors(client_of):
    draft = EventPageFactory(draft=True, title="Rahasia dahulu")

    for role in ("contributor", "steward"):
        response = client_of(role).get(f"/cms/pages/{draft.pk}/edit/")
        assert response.status_code == 404
        chooser = client_of(role).get(f"/cms/choose-page/{event_index().pk}/?page_type=wagtailcore.page")
        assert "Rahasia dahulu" not in chooser.content.decode()


# --- saving by itself -----------------------------------------------------------------------------------------------


NEW = {"id": "", "ORDER": "1"}  # what the screen sends of a row that is not saved yet


def bare_room(**fields) -> dict:
    """A room as the screen adds it."""
    return room("", capacity="", meeting_url="", **NEW, **fields)


def save_by_itself(client, address: str, *slots, **fields):
    data = form(slots, publish=False, **fields)
    return client.post(address, data, headers={"Accept": "application/json"}).json(), data


def test_a_draft_is_saved_without_the_rows_that_nobody_filled(client_of):
    client, index = client_of("organiser"), f"/cms/pages/add/events/eventpage/{event_index().pk}/"
    empty = slot([bare_room()], day="", starts="", ends="", **NEW)
    saved, data = save_by_itself(client, index, empty)
    assert saved["success"], saved
    assert not Slot.objects.exists()

    people = [person("", **NEW), person("Ratna", **NEW)]
    rows = [bare_room(people=[person("", **NEW)]), room("Ruang", people=people, agenda=[item("", **NEW)], **NEW)]
    data |= form([slot(rows, **NEW)], publish=False) | saved["field_updates"]
    saved = client.post(saved["url"], data, headers={"Accept": "application/json"}).json()
    assert saved["success"], saved
    assert list(Room.objects.values_list("title", "slot__day")) == [("Ruang", DAY)]
    assert list(RoomPerson.objects.values_list("name", flat=True)) == ["Ratna"]

    data |= saved["field_updates"] | {"slots-0-rooms-0-title": "Ruang pertama"}
    data |= {"slots-0-rooms-0-people-0-name": "Yohanes", "slots-0-rooms-1-people-0-name": "Dewi"}
    saved = client.post(f"/cms/pages/{saved['pk']}/edit/", data, headers={"Accept": "application/json"}).json()

    assert saved["success"], saved
    assert sorted(Room.objects.values_list("title", flat=True)) == ["Ruang", "Ruang pertama"]
    assert sorted(RoomPerson.objects.values_list("name", flat=True)) == ["Dewi", "Ratna", "Yohanes"]


@pytest.mark.parametrize(
    "fields",
    [
        {"slug": ""},
        {"slug": "alamat dengan spasi"},
        {"summary": "x" * 2_000},
        {"registration_closes_at": "kemarin"},
        {"title": ""},
    ],
)
def test_a_draft_with_a_fault_is_shown_again_with_the_rows_that_nobody_filled(client_of, fields):
    rows = [room("Ruang", **(NEW | {"ORDER": "2"})), bare_room(people=[person("", **NEW)])]
    empty = slot([bare_room()], day="", starts="", ends="", **(NEW | {"ORDER": "2"}))

    response = add(client_of("organiser"), slot(rows, **NEW), empty, publish=False, **fields)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(fields)
    assert not EventPage.objects.exists()
    shown = response.context["form"].formsets["slots"].forms
    assert [len(each.formsets["rooms"].forms) for each in shown] == [2, 1]


def test_rows_that_nobody_filled_are_told_on_publishing(client_of):
    response = add(client_of("organiser"), slot([bare_room()], day="", starts="", ends=""))
    assert response.status_code == 200
    assert errors(response).count("harus diisi") == 2

    assert "Tulis namanya" in errors(add(client_of("organiser"), slot([room(people=[person("")])])))


@pytest.mark.parametrize("name", ["audience", "scope", "kind", "mode", "zone"])
def test_a_draft_needs_the_choices_that_its_row_needs(client_of, name):
    response = add(client_of("organiser"), publish=False, **{name: ""})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [name]
    assert not EventPage.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_beyond_all_plans_is_refused(client_of, day):
    response = add(client_of("organiser"), slot([room("Ruang")], day=day))

    assert response.status_code == 200
    assert "Tulis tahun antara 1900 dan 2199." in errors(response)
    assert not EventPage.objects.exists()


def test_an_event_takes_no_address_of_the_calendar(client_of):
    add(client_of("organiser"), title="Feed", slug="feed", publish=False)
    chosen = add(client_of("organiser"), slug="feed", publish=False)

    assert EventPage.objects.get().slug == "feed-2"
    assert "Alamat ini dipakai portal sendiri. Pilih yang lain." in errors(chosen)


PHONE = "0812-3456-7890"
AT_PHONE = f"Hubungi {PHONE}."


@pytest.mark.parametrize(
    ("rooms", "fields"),
    [
        ([], {"summary": AT_PHONE}),
        ([], {"description": rich_text(f"<p>Hubungi <b>{PHONE}</b>.</p>")}),
        ([], {"conclusions": streamfield([("conclusion", AT_PHONE)])}),
        ([room(summary=AT_PHONE)], {}),
        ([room(people=[person(title=f"Analis, {PHONE}")])], {}),
        ([room(agenda=[item(text=AT_PHONE)])], {}),
    ],
)
def test_personal_data_in_an_event_is_warned_of_but_not_refused(client_of, rooms, fields):
    client = client_of("organiser")

    response = add(client, slot(rooms or [room()]), publish=False, **fields)
    told = [client.get("/cms/").content.decode() for _ in range(2)]

    assert EventPage.objects.exists(), errors(response)
    assert ["tampaknya memuat data pribadi: nomor telepon" in page for page in told] == [True, False]


def test_an_event_without_personal_data_is_warned_of_nothing(client_of):
    client = client_of("organiser")

    add(client, slot([room(meeting_url="https://rapat.example/j/081234567890")]))  # no reader's page shows it

    assert "data pribadi" not in client.get("/cms/").content.decode()
