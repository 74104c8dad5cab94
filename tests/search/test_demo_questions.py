"""What a civil servant types into the demo, and the practice that must stand first.

Expectations were written by reading the practices, not the answers.
"""

import pytest

from cop_portal.demo import content
from search.engines.base import current_engine

pytestmark = pytest.mark.django_db

VISITOR = {
    # the five of the first issue
    "Mang Bagja": {"mang-bagja"},
    "kinerja bandung": {"mang-bagja"},
    "menilai pegawai": {"mang-bagja", "dialog-15-menit"},
    "dialog kinerja": {"dialog-15-menit"},
    "SKP": {"skp-tanpa-isi-dua-kali"},
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


@pytest.fixture(autouse=True)
def demo(django_capture_on_commit_callbacks):
    current_engine.cache_clear()  # it remembers the words of another test's index
    with django_capture_on_commit_callbacks(execute=True):  # the words of the index follow a commit
        content.load()


@pytest.mark.parametrize(("role", "questions"), [("visitor", VISITOR), ("member", MEMBER)])
def test_the_right_practice_stands_first(client_of, role, questions):
    client = client_of(role)

    first = {words: first_of(client, words) for words in questions}

    assert {words: slug for words, slug in first.items() if slug not in questions[words]} == {}


def test_what_members_alone_may_read_answers_no_visitor(client_of):
    client = client_of("visitor")

    assert {first_of(client, words) for words in MEMBER} & {"register-pelanggaran-untuk-mencegah"} == set()


def first_of(client, words: str) -> str:
    """The slug of the first result; empty without one."""
    rows = client.get("/cari/", {"q": words}).context.get("rows") or []
    return rows[0].shown.url.removeprefix("/praktik/").strip("/") if rows else ""
