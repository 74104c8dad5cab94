"""Where marked words are looked for."""

from search.engines.highlights import Marker, _occurrences
from search.language import parse


def test_the_letter_e_is_looked_for_where_it_stands_alone():
    text = "Penerapan e-kinerja dan E kinerja, 2.500e"

    assert [text[at] for at in _occurrences(text, "e")] == ["e", "E", "e"]
    assert list(_occurrences(text, "kinerja")) == [12, 26]


def test_a_word_behind_e_is_marked_with_it_between_marks_of_print():
    marked = Marker(parse("kinerja")).marked("Penerapan · e-kinerja – “kinerja”")

    assert marked == "Penerapan · <mark>e-kinerja</mark> – “<mark>kinerja</mark>”"
