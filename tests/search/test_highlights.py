"""Which words of a text are marked: those that the index reads there."""

import pytest

from search.engines.highlights import Marker, _occurrences
from search.language import parse

pytestmark = pytest.mark.django_db


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("di kinerja.", "di <mark>kinerja</mark>."),
        ("3.313’kinerja", "3.313’<mark>kinerja</mark>"),  # the number ends before the apostrophe
        ("1.260kinerja", "1.260<mark>kinerja</mark>"),
        ("313’kinerja", "313’kinerja"),
        ("dialog’kinerja", "dialog’kinerja"),
        ("dialogkinerja", "dialogkinerja"),
    ],
)
def test_words_are_marked_where_reading_the_text_finds_them(text, marked):
    assert Marker(parse("kinerja")).marked(text) == marked


def test_the_letter_e_is_looked_for_where_it_stands_alone():
    text = "Penerapan e-kinerja dan E kinerja, 2.500e"

    assert [text[at] for at in _occurrences(text, "e")] == ["e", "E", "e"]
    assert list(_occurrences(text, "kinerja")) == [12, 26]


def test_two_letters_e_are_a_word_like_others():
    assert list(_occurrences("kode eE dan e-kinerja", "eE")) == [5]
    assert Marker(parse("eE")).marked("kode eE dan e-kinerja") == "kode <mark>eE</mark> dan e-kinerja"


def test_a_word_behind_e_is_marked_with_it_between_marks_of_print():
    marked = Marker(parse("kinerja")).marked("Penerapan · e-kinerja – “kinerja”")

    assert marked == "Penerapan · <mark>e-kinerja</mark> – “<mark>kinerja</mark>”"
