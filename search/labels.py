"""Labels: kind, doors, container and facets of an entry as single words, so one full-text match filters and finds.

A label holds only `a-z0-9` and differs from every other label (anything else is written as `z` and two hex digits, so
`zz` can part a facet's name from its value). Labels are indexed apart from the text: no text can forge one.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxy0123456789")
PART = "zz"


def _written(value: str) -> str:
    return "".join(chr(byte) if byte in PLAIN else f"z{byte:02x}" for byte in value.encode("utf-8", "surrogatepass"))


def _read(written: str) -> str:
    out, at = bytearray(), 0
    while at < len(written):
        if written[at] == "z":
            out.append(int(written[at + 1 : at + 3], 16))
            at += 3
        else:
            out.append(ord(written[at]))
            at += 1
    return out.decode("utf-8", "surrogatepass")


def kind_label(kind: str) -> str:
    return "k" + _written(kind)


def door_label(door: str) -> str:
    return "d" + _written(door)


def container_label(container: int) -> str:
    return f"c{container}" if container >= 0 else f"cz{-container}"


@lru_cache(maxsize=20_000)
def facet_label(name: str, value: str) -> str:
    return f"f{_written(name)}{PART}{_written(value)}"


def facet_prefix(name: str) -> str:
    """What all labels of a facet begin with."""
    return f"f{_written(name)}{PART}"


@lru_cache(maxsize=20_000)
def facet_of(label: str) -> tuple[str, str] | None:
    """The facet name and value that a label was made of; None for another kind of label."""
    if not label.startswith("f"):
        return None
    name, _, value = label[1:].partition(PART)
    return _read(name), _read(value)


def kind_of(label: str) -> str | None:
    """The kind that a label was made of; None for another kind of label."""
    return _read(label[1:]) if label.startswith("k") else None


def labels_of(
    kind: str, doors: Iterable[str], facets: Mapping[str, Iterable[str]], container: int | None = None
) -> str:
    """The words of `SearchEntry.labels`: an entry without door and container can be found by no reader."""
    words = [kind_label(kind), *(door_label(door) for door in doors)]
    if container is not None:
        words.append(container_label(container))
    words += [facet_label(name, str(value)) for name, values in facets.items() for value in values]
    return " ".join(dict.fromkeys(words))
