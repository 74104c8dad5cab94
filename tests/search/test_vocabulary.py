"""The words that misspelt ones are compared with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import vocabulary
from search.indexing import indexed_fields
from search.models import SearchEntry, SearchWord
from search.vocabulary import Vocabulary, edits

SHORT = st.text(alphabet="abc", max_size=6)


@pytest.fixture
def entry(db):
    SearchEntry.objects.all().delete()
    return SearchEntry.objects.create(
        object_id=1, **indexed_fields("practice", title="Menilai kinerja yang e-kinerja 2022")
    )


def known() -> set[str]:
    return set(SearchWord.objects.values_list("word", flat=True))


def test_learn_adds_words_once(entry):
    SearchWord.objects.all().delete()

    assert vocabulary.learn([entry.pk]) == 3
    assert vocabulary.learn([entry.pk]) == 0
    assert known() == {"menilai", "kinerja", "ekinerja"}


def test_relearn_forgets_what_no_entry_has(entry):
    SearchWord.objects.create(word="usang")

    vocabulary.relearn()

    assert known() == {"menilai", "kinerja", "ekinerja"}


def test_a_vocabulary_in_memory_follows_the_table(entry):
    SearchWord.objects.all().delete()
    words = Vocabulary("default")
    words.catch_up()

    vocabulary.learn([entry.pk])
    words.catch_up()

    assert "kinerja" in words
    assert words.near("kinreja", 1) == [(1, "kinerja")]
    assert words.near("kinrejas", 2) == [(2, "kinerja")]
    assert words.near("penilaian", 1) == []


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("kinerja", "kinerja", 0), ("kinreja", "kinerja", 1), ("sasran", "sasaran", 1), ("abc", "xyz", 3), ("", "ab", 2)],
)
def test_edits(one, other, distance):
    assert edits(one, other, 3) == distance
    assert edits(one, other, 0) == min(distance, 1)


@given(SHORT, SHORT)
def test_edits_go_both_ways_and_are_capped(one, other):
    assert edits(one, other, 9) == edits(other, one, 9) <= max(len(one), len(other))
    assert edits(one, other, 1) == min(edits(one, other, 9), 2)
