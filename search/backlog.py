"""What Elasticsearch has not heard of yet, and what it refuses: told to operators and stewards, tried again by them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from search.enums import Kind
from search.models import RefusedEntry, SearchEntry
from search.permissions import can_retry_refused
from search.sources import SOURCES

MOST_SHOWN = 50
RETRY = "search.retry_refused"


@dataclass(frozen=True)
class Backlog:
    """How many entries wait for `search_sync`, since when the oldest does, and how many are refused."""

    waiting: int
    oldest_at: datetime | None
    refused: int

    @property
    def oldest_seconds(self) -> float:
        return (timezone.now() - self.oldest_at).total_seconds() if self.oldest_at else 0.0


@dataclass(frozen=True)
class Line:
    """One entry that waits or is refused; title, address and reason only for who may read its object."""

    entry_id: int
    kind: str
    title: str
    url: str
    at: datetime
    reason: str = ""
    refusal_id: int | None = None


def backlog() -> Backlog:
    """The figures of now; nothing waits where the embedded engine is the only one."""
    if not settings.ELASTICSEARCH_URL:
        return Backlog(0, None, 0)
    waiting = SearchEntry.objects.waiting()
    oldest = waiting.values_list("changed_at", flat=True).first()
    return Backlog(waiting.count(), oldest, RefusedEntry.objects.count())


def waiting_lines(reader) -> list[Line]:
    """The entries that wait longest, one query and one for each kind among them."""
    found = list(SearchEntry.objects.waiting().only("kind", "object_id", "title", "is_gone", "changed_at")[:MOST_SHOWN])
    return _lines([(entry, entry.changed_at, None) for entry in found], reader)


def refused_lines(reader) -> list[Line]:
    """The entries refused last, one query and one for each kind among them."""
    rows = RefusedEntry.objects.select_related("entry").order_by("-refused_at", "-pk")[:MOST_SHOWN]
    return _lines([(row.entry, row.refused_at, row) for row in rows], reader)


@transaction.atomic
def try_again(refusals: Iterable[int] | None, *, actor) -> int:
    """Let refused entries wait again, all of them for None; how many. Those that went meanwhile are passed by."""
    if not can_retry_refused(actor):
        raise PermissionDenied
    rows = RefusedEntry.objects.select_related("entry").order_by("pk")
    if refusals is not None:
        rows = rows.filter(pk__in=list(refusals))
    found = list(rows)
    for row in found:
        log(row.entry, RETRY, user=actor)
    RefusedEntry.objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)


def _lines(found: list[tuple[SearchEntry, datetime, RefusedEntry | None]], reader) -> list[Line]:
    ids = defaultdict(list)
    for entry, _, _ in found:
        ids[entry.kind].append(entry.object_id)
    shown = {kind: SOURCES[Kind(kind)].shown(pks, reader) for kind, pks in ids.items()}
    return [_line(entry, at, refusal, shown[entry.kind].get(entry.object_id)) for entry, at, refusal in found]


def _line(entry: SearchEntry, at: datetime, refusal: RefusedEntry | None, shown) -> Line:
    return Line(
        entry_id=entry.pk,
        kind=Kind(entry.kind).one,
        title=entry.title if shown else "",
        url=shown.url if shown else "",
        at=at,
        reason=refusal.reason if refusal and shown else "",
        refusal_id=refusal.pk if refusal else None,
    )
