"""Addresses of the library and its practices (architecture.md §5)."""

from collections.abc import Iterable

from community.enums import InstansiKind
from community.links import filtered_url

LIBRARY = "/praktik/"
MAP = f"{LIBRARY}peta/"
COMPARISON = f"{LIBRARY}banding/"
COMPARED = "p"  # names a practice to compare, by its slug; as often as there are practices
SEARCH = "/cari/"  # an app above has the page


def library_url(**filters) -> str:
    """The library's list under `filters`, as `filtered_url` takes them."""
    return filtered_url(LIBRARY, **filters)


def central_url(**filters) -> str:
    """The list of practices of agencies that lie in no province."""
    return library_url(**filters, instansi=[kind.value for kind in InstansiKind.central()])


def compare_url(slugs: Iterable[str]) -> str:
    """The practices side by side."""
    return filtered_url(COMPARISON, **{COMPARED: list(slugs)})


def practice_url(slug: str) -> str:
    return f"{LIBRARY}{slug}/"
