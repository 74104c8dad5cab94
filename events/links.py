"""Addresses of the calendar, with the parameter names that library and search share (architecture.md §5)."""

from django.utils.http import urlencode

CALENDAR = "/fgd/"


def calendar_url(**filters) -> str:
    """The calendar under `filters`: parameter name to a value or a list of values; empty ones are left out."""
    given = {name: value for name, value in filters.items() if value not in (None, "", [], ())}
    return f"{CALENDAR}?{urlencode(given, doseq=True)}" if given else CALENDAR


def event_url(slug: str) -> str:
    return f"{CALENDAR}{slug}/"
