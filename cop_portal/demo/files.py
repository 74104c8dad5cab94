"""The files beside this module, and when their examples happened."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils.html import escape

FOLDER = Path(__file__).parent


def read(name: str) -> dict:
    """One file of the folder, such as "rooms.toml"."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_all(folder: str) -> list[dict]:
    """All files of a folder, by name."""
    return [read(f"{folder}/{path.name}") for path in sorted((FOLDER / folder).glob("*.toml"))]


def clock(text: str) -> time:
    """A time as the files write it, such as "09.15"."""
    return datetime.strptime(text, "%H.%M").time()


def later(start: time, minutes: int) -> time:
    """The time `minutes` after `start`, on the same day."""
    return (datetime.combine(datetime.min, start) + timedelta(minutes=minutes)).time()


def paragraphs(text: str) -> str:
    """Plain text as rich text; empty lines part its paragraphs."""
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n\n") if part.strip())
