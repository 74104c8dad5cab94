"""The picture of a link: its size, its colours, and any title inside its column."""

import io

import pytest
from PIL import Image

from community import link_preview as preview
from community.enums import Scope
from community.link_preview import Picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def colours(content: bytes) -> set[tuple[int, int, int]]:
    return {colour for _count, colour in opened(content).getcolors(100_000)}


def near(colour: str, found: set) -> bool:
    wanted = tuple(bytes.fromhex(colour[1:]))
    return any(max(abs(a - b) for a, b in zip(wanted, each, strict=True)) <= 6 for each in found)


@pytest.mark.parametrize("scope", list(Scope))
def test_picture_has_the_size_and_the_colours_of_its_scope(scope):
    content = preview.draw(Picture("mang-bagja", "Mang Bagja", "BKPSDM Kota Bandung", scope))

    image = opened(content)
    assert image.size == (1200, 630)
    assert all(near(colour, colours(content)) for colour in (*preview.SCOPE_COLOURS[scope], preview.MORI, preview.INK))
    assert len(content) < 60_000


@pytest.mark.once
@pytest.mark.parametrize(
    "title",
    ["", "A", "kata " * 60, "a" * 255, "Ünïcödé – “kutip”", "🦜 emoji 漢字", "‮arah", "baris\nbaru\ttab\x00nol"],
)
def test_any_title_can_be_drawn_inside_its_column(title):
    image = opened(preview.draw(Picture.of("s", title, "Instansi dengan nama " + "panjang " * 30, "innovative")))

    gutter = image.crop((1200 - preview.CLOTH - preview.MARGIN + 8, 0, 1200 - preview.CLOTH, 630))
    assert {colour for _count, colour in gutter.getcolors()} == {tuple(bytes.fromhex(preview.MORI[1:]))}


def test_same_values_same_bytes_and_another_title_another_picture():
    picture = Picture("a", "Judul", "Kota Contoh", Scope.HELPING)

    assert preview.draw(picture) == preview.draw(picture)
    assert picture.fingerprint != Picture("a", "Judul baru", "Kota Contoh", Scope.HELPING).fingerprint
