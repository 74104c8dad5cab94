"""Addresses of the library and its practices (architecture.md §5)."""

from community.links import filtered_url

LIBRARY = "/praktik/"
SEARCH = "/cari/"  # an app above has the page


def library_url(**filters) -> str:
    """The library's list under `filters`, as `filtered_url` takes them."""
    return filtered_url(LIBRARY, **filters)


def practice_url(slug: str) -> str:
    return f"{LIBRARY}{slug}/"
