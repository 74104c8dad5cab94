"""Link previews: 1200 × 630, in the portal's look, drawn from a cover, a title and a line below it."""

import hashlib
import io
import re
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from PIL import Image, ImageDraw, ImageFont

from community import covers
from community.enums import Scope

VERSION = "1"  # part of the fingerprint: raise it when the drawing changes
SIZE = WIDTH, HEIGHT = 1200, 630
KEPT_SECONDS = 30 * 24 * 3600
FONT = "vendor/plus-jakarta-sans/plus-jakarta-sans-latin-var.woff2"
SCALE = 3  # drawn larger and made smaller: Pillow's shapes have no soft edges of their own

# The light theme of tokens.css; pictures have no dark one.
MORI, INK, INK_2, LINE, THREAD = "#fbf8f1", "#1b2233", "#474d5c", "#e3dac8", "#e8be72"
SCOPE_COLOURS = {
    Scope.HELPING: ("#2b6849", "#e2eee5"),
    Scope.BEST_PRACTICE: ("#88521a", "#f7e9d5"),
    Scope.KNOWLEDGE_STEWARDING: ("#2a5393", "#e3ebf6"),
    Scope.INNOVATIVE: ("#7d3463", "#f5e5ef"),
}
CLOTH = 420  # four cells wide; the cloth runs from edge to edge of the picture's height
MARGIN = 64
TEXT_WIDTH = WIDTH - CLOTH - 2 * MARGIN
TITLE_SIZES = (60, 52, 46, 40)
TITLE_LINES = 4


@dataclass(frozen=True)
class Picture:
    """All that the picture shows; equal values give the same bytes."""

    slug: str
    title: str
    line: str
    scope: Scope

    @classmethod
    def of(cls, slug: str, title: str, line: str, scope: str) -> "Picture":
        return cls(slug, _clean(title), _clean(line), Scope(scope))

    @property
    def fingerprint(self) -> str:
        parts = "\n".join([VERSION, self.slug, self.title, self.line, self.scope.value, str(self.scope.label)])
        return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:32]


def png(picture: Picture) -> bytes:
    """The picture's bytes, drawn once and kept in the cache."""
    key = f"link-preview:{picture.fingerprint}"
    kept = cache.get(key)
    if kept is None:
        kept = draw(picture)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def answer(request: HttpRequest, picture: Picture, *, is_public: bool) -> HttpResponse:
    """The picture, or 304 for who has it; the caller has asked whether the reader may see it."""
    etag = quote_etag(picture.fingerprint)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or "*" in known:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(png(picture), content_type="image/png")
    response.headers["ETag"] = etag
    if is_public:
        patch_cache_control(response, public=True, no_cache=True)  # what is closed is closed to caches at once
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def draw(picture: Picture) -> bytes:
    """Draw the picture as PNG; takes some tens of milliseconds."""
    image = Image.new("RGB", SIZE, MORI)
    image.paste(_cloth(picture.slug, picture.scope), (WIDTH - CLOTH, 0))
    pen = ImageDraw.Draw(image)
    colour, _tint = SCOPE_COLOURS[picture.scope]
    image.paste(_mark(52), (MARGIN, 58))
    pen.text((MARGIN + 68, 84), "CoP Sistem Merit", font=_font(28, 800), fill=INK, anchor="lm")
    pen.text((MARGIN, 178), str(picture.scope.label), font=_font(26, 700), fill=colour, anchor="lm")
    font, lines = _fitted(pen, picture.title)
    y = 214
    for line in lines:
        pen.text((MARGIN, y), line, font=font, fill=INK, anchor="la")
        y += round(font.size * 1.16)
    below = _cut(pen, picture.line, _font(28, 500))
    pen.rectangle((MARGIN, 528, MARGIN + TEXT_WIDTH, 529), fill=LINE)
    pen.text((MARGIN, 562), below, font=_font(28, 500), fill=INK_2, anchor="lm")
    buffer = io.BytesIO()
    image.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


# --- text -----------------------------------------------------------------------------------------------------------


def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """A font of its own for each call: Pillow's variable fonts are not safe to share between threads."""
    font = ImageFont.truetype(io.BytesIO(_font_bytes()), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=1)
def _font_bytes() -> bytes:
    with open(finders.find(FONT), "rb") as file:
        return file.read()


def _fitted(pen: ImageDraw.ImageDraw, title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size at which the title fits its lines; the smallest cuts what is left."""
    for size in TITLE_SIZES:
        font = _font(size, 700)
        lines = _wrapped(pen, title, font)
        if len(lines) <= TITLE_LINES:
            return font, lines
    kept = lines[:TITLE_LINES]
    kept[-1] = _cut(pen, " ".join(lines[TITLE_LINES - 1 :]), font)
    return font, kept


def _wrapped(pen, text: str, font) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        while pen.textlength(word, font=font) > TEXT_WIDTH:  # a word longer than the line is broken
            end = next(
                n for n in range(len(word), 0, -1) if n == 1 or pen.textlength(word[:n], font=font) <= TEXT_WIDTH
            )
            lines += [line] if line else []
            lines.append(word[:end])
            line, word = "", word[end:]
        longer = f"{line} {word}".strip()
        if line and pen.textlength(longer, font=font) > TEXT_WIDTH:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def _cut(pen, text: str, font) -> str:
    if pen.textlength(text, font=font) <= TEXT_WIDTH:
        return text
    while text and pen.textlength(f"{text}…", font=font) > TEXT_WIDTH:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _clean(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


# --- cloth ----------------------------------------------------------------------------------------------------------

_PATH = re.compile(r'<path class="(\w)" d="([^"]*)"')
_SHAPE = re.compile(r"M([^z]*)z")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _cloth(slug: str, scope: Scope) -> Image.Image:
    """The cover as a band: the 4 × 4 cloth in the middle, half of it again above and below."""
    colour, tint = SCOPE_COLOURS[scope]
    unit = CLOTH * SCALE / covers.CELL / covers.CELLS
    faint = _blend(colour, tint, 0.35)
    image = Image.new("RGB", (CLOTH * SCALE, HEIGHT * SCALE), tint)
    pen = ImageDraw.Draw(image)
    side = CLOTH * SCALE
    for css, path in _PATH.findall(covers.cover(slug)):
        for shape in _SHAPE.findall(path):
            outline = _outline(shape)
            for top in (side // 4 - side, side // 4, side // 4 + side):
                spots = [(x * unit, y * unit + top) for x, y in outline]
                if css == "l":
                    pen.line([*spots, spots[0], spots[1]], fill=colour, width=round(1.4 * unit), joint="curve")
                else:
                    pen.polygon(spots, fill={"a": colour, "b": THREAD, "d": faint}[css])
    return image.resize((CLOTH, HEIGHT), Image.Resampling.LANCZOS)


def _outline(shape: str) -> list[tuple[float, float]]:
    """A leaf (a move and two curves) or a diamond (a move and three lines) as a polygon."""
    numbers = [float(number) for number in _NUMBER.findall(shape)]
    x, y = numbers[:2]
    spots = [(x, y)]
    rest = numbers[2:]
    if "c" not in shape:
        for dx, dy in zip(rest[::2], rest[1::2], strict=True):
            x, y = x + dx, y + dy
            spots.append((x, y))
        return spots
    for start in range(0, len(rest), 6):
        x1, y1, x2, y2, x3, y3 = rest[start : start + 6]
        for step in range(1, 17):
            t = step / 16
            a, b, c = 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
            spots.append((x + a * x1 + b * x2 + c * x3, y + a * y1 + b * y2 + c * y3))
        x, y = x + x3, y + y3
    return spots


def _mark(size: int) -> Image.Image:
    """The portal's mark: one petal of each scope."""
    image = Image.new("RGB", (size * SCALE, size * SCALE), MORI)
    pen = ImageDraw.Draw(image)
    unit = size * SCALE / 24
    petals = {
        Scope.HELPING: "M11 11C5.6 11 2 7.4 2 2",
        Scope.BEST_PRACTICE: "M13 11C18.4 11 22 7.4 22 2",
        Scope.KNOWLEDGE_STEWARDING: "M11 13C5.6 13 2 16.6 2 22",
        Scope.INNOVATIVE: "M13 13C18.4 13 22 16.6 22 22",
    }
    for scope, path in petals.items():
        x, y, x1, y1, x2, y2, x3, y3 = (float(number) for number in _NUMBER.findall(path))
        there = f"M{x} {y}c{x1 - x} {y1 - y} {x2 - x} {y2 - y} {x3 - x} {y3 - y}"
        back = f"c{x - x1} {y - y1} {x - x2} {y - y2} {x - x3} {y - y3}"
        spots = [(px * unit, py * unit) for px, py in _outline(f"{there}{back}")]
        pen.polygon(spots, fill=SCOPE_COLOURS[scope][0])
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _blend(over: str, under: str, part: float) -> tuple[int, ...]:
    pairs = zip(bytes.fromhex(over[1:]), bytes.fromhex(under[1:]), strict=True)
    return tuple(round(a * part + b * (1 - part)) for a, b in pairs)
