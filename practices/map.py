"""Where practices run: the provinces of their owners, shaded by how many practices the reader may read."""

from bisect import bisect_right
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from community.enums import InstansiKind
from practices import library_index
from practices.facets import Library, Selection
from practices.links import LIBRARY, MAP
from practices.provinces import Outline, drawing

LEAST = (1, 2, 5, 10)  # practices of the first shade, the second, …
FACET = "provinsi"


@dataclass(frozen=True)
class Place:
    """One province (or a region that the map does not draw) with its list; `shade` 0 is without practices."""

    name: str
    count: int
    url: str
    outline: Outline | None = None

    @property
    def shade(self) -> int:
        return bisect_right(LEAST, self.count)


@dataclass(frozen=True)
class Shade:
    """One line of the key to the colours."""

    number: int
    label: str


def map_context(request: HttpRequest) -> dict:
    """Context of the map: the library's filters hold, except the one by province, which the map itself is."""
    index = library_index.current()
    selection = Selection.of(request.GET).without(FACET).on(MAP)
    found = Library(index, request.user, selection)
    places = places_of(found)
    filled = [place for place in places if place.count]
    return {
        "found": found,
        "places": places,
        "listed": sorted(filled, key=lambda place: (-place.count, place.name)),
        "empty": [place for place in places if not place.count],
        "central": central_of(found),
        "shades": shades(),
        "drawing": drawing(),
        "chips": found.chips(),
        "clear_url": selection.cleared().url(),
        "library_url": selection.on(LIBRARY).url(),
        "canonical_url": f"{settings.SITE_URL}{MAP}",
    }


def places_of(found: Library) -> list[Place]:
    """All provinces that are drawn, and those that owners lie in besides: a province may be newer than the drawing."""
    counts = {option.value: option for option in found.options(FACET)}
    places = [
        Place(counts[outline.code].label, counts.pop(outline.code).count, _url(found, outline.code), outline)
        if outline.code in counts
        else Place(outline.name, 0, "", outline)
        for outline in drawing().provinces
    ]
    return places + [Place(option.label, option.count, _url(found, code)) for code, option in counts.items()]


def central_of(found: Library) -> Place:
    """Ministries and agencies of the whole country, which lie in no province; of the chosen kinds, if any are."""
    kinds = tuple(kind.value for kind in InstansiKind.central())
    if chosen := found.selection.values.get("instansi"):
        kinds = tuple(kind for kind in kinds if kind in chosen)
    count = (found.mask & found.index.having("instansi", kinds)).bit_count()
    return Place("", count, found.selection.on(LIBRARY).choosing("instansi", kinds).url())


def shades() -> list[Shade]:
    """The key to the colours, from few practices to many."""
    ends = [following - 1 for following in LEAST[1:]]
    labels = [str(first) if first == last else f"{first}–{last}" for first, last in zip(LEAST, ends, strict=False)]
    return [Shade(number, label) for number, label in enumerate([*labels, f"{LEAST[-1]}+"], start=1)]


def _url(found: Library, code: str) -> str:
    return found.selection.on(LIBRARY).choosing(FACET, (code,)).url()
