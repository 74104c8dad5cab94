"""Terms of a synonym group as typed: read alike however they are parted, refused with a reason."""

import pytest
from django.core.exceptions import ValidationError

from search import terms
from search.language.lexicon import synonym_sections


@pytest.mark.parametrize(
    "typed",
    ["skp, sasaran kinerja pegawai", " SKP ;\r\n Sasaran  Kinerja\tPegawai,\n", "skp,,Sasaran kinerja pegawai;"],
)
def test_terms_are_read_alike_however_they_are_written(typed):
    assert terms.read(typed) == ["skp", "sasaran kinerja pegawai"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Tulis istilahnya."),
        (" , \n;\0", "Tulis istilahnya."),
        ("skp", "Tulis sedikitnya dua istilah"),
        ("skp, SKP", "“skp” tertulis lebih dari sekali"),
        ("skp, <b>sasaran</b>", "“<b>sasaran</b>” memuat tanda"),
        ("skp, =1+1", "“=1+1” memuat tanda"),
        ("skp, 😀", "memuat tanda"),
        ("skp, a\u202eb", "memuat tanda"),
        ("skp, yang di", "“yang di” hanya berisi kata umum"),
        (", ".join(f"kata{n}" for n in range(21)), "paling banyak 20 istilah; ini ada 21"),
        ("skp, " + "kata " * 13, "terlalu panjang"),
        ("skp, " + "x" * 101, "terlalu panjang"),
        ("x" * 100_000, "Tulisan ini terlalu panjang"),
    ],
)
def test_what_cannot_work_is_refused_with_its_reason(typed, reason):
    with pytest.raises(ValidationError) as refusal:
        terms.read(typed)

    assert reason in " ".join(refusal.value.messages)


def test_all_groups_that_come_with_the_portal_could_be_typed():
    lines = [line for _, line in synonym_sections()]

    assert [terms.joined(terms.read(line)) for line in lines] == lines
    assert {heading for heading, _ in synonym_sections()} >= {"jabatan", "kinerja"}
    assert len({terms.split(line)[0] for line in lines}) == len(lines)  # the first term names a group
