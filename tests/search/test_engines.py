"""The contract of every engine: the same documents, the same questions, the same answers."""

import re
from datetime import UTC, date, datetime

import pytest

from search.engines.question import CANDIDATES
from search.indexing import indexed_fields
from search.models import SearchEntry
from tests.search.contract import SKP, ask, found, put

pytestmark = pytest.mark.django_db


# --- words ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Atasan menilai pegawai", "penilaian"),
        ("Pegawai dinilai setahun sekali", "menilai"),
        ("Praktik ini direplikasi dua kota", "replikasi"),
        ("Klinik SKP tiap Selasa", "sasaran kinerja pegawai"),
        (SKP, "skp"),
        (SKP, "SKPnya"),
        ("Aplikasi e-Kinerja kota", "ekinerja"),
        ("Aplikasi ekinerja kota", "e kinerja"),
        ("Aplikasi E Kinerja kota", "e-kinerja"),
        ("Aplikasi e-kinerja kota", "kinerja"),
        ("Pelatihan dasar bagi semua", "diklat"),
        ("Menyusun laporan", "gimana cara nyusun laporan"),
        ("Honorer dijadikan pegawai", "honorer mau dijadiin pegawai"),
        ("Pergub nomor 19/2025", "19/2025"),
        ("Pergub nomor 19 tahun 2025", "19/2025"),
        ("Wali Kota membuka acara", "walikota"),
        ("Menganalisa jabatan", "analisis jabatan"),
        ("Salat Jum’at", "jumat"),
        ("Pegawai-pegawai baru", "pegawai"),
        ("Dokumen 日本語", "日本語"),
    ],
)
def test_words_meet(engine, text, query):
    put({"title": text}, {"title": "Sesuatu yang lain sama sekali"})

    assert found(engine, query) == [1]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Kerja bakti", "kinerja"),
        ("Perintah atasan", "pemerintah"),
        ("Harga beras", "penghargaan"),
        ("Rit angkutan", "merit"),
    ],
)
def test_words_of_other_meaning_do_not_meet(engine, text, query):
    put({"title": text})

    assert found(engine, query) == []


def test_all_fields_are_searched_and_the_title_counts_most(engine):
    put({"body": "talenta"}, {"keywords": "talenta"}, {"summary": "talenta"}, {"title": "talenta"})

    assert found(engine, "talenta")[0] == 4
    assert sorted(found(engine, "talenta")) == [1, 2, 3, 4]
    assert found(engine, "talenta")[-1] == 1


def test_entries_with_all_words_come_before_those_with_some(engine):
    put({"title": "Netralitas netralitas"}, {"body": "Menjelang pilkada netralitas dijaga"}, {"title": "Pilkada"})

    results = ask(engine, "netralitas pilkada")

    assert results.hits[0].object_id == 2
    assert results.is_relaxed
    assert results.total == 3


def test_words_side_by_side_lift(engine):
    put({"title": "Kerja dan dialog, juga kinerja bulan ini"}, {"title": "Dialog kinerja tiap bulan berjalan"})

    assert found(engine, "dialog kinerja") == [2, 1]


def test_words_formed_of_a_root_come_before_the_root_alone(engine):
    put(
        {"title": "Peta jalan kota", "body": "Nilai tanah di peta."},
        {"title": "Pemetaan jalan kota", "body": "Penilaian tanah di pemetaan."},
    )

    assert found(engine, "memetakan jalan") == [2, 1]
    assert found(engine, "dinilai tanah") == [2, 1]
    assert found(engine, "peta jalan") == found(engine, "jalan") == [2, 1]  # the last written first, as both have it
    assert found(engine, '"peta"') == [1]


def test_half_of_a_word_that_is_written_with_a_hyphen_says_little(engine):
    put({"title": "Umpan balik untuk pegawai"}, {"title": "Pensiun pegawai"}, {"title": "Bolak-balik ke kantor"})

    assert found(engine, "bolak balik") == [3]
    assert found(engine, "balik") == [3, 1]
    assert found(engine, "pegawai bolak balik pensiun") == [3, 2, 1]


def test_quoted_words_stay_exact(engine):
    put({"title": "Penilaian kinerja guru"}, {"title": "Menilai kinerja guru"}, {"title": "Kinerja dan penilaian guru"})

    assert found(engine, '"penilaian kinerja"') == [1]
    assert found(engine, "“Penilaian Kinerja” guru") == [1]


def test_quoted_words_with_stop_words_and_marks_between(engine):
    put({"title": "Promosi dan mutasi"}, {"title": "Promosi, mutasi"}, {"body": "promosi\n dan — mutasi"})

    assert found(engine, '"promosi dan mutasi"') == [1, 3]
    assert found(engine, '"promosi mutasi"') == [2]


def test_minus_leaves_out(engine):
    put({"title": "Pegawai honorer"}, {"title": "Pegawai tetap"}, {"title": "Pegawai tugas belajar"})

    assert sorted(found(engine, "pegawai -honorer")) == [2, 3]
    assert found(engine, 'pegawai -honorer -"tugas belajar"') == [2]


def test_a_question_of_exclusions_only_is_plain_words(engine):
    put({"title": "Pegawai honorer"})

    assert found(engine, "-honorer") == [1]


# --- spelling ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("sasran kinerja pegawai", "sasaran kinerja pegawai"),
        ("sasaran kinreja pegawai", "sasaran kinerja pegawai"),
        ("sasarankinerja", "sasaran kinerja"),
        ("sasa ran kinerja", "sasaran kinerja"),
        ("susun atasn", "susun atasan"),
    ],
)
def test_misspelt_words_are_met_and_told(engine, query, corrected):
    put({"title": SKP}, {"title": "Rapat"})

    results = ask(engine, query)

    assert [hit.object_id for hit in results.hits] == [1]
    assert results.corrected == corrected
    assert ask(engine, query, as_typed=True).corrected is None


@pytest.mark.parametrize("query", ["skp", "bkpsdm", "kediri", "pns", "2024"])
def test_acronyms_names_and_numbers_are_never_corrected(engine, query):
    put({"title": "sekap bkpsdn kendari pens 2023"})

    assert ask(engine, query).corrected is None
    assert found(engine, query) == []


def test_a_word_that_is_there_is_never_corrected(engine):
    put({"title": "Kinerje"}, *[{"title": "Kinerja"}] * 12)

    results = ask(engine, "kinerje")

    assert results.corrected is None
    assert [hit.object_id for hit in results.hits] == [1]
    assert results.suggestion == "kinerja"


def test_spelling_says_nothing_of_what_the_reader_may_not_open(engine):
    put({"title": "Rahasiawati", "doors": ["members"]}, {"title": "Terbuka"})

    hidden, opened = ask(engine, "rahasiawatu"), ask(engine, "rahasiawatu", keys=("public", "members"))

    assert (hidden.corrected, hidden.suggestion, hidden.total) == (None, None, 0)
    assert opened.corrected == "rahasiawati"


# --- filters and counts -----------------------------------------------------------------------------------------
FACETED = [
    {"title": "kinerja", "kind": "practice", "facets": {"scope": ["helping"], "year": ["2022"], "aspect": ["a", "b"]}},
    {"title": "kinerja", "kind": "practice", "facets": {"scope": ["innovative"], "year": ["2022"], "aspect": ["a"]}},
    {"title": "kinerja", "kind": "instansi", "facets": {"scope": ["helping"], "year": ["2023"]}},
    {"title": "talenta", "kind": "person", "facets": {"scope": ["helping"], "year": ["2022"], "aspect": ["b"]}},
]


def test_filters_narrow_and_values_of_one_facet_are_either_or(engine):
    put(*FACETED)

    assert sorted(found(engine, filters={"scope": ("helping",)})) == [1, 3, 4]
    assert sorted(found(engine, "kinerja", filters={"scope": ("helping",)})) == [1, 3]
    assert sorted(found(engine, filters={"aspect": ("a", "b"), "year": ("2022",)})) == [1, 2, 4]
    assert found(engine, "kinerja", filters={"aspect": ("tidak ada",)}) == []


def test_each_facet_is_counted_under_all_other_filters(engine):
    put(*FACETED)

    results = ask(engine, filters={"scope": ("helping",), "year": ("2022",)}, kind="practice")

    assert results.total == 1
    assert results.kinds == {"practice": 1, "person": 1}
    assert results.facets == {"scope": {"helping": 1, "innovative": 1}, "year": {"2022": 1}, "aspect": {"a": 1, "b": 1}}


def test_labels_cannot_be_forged_by_text(engine):
    put({"title": "dpublic kpractice fscopezzhelping", "body": "d p u b l i c dpublic", "doors": ["members"]})

    assert found(engine, "dpublic") == []
    assert found(engine, filters={"scope": ("helping",)}, keys=("members",)) == []
    assert found(engine, filters={"scope": ('helping" OR "x', "') | ('", "*", "\0")}) == []


def test_dates_bound_the_results(engine):
    put(
        {"title": "kinerja", "dated_at": datetime(2022, 4, 27, 16, 59, tzinfo=UTC)},
        {"title": "kinerja", "dated_at": datetime(2022, 4, 28, 16, 59, tzinfo=UTC)},  # 23.59 WIB
        {"title": "kinerja"},
    )

    assert found(engine, "kinerja", since=date(2022, 4, 28)) == [2]
    assert found(engine, "kinerja", until=date(2022, 4, 27)) == [1]
    assert sorted(found(engine, since=date(2022, 4, 27), until=date(2022, 4, 28))) == [1, 2]


@pytest.mark.parametrize("text", ["", "kinerja"])
def test_facets_and_kinds_are_counted_between_two_days(engine, text):
    days = {1: (2022, 4, 1), 2: (2022, 4, 2), 3: (2022, 5, 1)}
    put(*({**FACETED[n - 1], "dated_at": datetime(*day, 5, tzinfo=UTC)} for n, day in days.items()), FACETED[0])
    bounds = {"since": date(2022, 4, 2), "until": date(2022, 5, 1)}

    results = ask(engine, text, **bounds)
    filtered = ask(engine, text, filters={"scope": ("helping",)}, kind="instansi", **bounds)

    assert sorted(hit.object_id for hit in results.hits) == [2, 3]
    assert (results.total, results.kinds) == (2, {"practice": 1, "instansi": 1})
    assert results.facets == {
        "scope": {"innovative": 1, "helping": 1},
        "year": {"2022": 1, "2023": 1},
        "aspect": {"a": 1},
    }
    assert [hit.object_id for hit in filtered.hits] == [3]
    assert (filtered.total, filtered.kinds, filtered.facets["scope"]) == (1, {"instansi": 1}, {"helping": 1})


@pytest.mark.parametrize("text", ["", "kinerja"])
def test_days_at_the_ends_of_the_calendar_bound_nothing(engine, text):
    put({"title": "kinerja", "dated_at": datetime(2022, 4, 28, tzinfo=UTC)}, {"title": "kinerja"})

    assert found(engine, text, since=date.min, until=date.max) == [1]
    assert found(engine, text, since=date.max) == []
    assert found(engine, text, until=date.min) == []
    assert found(engine, text, since=date.max, until=date.min) == []


def test_pages_before_the_first_and_after_the_last_are_answered(engine):
    put({"title": "kinerja"})

    assert found(engine, "kinerja", offset=-5) == [1]
    assert found(engine, "kinerja", limit=-1) == []
    assert found(engine, "kinerja", limit=10**30) == [1]
    assert ask(engine, "kinerja", offset=10**30).total == 1


def test_facets_of_more_than_the_limit_are_counted_up_to_it(engine):
    put(*[{"title": "talenta", "facets": {"scope": ["helping"]}}] * (CANDIDATES + 5))

    results = ask(engine, "talenta", filters={"scope": ("helping",)})

    assert (results.total, results.is_capped, results.facets) == (CANDIDATES, True, {"scope": {"helping": CANDIDATES}})


def test_newest_orders_by_date_and_so_does_a_question_without_text(engine):
    days = [datetime(2022, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC)]
    put(*[{"title": "kinerja " * number, "dated_at": day} for number, day in enumerate(days, 1)], {"title": "kinerja"})

    assert found(engine, "kinerja", sort="newest") == [2, 3, 1, 4]
    assert found(engine) == [2, 3, 1, 4]


def test_pages_follow_each_other_without_gap_or_repetition(engine):
    put(*[{"title": f"kinerja {number}", "body": "kinerja " * (number % 7)} for number in range(45)])

    pages = [found(engine, "kinerja", offset=offset, limit=10) for offset in range(0, 60, 10)]

    assert [len(page) for page in pages] == [10, 10, 10, 10, 5, 0]
    assert [pk for page in pages for pk in page] == found(engine, "kinerja", limit=100)


def test_boost_lifts_and_lowers(engine):
    put({"title": "kinerja", "boost": 0.8}, {"title": "kinerja", "boost": 1.3}, {"title": "kinerja"})

    assert found(engine, "kinerja") == [2, 3, 1]


def test_more_than_the_limit_is_said_and_titles_are_not_lost(engine):
    put({"title": "talenta kota"}, *[{"body": "talenta kota"}] * (CANDIDATES + 5))

    results = ask(engine, "talenta kota")

    assert (results.total, results.is_capped) == (CANDIDATES, True)
    assert results.hits[0].object_id == 1
    assert results.kinds == {"practice": CANDIDATES}


# --- the index follows the entries ------------------------------------------------------------------------------
def test_the_index_follows_insert_update_and_delete(engine):
    put({"title": "talenta"}, {"title": "kinerja"})
    entry = SearchEntry.objects.get(object_id=1)

    for name, value in indexed_fields("practice", title="disiplin", doors=["members"]).items():
        setattr(entry, name, value)
    entry.save()

    assert found(engine, "talenta") == []
    assert found(engine, "disiplin") == []
    assert found(engine, "disiplin", keys=("members",)) == [1]

    entry.delete()

    assert found(engine, "disiplin", keys=None) == []
    assert found(engine, "kinerja", keys=None) == [2]


def test_what_is_gone_is_found_by_nobody(engine):
    put({"title": "kinerja", "is_gone": True}, {"title": "kinerja", "doors": []})

    assert found(engine, "kinerja") == []
    assert found(engine, "kinerja", keys=None) == [2]
    assert found(engine, keys=None) == [2]


# --- what a hit shows -------------------------------------------------------------------------------------------
def test_marks_what_matched_by_root_and_by_synonym(engine):
    put({"title": "Dinilai atasan", "body": f"{'Pembuka. ' * 60}{SKP}. Penutup."})

    (hit,) = ask(engine, "penilaian skp").hits

    assert hit.title == "<mark>Dinilai</mark> atasan"
    assert "<mark>Sasaran kinerja pegawai</mark>" in hit.excerpt  # one phrase, one mark
    assert hit.excerpt.startswith("…")
    assert len(re.sub("<[^>]+>", "", hit.excerpt)) <= 250


def test_a_hit_is_safe_html(engine):
    put({"title": '<script>alert("kinerja")</script>', "body": "<img src=x onerror=kinerja> & kinerja's </mark>"})

    (hit,) = ask(engine, "kinerja").hits

    assert hit.title == "&lt;script&gt;alert(&quot;<mark>kinerja</mark>&quot;)&lt;/script&gt;"
    assert set(re.findall("<[^>]*>", hit.title + hit.excerpt)) == {"<mark>", "</mark>"}


@pytest.mark.parametrize(
    ("summary", "body", "excerpt"), [("Ringkas", "Isi", "Ringkas"), ("", "Isi", "Isi"), ("", "", "")]
)
def test_without_a_passage_the_beginning_is_shown(engine, summary, body, excerpt):
    put({"title": "kinerja", "summary": summary, "body": body})

    assert ask(engine, "kinerja").hits[0].excerpt == excerpt
