"""The two days between which results are wanted, as a reader types them."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

MAX_TYPED = 40  # characters that are kept of what is no date
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
WRITTEN = re.compile(r"(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>\d{4})", re.ASCII)  # 28/04/2022


@dataclass(frozen=True)
class Dates:
    """`since` and `until`, both included. Where one cannot be used neither is: `fault` says why, `typed` is kept."""

    since: date | None = None
    until: date | None = None
    typed: tuple[str, str] = ("", "")
    fault: str = ""

    @classmethod
    def of(cls, since: str, until: str) -> "Dates":
        """Read two days, written as browsers send them or as people write them; empty is no bound."""
        typed = (since.strip()[:MAX_TYPED], until.strip()[:MAX_TYPED])
        found = tuple(map(_day, typed))
        for text, day in zip(typed, found, strict=True):
            if text and day is None:
                fault = _("“%(typed)s” bukan tanggal. Tulis misalnya 28/04/2022.") % {"typed": text}
                return cls(typed=typed, fault=fault)
        if all(found) and found[0] > found[1]:
            return cls(typed=typed, fault=_("Tanggal awal jatuh sesudah tanggal akhir. Tukar keduanya."))
        return cls(*found, typed=typed)

    @property
    def is_set(self) -> bool:
        """Whether results are bounded."""
        return bool(self.since or self.until)

    @property
    def pairs(self) -> dict[str, str]:
        """The bounds as parameters of the address."""
        return {"dari": _iso(self.since), "sampai": _iso(self.until)}

    @property
    def fields(self) -> list[dict[str, str]]:
        """The two fields of the form; what is no date is shown in one that takes any text."""
        labels = (_("Dari tanggal"), _("Sampai tanggal"))
        found = zip(("dari", "sampai"), labels, self.typed, map(_day, self.typed), strict=True)
        return [
            {"name": name, "label": label, "value": _iso(day) or text, "type": "date" if day or not text else "text"}
            for name, label, text, day in found
        ]

    def __str__(self) -> str:
        """The bounds in words, as a filter is called."""
        since, until = (date_format(day, "j F Y") if day else "" for day in (self.since, self.until))
        if since and until:
            return since if since == until else f"{since} – {until}"
        if since:
            return _("sejak %(day)s") % {"day": since}
        return _("sampai %(day)s") % {"day": until} if until else ""


def _day(text: str) -> date | None:
    match = ISO.fullmatch(text) or WRITTEN.fullmatch(text)
    if not match:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
