"""What comes back for what somebody sent, in the reader's language: errors of forms, and messages of what was done."""

import pytest
from django.contrib.messages import get_messages

from forums.models import RoomPage
from forums.places import topic_place
from tests.support.own_pages import PROFILE, SHOWN, make_own_content
from tests.support.pages import filled, make_content
from tests.support.spoken import OPEN, unmarked, unmarked_in, without_english, written

NIP = "198501012010011001"
LONG = "Kalimat yang panjang. " * 1_200
ROW = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-kind": "follow_up", "form-0-text": "Bagikan."}
NOTULEN = "/fgd/fgd-penuh/ruang-penuh/notulen/"
ACCOUNT_FORMS = [
    ("visitor", "/akun/masuk/", {}),
    ("visitor", "/akun/masuk/", {"login": "orang0@contoh.go.id", "password": "keliru"}),
    ("visitor", "/akun/daftar/", {}),
    ("visitor", "/akun/daftar/", {"email": "bukan-alamat", "name": "Orang", "password1": "12345"}),
    ("visitor", "/akun/daftar/", {"email": "a@contoh.go.id", "name": "A", "instansi": "Zzz", "password1": "password"}),
    ("visitor", "/akun/sandi/lupa/", {"email": "bukan-alamat"}),
    ("member", "/akun/konfirmasi/", {"password": "keliru"}),
    ("member", "/akun/konfirmasi/", {}),
    ("member", "/saya/instansi/", {"instansi": "Zzz"}),
]
# What is refused or warned of, by forms about what `make_content` and `make_own_content` made
FORMS = [
    ("member", "/forum/ruang-periksa/tanya/", {"title": "", "body": "", "kind": "lain", "aspek": "x", "sub": "x"}),
    ("member", "/forum/ruang-periksa/tanya/", {"title": LONG, "body": LONG, "kind": "question", "masalah": "x"}),
    ("member", "/forum/ruang-periksa/tanya/", {"title": f"NIP {NIP}", "body": "0812-3456-7890", "kind": "question"}),
    ("member", "/forum/topik/{topic}/jawab/", {"body": ""}),
    ("member", "/forum/topik/{topic}/jawab/", {"body": LONG}),
    ("member", "/forum/topik/{topic}/jawab/", {"body": f"NIP {NIP} dan 3273010101800001"}),
    ("member", "/forum/pos/{own_post}/ubah/", {"body": "Teks lain.", "version": "0", "title": ""}),
    ("steward", "/forum/topik/{topic}/kelola/", {"action": "lock", "reason": ""}),
    ("steward", "/forum/topik/{topic}/kelola/", {"action": "lock", "reason": LONG}),
    ("steward", "/forum/topik/{topic}/pindah/", {"move-room": "x", "move-reason": ""}),
    ("steward", "/forum/pos/{held_post}/kelola/", {"action": "hide", "reason": ""}),
    ("steward", "/forum/pos/{own_post}/riwayat/0/hapus/", {"reason": f"NIP {NIP}"}),
    ("visitor", "/kontak/kirim/", {"name": "", "email": "", "text": ""}),
    ("visitor", "/kontak/kirim/", {"name": "A\u200bB", "email": "bukan-alamat", "text": "pendek"}),
    ("visitor", "/kontak/kirim/", {"name": "A" * 200, "email": "a@contoh.go.id", "text": LONG}),
    ("visitor", "/umpan-balik/praktik/{pk}/", {}),
    ("visitor", "/umpan-balik/praktik/{pk}/", {"jawab": "mungkin", "kurang": LONG}),
    ("visitor", "/umpan-balik/praktik/{pk}/", {"jawab": "tidak", "kurang": f"NIP {NIP}"}),
    ("member", "/saya/profil/", {"position": LONG, "unit": LONG, "bio": LONG, "time_zone": "x", "expertise": "x"}),
    ("member", "/saya/profil/", {**PROFILE, "bio": f"NIP {NIP}"}),
    ("member", "/saya/profil/", {**PROFILE, "expertise": "9" * 30}),
    ("member", "/saya/surel/", {"language": "", "kinds": "x"}),
    ("member", "/saya/surel/", {"language": "xx"}),
    ("organiser", NOTULEN, {**ROW, "form-0-owner": "Zzz", "form-0-due_on": "kemarin", "form-0-position": "x"}),
    ("organiser", NOTULEN, {**ROW, "form-0-text": LONG, "form-0-said_by": LONG, "form-0-position": "-1"}),
    ("organiser", NOTULEN, {**ROW, "form-0-kind": "lain", "form-0-state": "lain", "form-0-owner": LONG}),
    ("organiser", NOTULEN, {"form-TOTAL_FORMS": "x"}),
    ("organiser", NOTULEN, {**ROW, "form-0-text": f"NIP {NIP}"}),
]
# What is done, or refused by a service, one after the other
ACTS = [
    (
        "visitor",
        "/kontak/kirim/",
        {"name": "Sri", "email": "sri@contoh.go.id", "text": "Halaman SKP memuat angka lama."},
    ),
    ("visitor", "/umpan-balik/praktik/{pk}/", {"jawab": "ya"}),
    ("member", "/saya/profil/", {**PROFILE, **{name: "on" for name in SHOWN}}),
    ("member", "/saya/surel/", {"language": "id", "kinds": "reply"}),
    ("member", "/saya/pemberitahuan/terbaca/", {}),
    ("member", "/saya/draf/buang/", {"place": "{draft}"}),
    ("member", "/saya/draf/buang/", {"place": "{draft}"}),
    ("member", "/saya/ikuti/topic/{topic}/", {"on": "1"}),
    ("member", "/saya/ikuti/topic/{topic}/", {"on": "0"}),
    ("unverified", "/forum/ruang-periksa/tanya/", {"title": "Baru", "body": "Kami baru mulai.", "kind": "question"}),
    ("unverified", "/forum/topik/{topic}/jawab/", {"body": "Kami juga."}),
    ("member", "/fgd/fgd-uji/ruang-dialog/daftar/", {}),
    ("member", "/fgd/fgd-uji/ruang-dialog/daftar/", {}),
    ("member", "/fgd/fgd-uji/ruang-catatan/pindah/", {}),
    ("member", "/fgd/fgd-uji/ruang-catatan/batal/", {}),
    ("member_other", "/fgd/fgd-penuh/ruang-penuh/daftar/", {}),
    ("member_other", "/fgd/fgd-penuh/ruang-penuh/tunggu/", {}),
    ("member_other", "/fgd/fgd-penuh/ruang-penuh/lepas/", {}),
    ("steward", "/forum/pos/{held_post}/kelola/", {"action": "release", "reason": "", "version": "0"}),
    ("steward", "/forum/pos/{other_post}/kelola/", {"action": "hide", "reason": "Salah ruang."}),
    ("steward", "/forum/pos/{other_post}/kelola/", {"action": "unhide", "reason": "Sudah benar."}),
    *(
        ("steward", "/forum/topik/{topic}/kelola/", {"action": act, "reason": "Sudah selesai."})
        for act in ("lock", "unlock", "pin", "unpin")
    ),
    ("steward", "/forum/pos/{own_post}/riwayat/0/hapus/", {"reason": "Memuat nama orang."}),
    ("steward", "/forum/topik/{topic}/pindah/", {"move-room": "{target}", "move-reason": "Salah ruang."}),
    ("organiser", NOTULEN, {**ROW, "form-0-text": "Bagikan contoh."}),
    ("organiser", f"{NOTULEN}final/", {}),
    ("organiser", f"{NOTULEN}buka/", {}),
    ("organiser", "/fgd/fgd-penuh/kelola/kursi/{seat}/batal/", {}),
    ("organiser", "/fgd/fgd-penuh/kelola/kursi/{seat}/batal/", {"yakin": "ya"}),
    *(("organiser", f"/fgd/fgd-penuh/kelola/{move}/", {}) for move in ("jeda", "buka", "mulai", "tutup", "batalkan")),
    ("organiser", "/fgd/fgd-penuh/kelola/batalkan/", {"yakin": "ya"}),
    ("member", "/saya/instansi/", {"instansi": ""}),
    ("member", "/saya/instansi/", {"instansi": ""}),
]


@pytest.fixture
def place(db, person_of):
    """`place(text)`: an address or value with its names filled in, in a portal with something to write about."""
    practice = make_content()
    names = make_own_content(person_of)
    rooms = {room.slug: room for room in RoomPage.objects.all()}
    names |= {"draft": topic_place(rooms["ruang-periksa"]), "target": rooms["ruang-tujuan"].pk}
    names["seat"] = person_of("member").event_seats.get().pk
    return lambda text: filled(text, practice, **names)


@pytest.mark.parametrize(("role", "address", "typed"), ACCOUNT_FORMS)
def test_every_error_of_an_account_passes_through_translation(client_of, marked, role, address, typed):
    response = client_of(role).post(address, typed)

    assert OPEN in str(response.context["form"].errors)
    assert unmarked(response, written()) - set(typed.values()) == set()


@pytest.mark.once
def test_every_form_error_passes_through_translation(client_of, place, marked):
    clients = {role: client_of(role) for role, _, _ in FORMS}
    content, left = written(), {}

    for number, (role, address, typed) in enumerate(FORMS):
        response = clients[role].post(place(address), typed)
        found = unmarked(response, "\n".join([content, *typed.values()]))
        if found or response.status_code not in (200, 422, 429):
            left[number, address] = response.status_code, found

    assert left == {}
    assert without_english(marked) == set()


@pytest.mark.once
def test_every_message_of_what_was_done_passes_through_translation(client_of, place, marked):
    clients = {role: client_of(role) for role, _, _ in ACTS}
    content, left = written(), {}

    for number, (role, address, typed) in enumerate(ACTS):
        sent = {name: place(value) for name, value in typed.items()}
        response = clients[role].post(place(address), sent)
        clients[role].cookies.pop("messages", None)
        told = [str(message) for message in get_messages(response.wsgi_request)]
        found = unmarked_in(told, "\n".join([content, *sent.values()]))
        if found or not told:
            left[number, address] = response.status_code, told, found

    assert left == {}
    assert without_english(marked) == set()
