"""Notulen: several writers, nobody's text lost; public once final."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import PageLogEntry

from community.system import SYSTEM
from events.enums import BlockKind, NotulenState, PersonRole
from events.errors import NotulenEmpty, NotulenFinal, NotulenHasClashes, TooManyBlocks
from events.limits import MAX_BLOCKS
from events.models import Notulen, NotulenBlock, RoomPerson
from events.services.notulen import Entry, content_of, digest, finalise_notulen, reopen_notulen, save_notulen
from search.models import SearchEntry
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.events import NotulenBlockFactory, NotulenFactory, make_open_room

pytestmark = pytest.mark.django_db


def as_shown(block: NotulenBlock, **changes) -> Entry:
    """The entry as a writer's form holds it after `changes`."""
    values = {
        name: getattr(block, name) for name in ("text", "kind", "said_by", "owner", "due_on", "state", "position")
    }
    return Entry(pk=block.pk, seen=digest(content_of(block)), **{**values, **changes})


def texts(notulen) -> list[str]:
    return list(NotulenBlock.objects.filter(notulen=notulen).values_list("text", flat=True))


@pytest.fixture
def room():
    return make_open_room()


@pytest.fixture
def notulis(room):
    return RoomPerson.objects.create(room=room, role=PersonRole.NOTULIS, name="N", person=UserFactory()).person


def test_a_notulis_writes_entries_of_three_kinds(room, notulis):
    owner = InstansiFactory()
    entries = [
        Entry("Jadwal tetap."),
        Entry("Setiap Senin.", kind=BlockKind.DECISION, position=1, owner=owner),
        Entry("Bagikan contoh.", kind=BlockKind.FOLLOW_UP, position=2, owner=owner, due_on=date(2027, 1, 2)),
        Entry("   "),
    ]

    saved = save_notulen(room, actor=notulis, entries=entries)

    rows = NotulenBlock.objects.values_list("text", "kind", "owner", "due_on", "author")
    assert list(rows) == [
        ("Jadwal tetap.", "point", None, None, notulis.pk),
        ("Setiap Senin.", "decision", None, None, notulis.pk),  # who follows up is asked of follow-ups only
        ("Bagikan contoh.", "follow_up", owner.pk, date(2027, 1, 2), notulis.pk),
    ]
    assert (saved.is_changed, saved.clashes, saved.notulen.version) == (True, [], 1)


@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", "member", "contributor", "steward"])
def test_nobody_else_writes(person_of, room, role):
    with pytest.raises(PermissionDenied):
        save_notulen(room, actor=person_of(role), entries=[Entry("Bukan saya.")])
    with pytest.raises(PermissionDenied):
        finalise_notulen(room, actor=person_of(role))


@pytest.mark.once
def test_speakers_and_moderators_do_not_write(room):
    for role in (PersonRole.SPEAKER, PersonRole.MODERATOR):
        person = RoomPerson.objects.create(room=room, role=role, name="O", person=UserFactory()).person
        with pytest.raises(PermissionDenied):
            save_notulen(room, actor=person, entries=[Entry("Bukan saya.")])


@pytest.mark.once
def test_an_organiser_writes(person_of, room):
    assert save_notulen(room, actor=person_of("organiser"), entries=[Entry("Saya.")]).is_changed


@pytest.mark.once
def test_what_nobody_changed_is_no_new_version(room, notulis):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room))

    saved = save_notulen(room, actor=notulis, entries=[as_shown(block)])

    assert (saved.is_changed, saved.notulen.version) == (False, 1)


def test_two_writers_of_different_entries_both_keep_theirs(room, notulis):
    notulen = NotulenFactory(room=room)
    one, two = NotulenBlockFactory.create_batch(2, notulen=notulen)
    other = [as_shown(one), as_shown(two, text="Diubah orang kedua.")]

    save_notulen(room, actor=notulis, entries=[as_shown(one, text="Diubah orang pertama."), as_shown(two)])
    saved = save_notulen(room, actor=SYSTEM, entries=other)

    assert texts(notulen) == ["Diubah orang pertama.", "Diubah orang kedua."]
    assert saved.clashes == []


def test_two_writers_of_one_entry_clash_and_both_texts_are_kept(room, notulis):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room))
    late = as_shown(block, text="Tulisan kedua.")

    save_notulen(room, actor=notulis, entries=[as_shown(block, text="Tulisan pertama.")])
    saved = save_notulen(room, actor=SYSTEM, entries=[late])

    assert texts(block.notulen) == ["Tulisan pertama.", "Tulisan kedua."]
    assert [clash.clash_of for clash in saved.clashes] == [block]
    with pytest.raises(NotulenHasClashes):
        finalise_notulen(room, actor=notulis)


@pytest.mark.once
def test_a_clash_ends_when_one_of_both_is_dropped(room, notulis):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room))
    clash = NotulenBlockFactory(notulen=block.notulen, clash_of=block, text="Yang dipakai.")

    save_notulen(room, actor=notulis, entries=[as_shown(block, is_dropped=True), as_shown(clash)])

    assert finalise_notulen(room, actor=notulis).is_final
    assert texts(block.notulen) == ["Yang dipakai."]


def test_what_another_changed_is_not_deleted_unseen(room, notulis):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room))
    late = as_shown(block, is_dropped=True)

    save_notulen(room, actor=notulis, entries=[as_shown(block, text="Baru saja diperbaiki.")])
    saved = save_notulen(room, actor=SYSTEM, entries=[late])

    assert texts(block.notulen) == ["Baru saja diperbaiki."]
    assert saved.clashes == [block]


def test_what_another_deleted_comes_back_with_the_writers_text(room, notulis):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room))
    late, untouched = as_shown(block, text="Masih perlu."), as_shown(block)

    save_notulen(room, actor=notulis, entries=[as_shown(block, is_dropped=True)])
    save_notulen(room, actor=SYSTEM, entries=[untouched])
    assert texts(block.notulen) == []
    save_notulen(room, actor=SYSTEM, entries=[late])

    assert texts(block.notulen) == ["Masih perlu."]


def test_the_same_form_sent_twice_adds_nothing(room, notulis):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room), text="Semula.")
    stale = as_shown(block, text="Tulisan kedua.")
    save_notulen(room, actor=notulis, entries=[as_shown(block, text="Tulisan pertama.")])

    for _ in range(2):
        save_notulen(room, actor=notulis, entries=[stale, Entry("Butir baru.", position=20)])

    assert sorted(texts(block.notulen)) == ["Butir baru.", "Tulisan kedua.", "Tulisan pertama."]


def test_an_entry_may_be_dropped_and_written_anew_at_once(room, notulis):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room), text="Semula.")

    save_notulen(room, actor=notulis, entries=[as_shown(block, is_dropped=True), Entry(text="Semula.", position=30)])

    assert texts(block.notulen) == ["Semula."]


def test_an_entry_of_another_room_is_not_touched(room, notulis):
    foreign = NotulenBlockFactory()

    save_notulen(room, actor=notulis, entries=[as_shown(foreign, is_dropped=True)])

    assert NotulenBlock.objects.filter(pk=foreign.pk).exists()


@pytest.mark.once
def test_too_many_entries_are_refused(room, notulis):
    with pytest.raises(TooManyBlocks):
        save_notulen(room, actor=notulis, entries=[Entry(f"Butir {n}") for n in range(MAX_BLOCKS + 1)])


def test_final_is_public_found_and_closed_to_writing(client_of, room, notulis):
    save_notulen(room, actor=notulis, entries=[Entry("Kesepakatan tentang serah terima jadwal.")])
    path = f"/fgd/{room.slot.page.slug}/{room.slug}/"
    found = SearchEntry.objects.findable().filter(body__contains="serah terima")
    assert not found.exists()

    finalise_notulen(room, actor=notulis)

    assert [(entry.kind, entry.object_id) for entry in found] == [("notes", room.pk)]
    assert PageLogEntry.objects.filter(action="events.finalise_notulen", user=notulis).exists()
    with pytest.raises(NotulenFinal):
        save_notulen(room, actor=notulis, entries=[Entry("Susulan.")])
    with pytest.raises(NotulenFinal):
        finalise_notulen(room, actor=notulis)
    assert "Susulan." not in client_of("visitor").get(path).content.decode()


@pytest.mark.once
def test_an_empty_notulen_is_not_final(room, notulis):
    with pytest.raises(NotulenEmpty):
        finalise_notulen(room, actor=notulis)


def test_only_organisers_reopen(person_of, room, notulis):
    notulen = NotulenFactory(room=room, final=True)

    with pytest.raises(PermissionDenied):
        reopen_notulen(room, actor=notulis)
    reopened = reopen_notulen(room, actor=person_of("organiser"))

    assert (reopened.pk, reopened.state) == (notulen.pk, NotulenState.DRAFT)


# --- the form -------------------------------------------------------------------------------------------------------


def sent(*entries, **fields) -> dict:
    rows = {f"form-{n}-{name}": value for n, entry in enumerate(entries) for name, value in entry.items()}
    return {"form-TOTAL_FORMS": len(entries), "form-INITIAL_FORMS": 0, **rows, **fields}


def path_of(room) -> str:
    return f"/fgd/{room.slot.page.slug}/{room.slug}/notulen/"


def test_the_form_writes_keeps_what_was_typed_and_names_near_agencies(client_of, person_of, room):
    RoomPerson.objects.create(room=room, role=PersonRole.NOTULIS, name="N", person=person_of("member"))
    InstansiFactory(name="Pemerintah Kota Contoh Nada")
    client, follow_up = client_of("member"), {"kind": "follow_up", "text": "Bagikan.", "due_on": "2027-01-02"}

    near = client.post(path_of(room), sent({**follow_up, "owner": "Contoh Nad"}))
    wrong = client.post(path_of(room), sent({**follow_up, "due_on": "kemarin"}))
    done = client.post(path_of(room), sent({**follow_up, "owner": "kota contoh nada"}, source_note="Dari laporan"))

    assert (near.status_code, wrong.status_code, done.status_code) == (422, 422, 302)
    assert "Maksud Anda: Pemerintah Kota Contoh Nada?" in near.content.decode()
    assert "Bagikan." in wrong.content.decode()
    block = NotulenBlock.objects.get()
    assert (block.owner.name, block.notulen.source_note) == ("Pemerintah Kota Contoh Nada", "Dari laporan")


@pytest.mark.once
def test_the_form_shows_a_clash_with_both_texts(client_of, room):
    block = NotulenBlockFactory(notulen=NotulenFactory(room=room), text="Semula.")
    client = client_of("organiser")
    seen = digest(content_of(block))
    shared = {"pk": block.pk, "seen": seen, "kind": "point", "position": block.position}

    client.post(path_of(room), sent({**shared, "text": "Tulisan pertama."}))
    page = client.post(path_of(room), sent({**shared, "text": "Tulisan kedua."}), follow=True).content.decode()

    assert "Tulisan pertama." in page
    assert "Tulisan kedua." in page
    assert "1 butir bentrok." in page
    assert "Finalkan notulen" not in page


def test_a_note_that_another_changed_is_neither_overwritten_nor_lost(client_of, room):
    NotulenFactory(room=room)
    client = client_of("organiser")
    client.post(path_of(room), sent(source_note="Laporan A", seen_note=""))

    untouched = client.post(path_of(room), sent(source_note="", seen_note=""))
    clash = client.post(path_of(room), sent(source_note="Laporan B", seen_note=""))

    assert Notulen.objects.get().source_note == "Laporan A"
    assert (untouched.status_code, clash.status_code) == (302, 409)
    page = clash.content.decode()
    assert 'value="Laporan B"' in page
    assert "Kini tersimpan: Laporan A" in page
    client.post(path_of(room), sent(source_note="Laporan B", seen_note="Laporan A"))
    assert Notulen.objects.get().source_note == "Laporan B"


@pytest.mark.once
def test_what_was_written_while_another_made_it_final_can_be_copied(client_of, room):
    NotulenBlockFactory(notulen=NotulenFactory(room=room))
    client = client_of("organiser")
    client.post(path_of(room) + "final/")

    late = client.post(path_of(room), sent({"kind": "point", "text": "Yang terlambat."}))

    assert late.status_code == 409
    assert "Yang terlambat.</textarea>" in late.content.decode()


@pytest.mark.once
@pytest.mark.parametrize("role", ["member", "steward"])
@pytest.mark.parametrize("action", ["", "final/", "buka/"])
def test_the_form_is_nothing_to_others(client_of, room, role, action):
    NotulenFactory(room=room)

    assert client_of(role).post(path_of(room) + action, sent()).status_code == 404
    assert client_of(role).get(path_of(room)).status_code == 404
    assert Notulen.objects.get().version == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"form-TOTAL_FORMS": "x"},
        {"form-TOTAL_FORMS": "99999"},
        sent({"text": "a" * 100_000}),
        sent({"text": "a\x00b"}),
        sent({"pk": "9" * 40, "seen": "x", "text": "a"}),
        sent({"kind": "lain", "text": "a"}),
        sent({"text": "a", "position": "-1"}),
    ],
)
def test_hostile_forms_are_refused(client_of, room, data):
    response = client_of("organiser").post(path_of(room), data)

    assert response.status_code == 422
    assert not NotulenBlock.objects.exists()


@pytest.mark.once
def test_final_and_reopen_by_forms(client_of, room):
    NotulenBlockFactory(notulen=NotulenFactory(room=room))
    client = client_of("organiser")

    client.post(path_of(room) + "final/")
    assert Notulen.objects.get().is_final
    client.post(path_of(room) + "buka/")
    assert not Notulen.objects.get().is_final
