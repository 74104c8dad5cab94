"""What a civil servant types into the demo, and the practice that must stand first among the practices.

An FGD of the same subject may come before it. What must stand first of all is in `test_content.py`.

Expectations were written by reading the practices, not the answers.
"""

import re

import pytest

from search.engines.base import forget_engines
from search.enums import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.once]

VISITOR = {
    # names and places
    "manajemen bandung kinerja": {"mang-bagja"},
    "bkpsdm bandung": {"mang-bagja"},
    "adi junjunan": {"mang-bagja"},
    # subjects in a word or two
    "mutasi pegawai": {"lowongan-internal-terbuka"},
    "pola karir": {"lowongan-internal-terbuka"},
    "talent pool": {"lowongan-internal-terbuka"},
    "kenaikan pangkat": {"satu-meja-layanan-kepegawaian"},
    "urus cuti": {"satu-meja-layanan-kepegawaian"},
    "analisis beban kerja": {"peta-jabatan-dibaca-bersama"},
    "abk": {"peta-jabatan-dibaca-bersama"},
    "usulan formasi": {"peta-jabatan-dibaca-bersama"},
    "orientasi cpns": {"pendamping-tiga-puluh-hari"},
    "onboarding p3k": {"pendamping-tiga-puluh-hari"},
    "gap kompetensi": {"bursa-penugasan-singkat"},
    "pertukaran pegawai": {"bursa-penugasan-singkat"},
    "umpan balik atasan": {"dialog-15-menit"},
    "coaching": {"dialog-15-menit"},
    "ekinerja": {"skp-tanpa-isi-dua-kali"},
    "integrasi simpeg": {"skp-tanpa-isi-dua-kali"},
    # as people type
    "gimana bikin skp": {"skp-tanpa-isi-dua-kali"},
    "e-kinerjaa": {"skp-tanpa-isi-dua-kali"},
    "mutasi pegwai": {"lowongan-internal-terbuka"},
    "kenaikanpangkat": {"satu-meja-layanan-kepegawaian"},
    "formasi jabtan": {"peta-jabatan-dibaca-bersama"},
    "dialog kinreja bulanan": {"dialog-15-menit"},
    "pegawai baru bingung hari pertama": {"pendamping-tiga-puluh-hari"},
    "gimana biar pegawai gak bolak balik ngurus pensiun": {"satu-meja-layanan-kepegawaian"},
}
MEMBER = {
    "pelanggaran disiplin": {"register-pelanggaran-untuk-mencegah"},
    "kode etik": {"register-pelanggaran-untuk-mencegah"},
    "cara mencegah pegawai bolos": {"register-pelanggaran-untuk-mencegah"},
}

ASKED_BY_NAME = {  # questions that something else answers better, and the first card beside
    "kota bandung": "/instansi/32.73/",
    "Pemerintah Kota Bandung": "/instansi/32.73/",
    "Kabupaten Contoh Selatan": "/instansi/CONTOH-KAB-SELATAN/",
    "Bandung": "/instansi/32.73/",
}


@pytest.fixture(autouse=True)
def demo(demo_content):
    forget_engines()  # it remembers the words of another test's index


@pytest.mark.parametrize(("role", "questions"), [("visitor", VISITOR), ("member", MEMBER)])
def test_the_right_practice_stands_first_among_the_practices(client_of, role, questions):
    client = client_of(role)

    first = {words: first_of(client, words) for words in questions}

    assert {words: slug for words, slug in first.items() if slug not in questions[words]} == {}


def test_a_place_shows_practice_and_event_first_and_its_agencies_as_cards_beside(client_of):
    response = client_of("visitor").get("/cari/", {"q": "Bandung"})
    page = response.content.decode()
    listed, _, beside = page.partition('<section class="cop-panel" aria-labelledby="instansi">')

    assert re.findall(r'<h2><a href="([^"]+)"', listed)[:2] == [
        "/praktik/mang-bagja/",
        "/fgd/kiat-sukses-manajemen-kinerja/",
    ]
    assert "/instansi/" not in listed.partition('<div class="cop-list">')[2]
    assert 'href="/instansi/32.73/"' in beside
    assert "tidak semuanya" not in page  # one word is not met in parts
    assert len(response.context["rows"]) == response.context["results"].total


def test_an_agency_asked_for_by_its_name_stands_in_the_list_itself(client_of):
    for question in ({"q": "Bandung", "jenis": "instansi"}, {"q": "Kota Surabaya"}):
        response = client_of("visitor").get("/cari/", question)

        assert response.context["beside"] == []
        assert response.context["listed"][0].kind == Kind.INSTANSI


def test_the_card_of_an_agency_asked_for_by_its_name_stands_before_what_answers_better(client_of):
    """On phones too, where what stands beside comes below; a place alone is no name of an agency."""
    before = {}
    for words, card in ASKED_BY_NAME.items():
        page = client_of("visitor").get("/cari/", {"q": words}).content.decode()
        cards = page.partition('<ul class="cop-beside">')[2].partition("</ul>")[0]
        assert re.search('<a href="([^"]+)"', cards)[1] == card
        before[words] = page.index('<ul class="cop-beside">') < page.index('<div class="cop-list">')

    assert before == dict.fromkeys(ASKED_BY_NAME, True) | {"Bandung": False}


def test_what_members_alone_may_read_answers_no_visitor(client_of):
    client = client_of("visitor")

    assert {first_of(client, words) for words in MEMBER} & {"register-pelanggaran-untuk-mencegah"} == set()


def addresses(client, words: str) -> list[str]:
    """Where the results of the first page lead, in their order."""
    return [row.shown.url for row in client.get("/cari/", {"q": words}).context.get("rows") or []]


def slug_of(url: str) -> str:
    return url.removeprefix("/praktik/").strip("/") if url.startswith("/praktik/") else ""


def first_of(client, words: str) -> str:
    """The slug of the first practice on the first page; empty without one."""
    return next(filter(None, map(slug_of, addresses(client, words))), "")
