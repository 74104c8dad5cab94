"""Addresses of the calendar and its events (architecture.md §5)."""

from community.links import filtered_url

CALENDAR = "/fgd/"


def calendar_url(**filters) -> str:
    """The calendar under `filters`, as `filtered_url` takes them."""
    return filtered_url(CALENDAR, **filters)


def event_url(slug: str) -> str:
    return f"{CALENDAR}{slug}/"


def room_url(room) -> str:
    """The address of a room whose slot and event are at hand."""
    return f"{event_url(room.slot.page.slug)}{room.slug}/"
