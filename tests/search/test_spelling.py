"""Misspelt, run-together, split and spoken forms are met as what was meant; words that exist are left alone."""

from pathlib import Path

import pytest

from community.models import Instansi
from search import vocabulary
from search.engines.database import DatabaseEngine
from search.evaluation import files
from search.indexing import indexed_fields
from search.models import SearchEntry, SearchWord
from search.types import SearchRequest
from tests.support.elasticsearch import engine_that_has_heard_all

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parent / "data" / "judge_docs.jsonl"

# typed → what the engine must say that it has searched instead
MISSPELT = {
    # a letter left out
    "sasran": "sasaran", "sasarn kinerja": "sasaran kinerja", "kinrja": "kinerja", "kinerj": "kinerja",
    "penlaian": "penilaian", "pegwai": "pegawai", "pgawai": "pegawai",
    "manajemn talenta": "manajemen talenta", "talnta": "talenta", "netralias": "netralitas",
    "hukuman disipln": "hukuman disiplin", "kontrk kinerja": "kontrak kinerja", "kompetnsi": "kompetensi",
    "peta jabtan": "peta jabatan", "mutsi": "mutasi", "promsi": "promosi", "pensun": "pensiun", "honrer": "honorer",
    "notuln": "notulen", "pelangaran": "pelanggaran", "predikt": "predikat", "asesmn": "asesmen",
    "sertifkat": "sertifikat", "puskemas": "puskesmas", "formsi": "formasi", "fasilitatr": "fasilitator",
    "kepegawian": "kepegawaian", "pengembngan": "pengembangan", "orientsi": "orientasi",
    # neighbours swapped
    "saasran": "sasaran", "kinreja": "kinerja", "pegawia": "pegawai", "peagwai": "pegawai", "netraltias": "netralitas",
    "dispilin": "disiplin", "hukmuan": "hukuman", "kontark": "kontrak", "kalibarsi": "kalibrasi",
    # a letter too many or twice
    "e-kinerjaa": "ekinerja", "peniliaian": "penilaian", "tallenta": "talenta", "honorrer": "honorer",
    "kompentensi": "kompetensi", "sukssesi": "suksesi", "notullen": "notulen", "rencana sukssesi": "rencana suksesi",
    # a wrong letter, or two
    "kenerja": "kinerja", "kinerha": "kinerja", "jabatam": "jabatan", "managemen": "manajemen",
    "menejemen": "manajemen",
    "mutasi pegwai": "mutasi pegawai", "peniliaian kinreja pegwai": "penilaian kinerja pegawai",
    # run together
    "penilaiankinerja": "penilaian kinerja", "kontrakkinerja": "kontrak kinerja", "sasarankinerja": "sasaran kinerja",
    "talentpool": "talent pool", "polakarier": "pola karier", "hukumandisiplin": "hukuman disiplin",
    "kenaikanpangkat": "kenaikan pangkat", "sistemmerit": "sistem merit", "petajabatan": "peta jabatan",
    "studitiru": "studi tiru", "kodeetik": "kode etik", "rencanasuksesi": "rencana suksesi",
    "mediasosial": "media sosial", "buktidukung": "bukti dukung", "tenagahonorer": "tenaga honorer",
    # run together, and a letter wrong besides
    "talenpool": "talent pool", "sasarrankinerja": "sasaran kinerja", "sistemmerrit": "sistem merit",
    # split
    "kin erja": "kinerja", "pega wai baru": "pegawai baru", "netra litas": "netralitas", "notu len": "notulen",
    "per kara": "perkara", "memper oleh": "memperoleh",
    # not what one asks by
    "tahpa": "tahap",
    # another form of a foreign word
    "whistleblower": "whistleblowing",
}  # fmt: skip

# typed → another way to ask whose best answer must be this one's too
SPOKEN = {
    "gimana bikin skp": "bagaimana membuat skp",
    "gmn bikin skp": "bagaimana membuat skp",
    "penilain kinerja": "penilaian kinerja",
    "gmana caranya nyusun skp": "menyusun skp",
    "bagemana buat skp": "bagaimana membuat skp",
    "ngisi penilaian mandiri": "mengisi penilaian mandiri",
    "ngitung kebutuhan guru": "menghitung kebutuhan guru",
    "ngurus kenaikan pangkat": "mengurus kenaikan pangkat",
    "honorer dijadiin p3k": "honorer dijadikan p3k",
    "ngehukum pegawai": "menghukum pegawai",
    "nyiapin calon pengganti": "menyiapkan calon pengganti",
    "mau pindah ke daerah lain": "pindah daerah lain",
    "pake tes komputer": "pakai tes komputer",
    "pegawe bolos": "pegawai bolos",
    "anak buah gak pernah masuk kerja": "anak buah tidak pernah masuk kerja",
    "minta tolong contohin rencana suksesi": "contoh rencana suksesi",
    "sy mau tanya ttg netralitas": "saya mau tanya tentang netralitas",
    "apa sih bedanya pppk paruh waktu": "beda pppk paruh waktu",
    "kalo plt kelamaan gmn": "plt",
    "dmn simulasi cat": "simulasi cat",
}

ALONE = [
    # words that exist, and that the documents have neighbours of
    "harga", "warna", "kantin", "matahari", "sapi", "pasar", "kerbau", "laut", "bola", "hujan", "padi", "gula",
    "rumput", "kapal", "kebun", "jembatan",
    # domain words that the documents do not have
    "remunerasi", "demosi", "purnabakti", "gratifikasi", "pelantikan", "pemberhentian", "cuti", "lembur", "mediasi",
    "banding",
    # acronyms and short words
    "bkpsdm", "pppk", "thl", "kgb", "lhkpn", "sakip", "tnde", "wbbm", "korpri", "bssn",
    # places and people
    "kediri", "kendari", "asahan", "banggai", "pekalongan", "merangin", "toli", "digoel", "susilo", "bambang",
    "siregar", "nasution",
    # numbers and codes
    "2024", "1234", "permenpanrb",
]  # fmt: skip


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=[pytest.mark.es, pytest.mark.once])])
def ask_each(request, ask):
    """`ask` of each engine; one with an index beside the database is slower (`is_quick`)."""
    engine = None
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch")
        engine = engine_that_has_heard_all()

    def asked(text: str):
        return engine.search(SearchRequest(text=text, keys=("public",), limit=1)) if engine else ask(text)

    asked.is_quick = engine is None
    return asked


@pytest.fixture
def ask():
    """A question put to an index of the judge's documents and all agencies."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    documents = [(each["kind"], each["title"], each["body"]) for each in files.documents(DOCS)]
    documents.append(("topic", "Whistleblowing yang aman", ""))
    documents += [("instansi", name, "") for name in Instansi.objects.order_by("pk").values_list("name", flat=True)]
    SearchEntry.objects.bulk_create(
        SearchEntry(object_id=number, **indexed_fields(kind, title=title, body=body, doors=["public"]))
        for number, (kind, title, body) in enumerate(documents, 1)
    )
    vocabulary.relearn()
    engine = DatabaseEngine()
    return lambda text: engine.search(SearchRequest(text=text, keys=("public",)))


def test_misspelt_words_are_met_and_told(ask_each):
    """Elasticsearch has the same code and vocabulary, and only counts by itself: a few of each sort show that."""
    asked, alone = (MISSPELT, ALONE) if ask_each.is_quick else (dict([*MISSPELT.items()][::5]), ALONE[::8])

    told = {typed: ask_each(typed).corrected for typed in asked}

    assert {typed: text for typed, text in told.items() if text != asked[typed]} == {}
    assert {word: text for word in alone if (text := ask_each(word).corrected)} == {}


def test_spoken_questions_find_what_written_ones_find(ask):
    def first(text: str) -> str:
        hits = ask(text).hits
        return hits[0].title.replace("<mark>", "").replace("</mark>", "") if hits else ""

    answers = {typed: (first(typed), first(meant)) for typed, meant in SPOKEN.items()}

    assert {typed: both for typed, both in answers.items() if both[0] != both[1] or not both[0]} == {}
