"""The outlines of Indonesia's provinces, as they were drawn into `data/provinces.json`."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
GEOMETRY = DATA / "provinces.geojson"
DRAWING = DATA / "provinces.json"


class Outline(NamedTuple):
    """One province: its official code, its name, its shape, and where its number stands."""

    code: str
    name: str
    x: int
    y: int
    path: str


class Drawing(NamedTuple):
    width: int
    height: int
    provinces: tuple[Outline, ...]


@cache
def drawing() -> Drawing:
    """Read once in a process."""
    kept = json.loads(DRAWING.read_text())
    return Drawing(kept["width"], kept["height"], tuple(Outline(**each) for each in kept["provinces"]))
