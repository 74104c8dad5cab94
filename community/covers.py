"""Draw the cover (kain) of a page from its slug, as inline SVG without styles.

The same slug always gives the same cover. Colours come from the classes a, b, l, d of `swatch.css`.
"""

from functools import lru_cache

SOLID, LINE, SEEDED, THREAD = range(4)
CELL, CELLS, MASK = 24, 4, 0xFFFFFFFF


def mixed(slug: str) -> int:
    """FNV-1a over the UTF-8 bytes, then two xor-shift rounds so that the low bits are even."""
    value = 2166136261
    for byte in slug.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 16777619) & MASK
    value ^= value >> 15
    value = (value * 0x2C1B3C6D) & MASK
    return value ^ (value >> 12)


def leaf(x: float, y: float, falling: bool, inset: float) -> str:
    """One petal from corner to corner of the 24-unit cell at x, y; falling is top left to bottom right."""
    side = CELL - 2 * inset
    k = side * 0.62
    r = side - k
    if falling:
        return (
            f"M{x + inset:g} {y + inset:g}c{k:g} 0 {side:g} {r:g} {side:g} {side:g}"
            f"c{-k:g} 0 {-side:g} {-r:g} {-side:g} {-side:g}z"
        )
    return (
        f"M{x + CELL - inset:g} {y + inset:g}c{-k:g} 0 {-side:g} {r:g} {-side:g} {side:g}"
        f"c{k:g} 0 {side:g} {-r:g} {side:g} {-side:g}z"
    )


def diamond(x: int, y: int, r: int) -> str:
    return f"M{x - r} {y}l{r} {-r} {r} {r} {-r} {r}z"


def cell_styles(bits: list[int]) -> list[int]:
    """How corner, edge and centre cells are drawn: never only outlines, gold once at most, never one texture only."""
    styles = bits[:3]
    if not {SOLID, SEEDED} & set(styles):
        styles[2] = SOLID
    if styles.count(THREAD) > 1:
        styles[0 if styles[0] == THREAD else 1] = LINE
    if len(set(styles)) == 1:
        styles[1] = (styles[0] + 1) % 4
    return styles


def draw_cell(paths: dict[str, str], x: int, y: int, style: int, falling: bool) -> None:
    if style == SOLID:
        paths["a"] += leaf(x, y, falling, 2)
    elif style == LINE:
        paths["l"] += leaf(x, y, falling, 2.6)
    elif style == SEEDED:
        paths["l"] += leaf(x, y, falling, 2.2)
        paths["a"] += leaf(x, y, falling, 7)
    else:
        paths["b"] += leaf(x, y, falling, 2)


def seeds(bits: list[int]) -> str:
    drawn = ""
    if bits[6] & 1:
        drawn += "".join(diamond(x, y, 3) for x, y in ((48, 24), (24, 48), (72, 48), (48, 72)))
    return drawn + (
        diamond(48, 48, 4) if bits[7] & 1 else "".join(diamond(x, y, 3) for x in (24, 72) for y in (24, 72))
    )


@lru_cache(maxsize=2048)
def cover(slug: str) -> str:
    """The paths of the 96 × 96 cloth of `slug`; the first quarter is mirrored, so it has fourfold symmetry."""
    value = mixed(slug)
    bits = [(value >> (2 * i)) & 3 for i in range(8)]
    styles = cell_styles(bits)
    rising = [b & 1 for b in bits[3:6]]
    if set(rising) == {1}:
        rising[2] = 0
    paths = {"a": "", "b": "", "l": ""}
    for cx in range(CELLS):
        for cy in range(CELLS):
            folded = min(cx, CELLS - 1 - cx), min(cy, CELLS - 1 - cy)
            kind = {(0, 0): 0, (1, 1): 2}.get(folded, 1)
            falling = not rising[kind] ^ ((cx > 1) != (cy > 1))
            draw_cell(paths, cx * CELL, cy * CELL, styles[kind], falling)
    body = "".join(f'<path class="{name}" d="{d}"/>' for name, d in paths.items() if d)
    return f'{body}<path class="d" d="{seeds(bits)}"/>'
