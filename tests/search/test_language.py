"""Words to roots, questions to what they ask for."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search import language
from search.language import indexed_words, parse, root, stems, tokens, written_words
from search.language.roots import affixed_root
from search.language.synonyms import Synonyms
from search.language.tokens import WORD

FAMILIES = [
    "nilai menilai dinilai penilaian penilai dinilainya penilainya dinilaikah",
    "kinerja kinerjanya berkinerja",
    "kerja bekerja pekerjaan pekerja dikerjakan",
    "pemerintah pemerintahan pemerintahnya",
    "perintah memerintahkan diperintah",
    "replikasi mereplikasi direplikasi replikasinya",
    "peta memetakan pemetaan dipetakan",
    "hukum menghukum dihukum hukuman",
    "sepakat menyepakati kesepakatan disepakati",
    "analisis menganalisis dianalisis analisa",
    "mengajukan diajukan pengajuan ngajuin",
    "menyusun disusun penyusunan nyusun",
    "mengisi diisi pengisian ngisi",
    "menghitung dihitung perhitungan ngitung",
    "pegawai kepegawaian pegawainya",
    "merencanakan perencanaan direncanakan rencana",
    "memvalidasi divalidasi validasi",
    "memfasilitasi difasilitasi fasilitasi",
    "mempromosikan dipromosikan promosi",
    "memindahkan dipindahkan perpindahan pemindahan",
    "praktik praktek",
    "izin ijin",
    "skp skpnya",
    "dijadikan dijadiin menjadikan",
    "menulis nulis ditulis",
    "memilih milih pemilihan",
    "memotong motong pemotongan",
    "hilang ilang menghilangkan",
    "malas males",
    "atasan atasannya",
    "pengalaman berpengalaman",
    "diskusi berdiskusi mendiskusikan",
    "kurang dikurangi mengurangi kekurangan",
    "rata merata pemerataan diratakan",
    "basis berbasis",
    "tegak penegakan menegakkan ditegakkan",
    "rawat perawat perawatan merawat",
    "selidik penyelidikan menyelidiki",
    "rasa terasa merasa",
    "rangkap merangkap perangkapan",
    "penghargaan menghargai dihargai",
    "analisa menganalisa dianalisa menganalisis",
    "menandatangani ditandatangani penandatanganan",
    "memberitahukan pemberitahuan diberitahukan",
    "ketidakhadiran ketidakhadirannya",
    "mengikutsertakan diikutsertakan keikutsertaan",
    "menyalahgunakan disalahgunakan penyalahgunaan",
    "mengambilalihkan pengambilalihan",
    "menyebarluaskan disebarluaskan penyebarluasan",
    "penatalayanan ditatalayani",
    "proses memroses pemrosesan diproses",
    "prioritas memprioritaskan memrioritaskan pemrioritasan",
    "transfer penransferan",
    "kritik mengritik dikritik",
    "ragam beragam keberagaman",
    "cuti bercuti",
    "sambung berkesinambungan kesinambungan",
    "undur mundur pengunduran mengundurkan",
    "reviu mereviu direviu",
    "keberatan berkeberatan keberatannya",
]
APART = [
    ("kinerja", "kerja"),
    ("pemerintah", "perintah"),
    ("pengadaan", "ada"),
    ("bagian", "bagi"),
    ("penghargaan", "harga"),
    ("merit", "rit"),
    ("kediri", "diri"),
    ("pekalongan", "kalong"),
    ("talenta", "talen"),
    ("perilaku", "laku"),
    ("pengacara", "acara"),
    ("pengalaman", "alam"),
    ("pendapat", "dapat"),
    ("atasan", "atas"),
    ("bawahan", "bawah"),
    ("nara", "tara"),
    ("keberatan", "berat"),
]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_words_has_one_root(family):
    assert len({root(word) for word in family.split()}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_of_other_meaning_keep_roots_of_their_own(one, other):
    assert root(one) != root(other)


def test_two_words_under_one_affix_are_found_by_each():
    assert root("penyalahgunaan") == "salah guna"
    assert root("penatalayanan") == "tata layan"
    assert root("penanggulangan") == root("menanggulangi") != "tang gulang"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Pegawai-pegawai", "pegawai pegawai"),
        ("e-Kinerja", "ekinerja kinerja"),
        ("e kinerja", "ekinerja kinerja"),
        ("ekinerja", "ekinerja kinerja"),
        ("evaluasi ekonomi emosi eselon", "evaluasi ekonomi emosi eselon"),
        ("19/2025", "19 2025"),
        ("1.260 orang", "1260 orang"),
        ("2,5", "2 5"),
        ("Jum'at", "jumat"),
        ("Café ＡＢＣ ﬁlm", "cafe abc film"),
        ("yang dan di", ""),
        ("walikota", "wali kota"),
        ("BerAKHLAK", "berakhlak"),
        ("antardaerah antar-instansi nonklasikal", "antar daerah antar instansi non klasikal"),
        ("penonaktifan dinonaktifkan", "non aktif non aktif"),
        ("ketidakhadiran antikorupsi", "tidak hadir anti korupsi"),
        ("penandatanganan pemberitahuan", "tanda tangan beri tahu"),
        ("antik tidakkah ketua", "antik tidak ketua"),
        ("nonton multimeter antarkan prakarsa", "tonton multi meter antar prakarsa"),
        ("", ""),
    ],
)
def test_stems(text, stored):
    assert stems(text) == stored


@given(st.text(max_size=300))
def test_stems_hold_plain_words_only_and_are_bounded(text):
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in stems(text).split())
    assert all(len(word) <= 40 for word in stems(text).split())


@given(st.lists(st.sampled_from([word for family in FAMILIES for word in family.split()]), max_size=6))
def test_roots_are_their_own_roots(words):
    once = stems(" ".join(words))

    assert stems(once) == once


@given(st.text(max_size=100))
def test_tokens_point_into_the_text(text):
    places = [(token.start, token.end) for token in language.tokens(text)]

    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


TRAPS = "e-kinerja. E kinerja|1.260.|1.260. 300|0e0a|jum'at|e|é|e. kinerja|19/2025_a|“e-office”|I’m|" + "a" * 50


@settings(max_examples=500)
@given(st.text(max_size=200) | st.text(alphabet="eEé·–. -'’1289abk_\n", max_size=60))
@example(" ".join(TRAPS.split("|")))
@example("a" * 50 + ". e-kinerja")
@example("a " * 6_000 + "e kinerja")
def test_words_without_their_places_are_those_of_tokens(text):
    assert indexed_words(text) == [token.word for token in tokens(text)]
    assert written_words(text) == set(WORD.findall(text))


def test_words_of_a_long_plain_text_are_told_in_a_fraction_of_the_time_of_its_tokens():
    text = "Penilaian kinerja pegawai dan dialog kinerja, setiap triwulan. " * 80

    def seconds(function) -> float:
        began = time.process_time()
        for _ in range(20):
            function(text)
        return time.process_time() - began

    assert seconds(indexed_words) < seconds(tokens) / 2


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "é" * 100_000, "a-" * 50_000, "'a" * 50_000, "1." * 50_000, "e " * 50_000, "\ud800" * 100_000],
)
def test_long_texts_do_not_take_long(text):
    started = time.process_time()

    stems(text)
    parse(text)

    assert time.process_time() - started < 2


def test_words_that_look_affixed_do_not_take_long():
    """The worst that fits into a body: 20,000 characters of words that PySastrawi tries every rule on."""
    text = " ".join(
        f"memper{number:05d}".translate(str.maketrans("0123456789", "abcdefghij")) + "kannya" for number in range(1_100)
    )
    started = time.process_time()

    stems(text[:20_000])

    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("penilaian", "nilai"),
        ("dinilainya", "nilai"),
        ("memetakan", "peta"),
        ("ngurus", "urus"),
        ("nilai", None),
        ("nilainya", None),
        ("praktek", None),
        ("kinerjanya", None),
        ("skp", None),
        ("nya", None),
    ],
)
def test_a_word_formed_of_a_root_is_told_from_the_root_and_its_spellings(word, stem):
    assert affixed_root(word) == stem


# --- questions --------------------------------------------------------------------------------------------------
def alternatives(query: str, **more) -> list[list[str]]:
    return [[" ".join(each.roots) for each in group.alternatives] for group in parse(query, **more).required]


def test_an_acronym_asks_for_its_name_too():
    assert alternatives("SKP") == [["skp", "sasar kerja pegawai", "sasar kinerja pegawai"]]


def test_a_name_asks_for_its_acronym_too_whatever_its_affixes():
    (group,) = alternatives("menilai kinerja")

    assert group[0] == "nilai kinerja"
    assert "evaluasi kinerja" in group


def test_the_longest_known_term_wins():
    assert len(alternatives("sasaran kinerja pegawai")) == 1
    assert len(alternatives("sasaran kinerja pegawai bandung")) == 2


def test_a_term_that_lacks_one_of_its_words_still_asks_for_its_acronym():
    assert alternatives("beban pekerjaan") == [["beban kerja", "beban kerja", "abk", "analisis beban kerja"]]
    assert "kgb" in alternatives("gaji berkala")[0]


def test_a_word_that_denies_is_no_part_of_a_term_that_lacks_a_word():
    synonyms = Synonyms(["ptt, pegawai tidak tetap"])

    assert alternatives("pegawai gak datang", synonyms=synonyms) == [["pegawai"], ["datang"]]


def test_a_part_of_a_term_says_nothing_more_where_the_term_is_asked_for_already():
    assert alternatives("onboarding pegawai baru")[1:] == [["pegawai"]]


def test_a_part_of_terms_of_several_groups_is_words():
    synonyms = Synonyms(["bkn, badan kepegawaian negara", "bkd, badan kepegawaian daerah"])

    assert alternatives("badan kepegawaian", synonyms=synonyms) == [["badan"], ["pegawai"]]


def test_a_single_word_is_met_as_written_only():
    assert alternatives("melatih") == [["latih"]]
    assert "latih" in alternatives("diklat")[0]


def test_words_of_asking_are_soft_unless_alone():
    assert [group.is_soft for group in parse("gimana cara bikin skp").groups] == [True, True, True, False]
    assert [group.is_soft for group in parse("bagaimana cara").groups] == [False, False]
    assert [group.is_soft for group in parse("umpan balik kepada bawahan").groups] == [False, True, False]


def test_quotes_and_minus():
    parsed = parse('"penilaian kinerja" guru -honorer -"tugas belajar" e-kinerja')

    assert parsed.phrases == (("penilaian", "kinerja"),)
    assert [alternative.roots for alternative in parsed.excluded] == [("honorer",), ("tugas", "ajar")]
    assert [group.alternatives[0].roots for group in parsed.groups] == [("nilai", "kinerja"), ("guru",), ("ekinerja",)]


@pytest.mark.parametrize("query", ["-honorer", '-"honorer"', "- honorer", "honorer -"])
def test_what_cannot_be_an_exclusion_is_words(query):
    assert alternatives(query) == alternatives("honorer")
    assert parse(query).excluded == ()


def test_a_question_is_read_up_to_its_bounds():
    assert len(parse(" ".join(f"kata{number}" for number in range(100))).groups) <= 32
    assert len(parse("kata " * 1000).text) == 200


def test_groups_know_their_place_in_the_question():
    parsed = parse("“sasran”  KINERJA e kinerja")

    assert [parsed.text[group.words[0].start : group.words[-1].end] for group in parsed.groups] == [
        "sasran",
        "KINERJA",
        "e kinerja",
    ]


def test_synonyms_act_where_the_question_is_read():
    synonyms = Synonyms(["mang bagja, manajemen pengembangan kinerja", "", ",,", "kosong"])

    assert alternatives("bagja", synonyms=synonyms) == [["bagja"]]
    assert "manajemen kembang kinerja" in alternatives("Mang Bagja", synonyms=synonyms)[0]


@settings(max_examples=300)
@given(st.text(max_size=250) | st.text(alphabet='kinerja skp "-“”\0e', max_size=80))
def test_any_text_is_a_question(text):
    parsed = parse(text)

    assert all(alternative.roots for group in parsed.groups for alternative in group.alternatives)
    assert all(group.words for group in parsed.groups)
