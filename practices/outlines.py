"""Outlines of the provinces as short paths, drawn once from their geometry (`manage.py draw_provinces`).

Corners are moved to whole numbers before any is left out: neighbours move their common corners alike, so that no gap
opens between them. What stays is read by `practices.map`.
"""

from itertools import pairwise
from math import hypot

WIDTH = 1_000
MARGIN = 4
MOST_OFF = 1.0  # how far a corner may lie from the line that replaces it
LEAST_AREA = 6  # of an island, in squares of the drawing; the largest of a province stays in any case

Point = tuple[int, int]


class Projection:
    """Degrees to places in the drawing; near the equator both ways are as long."""

    def __init__(self, features: list[dict]):
        points = [point for feature in features for ring in _rings(feature) for point in ring]
        self.west, self.north = min(lng for lng, _lat in points), max(lat for _lng, lat in points)
        east, south = max(lng for lng, _lat in points), min(lat for _lng, lat in points)
        self.scale = (WIDTH - 2 * MARGIN) / (east - self.west)
        self.height = round((self.north - south) * self.scale) + 2 * MARGIN

    def place(self, lng: float, lat: float) -> Point:
        return round((lng - self.west) * self.scale) + MARGIN, round((self.north - lat) * self.scale) + MARGIN


def drawing_of(collection: dict) -> dict:
    """The drawing of a collection of provinces: its size; code, name, path and place of the label of each."""
    features = sorted(collection["features"], key=lambda feature: feature["properties"]["code"])
    projection = Projection(features)
    return {
        "source": collection["source"],
        "width": WIDTH,
        "height": projection.height,
        "provinces": [_province(feature, projection) for feature in features],
    }


def _province(feature: dict, projection: Projection) -> dict:
    known = feature["properties"]
    rings = [_without_repeats([projection.place(*point) for point in ring]) for ring in _rings(feature)]
    rings.sort(key=_area, reverse=True)
    kept = [ring for place, ring in enumerate(rings) if place == 0 or _area(ring) >= LEAST_AREA]
    x, y = projection.place(known["label_lng"], known["label_lat"])
    path = "".join(_path(_simplified(ring)) for ring in kept)
    return {"code": known["code"], "name": known["name"], "x": x, "y": y, "path": path}


def _rings(feature: dict) -> list[list]:
    """The shores of all islands; lakes are too small to be seen."""
    geometry = feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [polygon[0] for polygon in polygons]


def _without_repeats(ring: list[Point]) -> list[Point]:
    return [ring[0], *(after for before, after in pairwise(ring) if after != before)]


def _area(ring: list[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def _simplified(ring: list[Point]) -> list[Point]:
    """Without the corners that hardly turn (Douglas and Peucker); a closed line is cut at its farthest corner."""
    if len(ring) < 5:
        return ring
    far = max(range(len(ring)), key=lambda place: hypot(ring[place][0] - ring[0][0], ring[place][1] - ring[0][1]))
    return _straightened(ring[: far + 1])[:-1] + _straightened([*ring[far:], ring[0]])[:-1]


def _straightened(line: list[Point]) -> list[Point]:
    if len(line) < 3:
        return line
    offs = [_off(point, line[0], line[-1]) for point in line[1:-1]]
    worst = max(range(len(offs)), key=offs.__getitem__) + 1
    if offs[worst - 1] <= MOST_OFF:
        return [line[0], line[-1]]
    return _straightened(line[: worst + 1])[:-1] + _straightened(line[worst:])


def _off(point: Point, start: Point, end: Point) -> float:
    length = hypot(end[0] - start[0], end[1] - start[1])
    if not length:
        return hypot(point[0] - start[0], point[1] - start[1])
    twice = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (end[1] - start[1])
    return abs(twice) / length


def _path(ring: list[Point]) -> str:
    """Moves from corner to corner, which are shorter to write than places."""
    moves = [number for before, after in pairwise(ring) for number in (after[0] - before[0], after[1] - before[1])]
    return f"M{_joined(ring[0])}l{_joined(moves)}z" if len(ring) > 2 else f"M{_joined(ring[0])}h2v2h-2z"


def _joined(numbers) -> str:
    return " ".join(map(str, numbers)).replace(" -", "-")
