"""Hostile input at the forms of who is signed in; `test_bad_input` asks those that stand open to all.

A new form fails `test_every_form_is_asked` until it stands in `FORMS`, or in `ELSEWHERE` with the test that asks it.
"""

import pytest
from django.urls import resolve

from community.notice_mail import stop_token
from tests.factories.events import EventPageFactory, SeatFactory, first_room, make_room, make_slot
from tests.factories.forums import RoomPageFactory
from tests.matrix.public import MATRIX
from tests.support.accounts import sign_in
from tests.support.hostile import TEXTS, Prober
from tests.test_bad_input import FORMS as OPEN_FORMS

pytestmark = pytest.mark.django_db

EVENT, ROOM = "/fgd/fgd-uji/", "/fgd/fgd-uji/ruang-dialog/"
# address → the fields that its form sends; a form of one button takes what it did not ask for
FORMS = {
    **{f"{ROOM}{verb}/": ("next",) for verb in ("daftar", "pindah", "batal", "tunggu", "lepas", "ambil")},
    f"{ROOM}notulen/final/": ("next",),
    f"{ROOM}notulen/buka/": ("next",),
    f"{EVENT}kelola/batalkan/": ("yakin",),
    f"{EVENT}kelola/kursi/{{seat}}/batal/": ("yakin",),
    "/forum/ruang-uji/terbaca/": ("next",),
    "/forum/ruang-uji/tanya/": ("kind", "title", "body", "action", "sub", "aspek", "masalah", "dibaca", "tentang"),
    "/saya/pemberitahuan/terbaca/": ("next",),
    "/saya/draf/buang/": ("place",),
    "/saya/ikuti/event/{event}/": ("on", "next"),
    "/saya/profil/": ("position", "unit", "bio", "time_zone", "expertise", "is_position_shown", "is_bio_shown"),
    "/saya/surel/": ("kinds", "language"),
    "/surel/berhenti/{token}/": ("List-Unsubscribe",),
    "/umpan-balik/fgd/{event}/": ("jawab", "kurang"),
    "/akun/dua-langkah/masuk/": ("code",),
    "/akun/dua-langkah/konfirmasi/": ("code", "next"),
    "/akun/dua-langkah/aplikasi/": ("code",),
    "/akun/dua-langkah/aplikasi/hapus/": ("next",),
    "/akun/dua-langkah/cadangan/baru/": ("next",),
    "/akun/dua-langkah/kunci-sandi/": ("name", "credential"),
    "/akun/dua-langkah/kunci-sandi/1/hapus/": ("next",),
    "/akun/sandi/baru/1-palsu/": ("password1", "password2"),
    "/akun/sandi/buat/": ("password1", "password2"),
    "/cari/klik/00000000-0000-4000-8000-000000000000/event/{event}/1/": ("next",),
}
FORUM, NOTULEN = "tests/forums/test_views.py", "tests/events/test_notulen.py"
ELSEWHERE = {  # pattern → the file whose test asks it
    **{f"forum/pos/<int:pk>/{verb}/": FORUM for verb in ("ubah", "membantu", "terima", "kelola")},
    "forum/pos/<int:pk>/riwayat/<int:number>/hapus/": FORUM,
    **{f"forum/topik/<int:pk>/{verb}/": FORUM for verb in ("jawab", "kelola", "pindah")},
    "fgd/<str:slug>/<str:room>/notulen/": NOTULEN,
    "csp/": "tests/cop_portal/test_csp_reports.py",
}
READS = {  # they answer a POST like a GET, and write nothing
    *("sitemap.xml", "sitemap-<str:section>.xml"),
    *("praktik/feed/", "fgd/feed/", "forum/feed/", "forum/<str:room>/feed/"),
    *("_util/login/",),
}


@pytest.fixture
def addresses(person_of) -> dict[str, str]:
    """What stands in braces in the addresses: an event with a seat that another person holds."""
    event = EventPageFactory(slug="fgd-uji", slots=[make_slot(rooms=[make_room("Ruang Dialog", capacity=None)])])
    RoomPageFactory(slug="ruang-uji")
    seat = SeatFactory(room=first_room(event))
    return {"event": event.pk, "seat": seat.pk, "token": stop_token(person_of("member").pk, "reply")}


def routes(forms) -> set[str]:
    """The patterns behind addresses, as the matrix names them."""
    return {resolve(form.format(event=1, seat=1, token="palsu")).route for form in forms}


@pytest.mark.once
def test_every_form_is_asked(client_of, names):
    asked = routes({**FORMS, **OPEN_FORMS}) | set(ELSEWHERE) | READS

    taken = set()
    for pattern, known in MATRIX.items():
        client = client_of("organiser")
        statuses = {client.post(address.format_map(names)).status_code for address in known}
        if statuses - {404, 405}:
            taken.add(pattern)

    assert taken - asked == set()


@pytest.mark.parametrize("role", ["member", "organiser"])
def test_hostile_forms(client_of, person_of, addresses, some, role):
    client = client_of(role)
    sign_in(client, person_of(role).email)  # by the password, so that no form asks for it first
    prober = Prober(client)

    for turn, (form, fields) in enumerate(FORMS.items()):
        address = form.format_map(addresses)
        for text in some(list(TEXTS.values()), turn + len(role)):
            prober.post(address, dict.fromkeys(fields, text))
            prober.post(address, {fields[0]: text})

    assert prober.failures == []
    assert prober.count >= 2 * len(FORMS)
