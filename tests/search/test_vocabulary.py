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


def test_words_of_a_person_that_look_formed_of_others_are_not_learnt(entry):
    fields = indexed_fields("person", title="Rahmani Sulastri", summary="Kota Contoh", doors=["members"])
    person = SearchEntry.objects.create(object_id=2, **fields)
    SearchWord.objects.all().delete()

    vocabulary.learn([person.pk])

    assert known() == {"sulastri", "kota", "contoh"}  # "rahmani" would be told of by "rahman"


def test_words_by_their_beginning_also_with_one_slip(db):
    SearchWord.objects.all().delete()
    vocabulary.add({"nilai", "penilaian", "penilai", "pensiun", "benilai"})
    words = Vocabulary("default")
    words.catch_up()

    assert words.beginning("pen", 2) == ["penilai", "pensiun"]
    assert words.beginning("x", 9) == []
    assert words.nearly_beginning("penla", 9) == ["penilai", "penilaian"]
    assert words.nearly_beginning("penila", 9) == ["penilai", "penilaian", "benilai"]


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
