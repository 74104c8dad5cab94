import pytest

from cop_portal import typed
from cop_portal.typed_labels import is_machinery


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("problem", "Masalah"),
        ("steps-0-value-title", "Langkah 1: Langkah"),
        ("steps-1-value-duration", "Langkah 2: Lama atau jadwal"),
        ("results-0-value-points-2-value-label", "Hasil 1: Periode"),
        ("conditions-0-value", "Syarat agar bisa diterapkan 1"),
        ("tak_dikenal", "tak_dikenal"),
        ("tak-0-dikenal", "tak-0-dikenal"),
        ("", ""),
    ],
)
def test_label_names_the_part_and_its_place(name, label):
    assert str(typed.TypedField(name, "x").label) == label


@pytest.mark.parametrize("name", ["steps-0-type", "steps-count", "steps-0-id", "domains-TOTAL_FORMS", "action-publish"])
def test_machinery_is_not_shown_as_typed(name):
    assert is_machinery(name)
    assert not typed.TypedField(name, "x").is_text


def test_machinery_alone_is_not_worth_keeping_but_is_sent_again(rf):
    own = {"HTTP_ORIGIN": "http://testserver"}

    assert typed.typed_in(rf.post("/tulis/", {"steps-count": "2"}, **own)) is None
    found = typed.typed_in(rf.post("/tulis/", {"steps-count": "1", "steps-0-value-title": "Sepakati"}, **own))
    assert [field.name for field in found.fields] == ["steps-count", "steps-0-value-title"]
    assert [field.name for field in found.texts] == ["steps-0-value-title"]
