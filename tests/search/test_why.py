"""What a result says of the other words by which it answers."""

import pytest

from search.language import parse
from search.types import Hit
from search.why import ways


def hit(title: str = "", excerpt: str = "") -> Hit:
    return Hit(kind="practice", object_id=1, score=1.0, title=title, excerpt=excerpt, facets={})


@pytest.mark.parametrize(
    ("question", "title", "told"),
    [
        ("penilaian", "<mark>Dinilai</mark> atasan", ["“penilaian” dalam bentuk “Dinilai”"]),
        ("penilaian", "<mark>Penilaian</mark> dan <mark>dinilai</mark>", []),
        (
            "skp",
            "<mark>Sasaran</mark> <mark>kinerja</mark> <mark>pegawai</mark>",
            ["“skp” sebagai “Sasaran kinerja pegawai”"],
        ),
        ("sasaran kinerja pegawai", "Klinik <mark>SKP</mark>", ["“sasaran kinerja pegawai” sebagai “SKP”"]),
        (
            "menilai kinerja",
            "<mark>Penilaian</mark> <mark>kinerja</mark>",
            ["“menilai kinerja” dalam bentuk “Penilaian kinerja”"],
        ),
        ('"penilaian"', "<mark>Dinilai</mark>", []),
        ("gimana netralitas", "<mark>Netralitas</mark>", []),
        ("<b> menilai", "&lt;b&gt; <mark>dinilai</mark>", ["“menilai” dalam bentuk “dinilai”"]),
        ("", "Tanpa tanda", []),
    ],
)
def test_other_words_are_told(question, title, told):
    assert ways(hit(title), parse(question)) == told
    assert ways(hit("Judul", title), parse(question)) == told


def test_two_are_told_at_most():
    found = ways(
        hit("<mark>Dinilai</mark> <mark>disusun</mark> <mark>dipindah</mark>"),
        parse("penilaian penyusunan perpindahan"),
    )

    assert len(found) == 2
