"""Times of events in words: always with the name of their zone."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.zones import Zone


def clock(moment: datetime, zone: Zone) -> str:
    """Hours and minutes in `zone`, such as "09.00"."""
    return hours(moment.astimezone(zone.info))


def hours(value) -> str:
    """Hours and minutes of a time or moment as the reader's language writes them, such as "09.00"."""
    separator = ":" if get_language() == "en" else "."
    return f"{value:%H}{separator}{value:%M}"


def span(start: datetime, end: datetime, zone: Zone) -> str:
    """From when to when, with the zone: "09.00–11.30 WIB"."""
    return f"{clock(start, zone)}–{clock(end, zone)} {zone.short}"


def long_day(moment: datetime, zone: Zone) -> str:
    """The day of a moment in `zone`, such as "Kamis, 21 Mei 2026"."""
    return date_format(moment.astimezone(zone.info), "l, j F Y")


def long_moment(moment: datetime, zone: Zone) -> str:
    """A moment in words, such as "Kamis, 21 Mei 2026 pukul 09.00 WIB"."""
    return _("%(date)s pukul %(time)s") % {
        "date": long_day(moment, zone),
        "time": f"{clock(moment, zone)} {zone.short}",
    }


def slot_words(slot, zone: Zone) -> str:
    """When a slot is: "Kamis, 21 Mei 2026, 09.00–11.30 WIB"; the day alone where nobody recorded the hours."""
    return time_words(slot.day, slot.starts_at if slot.is_timed else None, slot.ends_at, zone)


def time_words(day: date, starts_at: datetime | None, ends_at: datetime | None, zone: Zone) -> str:
    """A day with its hours in `zone`; the day alone where it has none."""
    words = date_format(day, "l, j F Y")
    return f"{words}, {span(starts_at, ends_at, zone)}" if starts_at else words
