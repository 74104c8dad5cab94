"""Addresses with the parameter names that library, calendar and search share (architecture.md §5)."""

from django.utils.http import urlencode


def filtered_url(address: str, **filters) -> str:
    """`address` under `filters`: parameter name to a value or a list of values; empty ones are left out."""
    given = {name: value for name, value in filters.items() if value not in (None, "", [], ())}
    return f"{address}?{urlencode(given, doseq=True)}" if given else address
