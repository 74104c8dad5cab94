"""Addresses of the library, with the parameter names that library and search share (architecture.md §5)."""

from django.utils.http import urlencode

LIBRARY = "/praktik/"


def library_url(**filters) -> str:
    """The library's list under `filters`: parameter name to a value or a list of values; empty ones are left out."""
    given = {name: value for name, value in filters.items() if value not in (None, "", [], ())}
    return f"{LIBRARY}?{urlencode(given, doseq=True)}" if given else LIBRARY


def practice_url(slug: str) -> str:
    return f"{LIBRARY}{slug}/"
