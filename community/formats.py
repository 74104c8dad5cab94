"""Dates and numbers as the reader's language writes them."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def long_date(value) -> str:
    """A day in words, such as "Kamis, 28 April 2022"; a moment is taken in the portal's time zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "l, j F Y")


def plain_date(value) -> str:
    """A day without its weekday, such as "28 April 2022"."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "j F Y")


def long_moment(value: datetime) -> str:
    """A moment in words with its zone, such as "Kamis, 28 April 2022 pukul 09.00 WIB"."""
    local = timezone.localtime(value)
    return _("%(date)s pukul %(time)s") % {"date": date_format(local, "l, j F Y"), "time": hour(value)}


def number(value, decimals: int | None = None) -> str:
    """A number with the language's separators (1,7 · 2.340); without `decimals`, no zeros at its end."""
    if decimals is None and type(value) is int:
        return whole(value, get_language())
    if decimals is None and isinstance(value, float | Decimal):
        value = Decimal(str(value)).normalize()
        decimals = max(0, -value.as_tuple().exponent)
    return number_format(value, decimals, use_l10n=True, force_grouping=True)


@lru_cache(maxsize=10_000)
def whole(value: int, language: str | None) -> str:
    """A whole number as `language`, which is the one that is active, writes it; of a page's hundreds few differ."""
    return number_format(value, use_l10n=True, force_grouping=True)


def short_date(value) -> str:
    """A day for lists, such as "28 Apr 2022", kept on one line; a moment is taken in the portal's time zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "j M Y").replace(" ", "\u00a0")


def short_moment(value: datetime) -> str:
    """A moment for lists, with its zone, such as "28 Apr 2022, 09.00 WIB"."""
    local = timezone.localtime(value)
    return _("%(date)s, %(time)s") % {"date": date_format(local, "j M Y"), "time": hour(value)}


def hour(value: datetime) -> str:
    """The time of day with its zone, such as "09.00 WIB"."""
    local = timezone.localtime(value)
    separator = ":" if get_language() == "en" else "."
    return f"{local:%H}{separator}{local:%M} {local.tzname()}"
