"""Personal data in notulen: its writer is warned, and goes on knowingly; nothing is lost meanwhile."""

import pytest

from events.models import Notulen, NotulenBlock
from events.services.notulen import content_of, digest
from tests.factories.events import NotulenBlockFactory, NotulenFactory, make_open_room

pytestmark = pytest.mark.django_db
NIP, PHONE = "NIP 198501012010011001", "0812-3456-7890"
WARNING = "Tulisan ini tampaknya memuat"


@pytest.fixture
def room():
    return make_open_room()


@pytest.fixture
def client(client_of):
    return client_of("organiser")


def path_of(room) -> str:
    return f"/fgd/{room.slot.page.slug}/{room.slug}/notulen/"


def sent(*entries: dict, **fields) -> dict:
    rows = {f"form-{number}-{name}": value for number, row in enumerate(entries) for name, value in row.items()}
    return {"form-TOTAL_FORMS": len(entries), "form-INITIAL_FORMS": 0, **rows, **fields}


def as_shown(block: NotulenBlock, **changes) -> dict:
    """What the form sends of an entry that its writer left alone, but for `changes`."""
    shown = {"pk": block.pk, "seen": digest(content_of(block)), "kind": block.kind, "position": block.position}
    return {**shown, "text": block.text, "said_by": block.said_by, **changes}


def texts() -> list[str]:
    return list(NotulenBlock.objects.order_by("pk").values_list("text", flat=True))


@pytest.mark.parametrize(
    ("entry", "fields", "kinds"),
    [
        ({"text": f"Pegawai dengan {NIP}."}, {}, "nip"),
        ({"text": "Jadwal tetap.", "said_by": f"Sari, {PHONE}"}, {}, "phone"),
        ({"text": f"{NIP}, {PHONE}"}, {}, "nip,phone"),
        ({"text": "Jadwal tetap."}, {"source_note": f"Pesan dari {PHONE}", "seen_note": ""}, "phone"),
    ],
)
def test_a_writer_is_warned_and_saves_when_confirmed(client, room, entry, fields, kinds):
    warned = client.post(path_of(room), sent({"kind": "point", **entry}, **fields))

    page = warned.content.decode()
    assert (warned.status_code, WARNING in page, texts()) == (200, True, [])
    assert f'<input type="checkbox" name="confirmed" value="{kinds}">' in page
    assert all(value in page for value in (*entry.values(), *fields.values()))
    done = client.post(path_of(room), sent({"kind": "point", **entry}, **fields, confirmed=kinds))
    assert (done.status_code, texts()) == (302, [entry["text"]])


def test_confirming_one_kind_confirms_no_other(client, room):
    both = sent({"kind": "point", "text": f"{NIP}, {PHONE}"}, confirmed="nip")

    assert WARNING in client.post(path_of(room), both).content.decode()
    assert texts() == []


def test_what_stood_there_before_is_not_asked_about_again(client, room):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room), text=f"Pegawai dengan {NIP}.")
    new = {"kind": "point", "text": "Setiap Senin."}

    added = client.post(path_of(room), sent(as_shown(block), new))
    changed = client.post(path_of(room), sent(as_shown(block, text=f"Pegawai lain dengan {NIP}.")))
    dropped = client.post(path_of(room), sent(as_shown(block, is_dropped="on")))

    assert [answer.status_code for answer in (added, changed, dropped)] == [302, 200, 302]
    assert texts() == ["Setiap Senin."]


def test_notulen_with_personal_data_become_final_when_confirmed(client, room):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room), text=f"Pegawai dengan {NIP}.")

    warned = client.post(f"{path_of(room)}final/")

    page = warned.content.decode()
    assert (warned.status_code, WARNING in page, Notulen.objects.get().is_final) == (200, True, False)
    assert page.count(f'action="{path_of(room)}final/"') == 1
    assert block.text in page
    assert client.get(f"{path_of(room)}?baris=8").status_code == 200
    assert f'href="{path_of(room)}?baris=8"' in page
    assert client.post(f"{path_of(room)}final/", {"confirmed": "phone"}).status_code == 200
    done = client.post(f"{path_of(room)}final/", {"confirmed": "nip"})
    assert (done.headers["Location"], Notulen.objects.get().is_final) == (path_of(room), True)


def test_what_became_final_meanwhile_is_told_before_personal_data(client, room):
    NotulenBlockFactory(notulen=NotulenFactory(room=room, final=True))

    refused = client.post(path_of(room), sent({"kind": "point", "text": f"Pegawai dengan {NIP}."}))

    page = refused.content.decode()
    assert (refused.status_code, WARNING in page, NIP in page) == (409, False, True)


def test_notulen_without_personal_data_become_final_at_once(client, room):
    NotulenBlockFactory(notulen=NotulenFactory(room=room), text="Jadwal tetap, 28 April 2022.")

    client.post(f"{path_of(room)}final/")

    assert Notulen.objects.get().is_final


def test_others_learn_nothing_of_what_notulen_hold(client_of, room):
    NotulenBlockFactory(notulen=NotulenFactory(room=room), text=f"Pegawai dengan {NIP}.")

    answer = client_of("member").post(f"{path_of(room)}final/")

    assert (answer.status_code, "NIP" in answer.content.decode()) == (404, False)
