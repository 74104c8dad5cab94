"""What readers look for, summed up for those who keep synonyms and choices: the most wanted, and what found nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.enums import AnsweredBy
from search.forms import Question
from search.models import AskedSearch, SearchClick

PERIODS = {7: _("7 hari"), 30: _("30 hari"), 90: _("90 hari"), 365: _("setahun")}
USUAL_PERIOD = 30


class List(TextChoices):
    """Which questions are listed, as the address writes it."""

    WANTED = "tercari", _("Paling banyak dicari")
    IN_VAIN = "kosong", _("Tanpa hasil")


@dataclass(frozen=True)
class Chosen:
    """A list and the days that it looks back."""

    list: List = List.WANTED
    days: int = USUAL_PERIOD

    @classmethod
    def of(cls, query) -> "Chosen":
        """Read an address; what is no choice is taken as the usual one."""
        name, days = query.get("daftar", ""), query.get("hari", "")
        return cls(
            List(name) if name in List.values else List.WANTED,
            next((each for each in PERIODS if str(each) == days), USUAL_PERIOD),
        )

    @property
    def since(self) -> datetime:
        return timezone.now() - timedelta(days=self.days)


@dataclass(frozen=True)
class Line:
    """One question: how often it was asked, how often in vain, in how many of them a result was opened and where."""

    text: str
    times: int
    in_vain: int
    last_at: datetime
    opened: int
    position: float | None

    @property
    def url(self) -> str:
        """The search itself."""
        return Question(text=self.text).url()

    @property
    def share(self) -> int:
        """Of a hundred askings, those in which something was opened."""
        return round(100 * self.opened / self.times)


@dataclass(frozen=True)
class Sum:
    """All questions of the period together; `milliseconds` is the mean time of an answer."""

    times: int
    in_vain: int
    fallback: int
    milliseconds: int

    @property
    def in_vain_share(self) -> int:
        return round(100 * self.in_vain / self.times) if self.times else 0


def rows(chosen: Chosen):
    """The questions of a list as a queryset of dicts, those asked most first."""
    found = AskedSearch.objects.since(chosen.since).by_text()
    if chosen.list == List.IN_VAIN:
        return found.filter(in_vain__gt=0).order_by("-in_vain", "-last_at", "text")
    return found.order_by("-times", "-last_at", "text")


def lines(found: list[dict], chosen: Chosen) -> list[Line]:
    """Rows with what was opened, by one query whatever their number."""
    clicks = SearchClick.objects.filter(
        search__asked_at__gte=chosen.since, search__text__in=[row["text"] for row in found]
    )
    opened = {
        row["search__text"]: row
        for row in clicks.values("search__text").annotate(
            opened=Count("search", distinct=True), position=Avg("position", filter=Q(position__gt=0))
        )
    }
    nothing = {"opened": 0, "position": None}
    return [
        Line(**row, **{name: opened.get(row["text"], nothing)[name] for name in ("opened", "position")})
        for row in found
    ]


def summed(chosen: Chosen) -> Sum:
    """All questions of the period in one line."""
    found = AskedSearch.objects.since(chosen.since).aggregate(
        times=Count("pk"),
        in_vain=Count("pk", filter=Q(results=0)),
        fallback=Count("pk", filter=Q(engine=AnsweredBy.FALLBACK)),
        milliseconds=Avg("milliseconds"),
    )
    return Sum(**found | {"milliseconds": round(found["milliseconds"] or 0)})
