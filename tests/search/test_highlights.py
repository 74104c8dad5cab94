"""Which words of a text are marked: those that the index reads there."""

import pytest

from search.engines.highlights import Marker
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
