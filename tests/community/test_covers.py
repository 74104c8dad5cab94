import hashlib

import pytest

from community import covers

PINNED = {
    "mang-bagja": "4872e81a885f651b",
    "dialog-15-menit": "a602100abc4e1bc9",
    "kamus-perilaku-kerja": "d95521959765fb00",
}


@pytest.mark.parametrize(("slug", "digest"), PINNED.items())
def test_cover_of_a_slug_never_changes(slug, digest):
    drawn = covers.cover(slug)

    assert hashlib.sha256(drawn.encode()).hexdigest()[:16] == digest


def test_cover_draws_a_solid_or_seeded_petal_and_no_style():
    for number in range(500):
        drawn = covers.cover(f"praktik-{number}")

        assert 'class="a"' in drawn
        assert "style" not in drawn


@pytest.mark.parametrize("bits", [[a, b, c] for a in range(4) for b in range(4) for c in range(4)])
def test_cell_styles_use_gold_once_and_never_one_texture_only(bits):
    styles = covers.cell_styles([*bits])

    assert styles.count(covers.THREAD) <= 1
    assert {covers.SOLID, covers.SEEDED} & set(styles)
    assert len(set(styles)) > 1
