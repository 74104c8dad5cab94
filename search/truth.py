"""Whether entries agree with their rows, and how all are written anew: in chunks, whatever is written meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from search import entries, language
from search.backlog import backlog
from search.engines import schema
from search.engines.elastic import condition
from search.engines.schema import FTS
from search.enums import Kind
from search.models import EntryRefresh, RefusedEntry, SearchEntry
from search.sources import SOURCES

CHUNK = 200
MOST_REFUSED = 20  # that are told one by one


def disagreeing(kind: Kind) -> Iterator[int]:
    """Ids of the objects of `kind` whose entry does not say what its row says, one chunk in memory at a time."""
    for ids in _chunks(kind):
        suspects = _differing(kind, ids)
        if suspects:  # a write may have come between the two readings: ask again where nobody else can write
            with transaction.atomic():
                list(SearchEntry.objects.filter(kind=kind, object_id__in=suspects).order_by("pk").select_for_update())
                yield from _differing(kind, suspects)


def rebuild(kind: Kind) -> Iterator[tuple[int, int]]:
    """Write every entry of `kind` anew from its row; yields (objects looked at, entries changed) after each chunk.

    Each chunk is a transaction of its own, so an interrupted rebuild loses nothing and may start again.
    """
    for ids in _chunks(kind):
        yield len(ids), entries.refresh_many(kind, ids)


def size(kind: Kind) -> int:
    """About how many objects a rebuild of `kind` looks at."""
    return max(SOURCES[kind].rows().count(), SearchEntry.objects.filter(kind=kind).count())


@dataclass(frozen=True)
class State:
    """What `search_status` tells. `waiting` counts what Elasticsearch has not heard of, where it is in use.

    `refused` are the reasons for which it refuses entries, by entry; `elasticsearch` is what it tells of itself.
    """

    engine: str
    language_version: int
    entries: dict[str, int]
    gone: int
    old_roots: int
    queued: int
    waiting: int
    oldest_waiting_seconds: int | None
    refused: dict[str, str]
    elasticsearch: dict | None
    disagreeing: dict[str, int]
    index_faults: list[str]
    is_index_in_step: bool

    @property
    def is_true(self) -> bool:
        """Whether every entry says what its row says and the full-text index what the entries say."""
        return not any(self.disagreeing.values()) and not self.index_faults and self.is_index_in_step


def state() -> State:
    """Everything, with a full comparison of entries and rows."""
    findable = SearchEntry.objects.findable().order_by()
    counted = dict(findable.values_list("kind").annotate(models.Count("pk")))
    left = backlog()
    return State(
        engine="elasticsearch" if settings.ELASTICSEARCH_URL else "database",
        language_version=language.VERSION,
        entries={kind.value: counted.get(kind.value, 0) for kind in Kind},
        gone=SearchEntry.objects.filter(is_gone=True).count(),
        old_roots=findable.with_old_roots().count(),
        queued=EntryRefresh.objects.waiting().count(),
        waiting=left.waiting,
        refused=refused(),
        elasticsearch=condition.told() if settings.ELASTICSEARCH_URL else None,
        oldest_waiting_seconds=int(left.oldest_seconds) if left.oldest_at else None,
        disagreeing={kind.value: sum(1 for _ in disagreeing(kind)) for kind in Kind},
        index_faults=(index_faults := schema.faults()),
        is_index_in_step=FTS not in index_faults and schema.is_in_step(),
    )


def remark() -> str | None:
    """What is worth knowing of the index at a glance: a few look-ups, however large it is; None when all is well.

    Elasticsearch is asked with the time-out of a reader's question.
    """
    if lost := schema.faults():
        return f"the index lacks {', '.join(lost)}: run search_rebuild"
    if SearchEntry.objects.findable().with_old_roots().exists():
        return "entries have old roots: run search_rebuild"
    if EntryRefresh.objects.waiting().exists():
        return "entries wait for the worker"
    return _remark_on_elasticsearch() if settings.ELASTICSEARCH_URL else None


def _remark_on_elasticsearch() -> str | None:
    if reason := condition.fault():
        return f"the embedded engine answers, Elasticsearch is of no use: {reason}"
    if oldest := SearchEntry.objects.waiting().values_list("changed_at", flat=True).first():
        seconds = int((timezone.now() - oldest).total_seconds())
        if seconds > settings.ELASTICSEARCH_BEHIND_SECONDS:
            return f"the embedded engine answers, entries wait for search_sync for {seconds} s"
    if RefusedEntry.objects.exists():
        return "Elasticsearch refuses entries: search_status tells why"
    return None


def refused() -> dict[str, str]:
    """The first entries that Elasticsearch refuses, with its reasons."""
    rows = RefusedEntry.objects.select_related("entry").order_by("pk")[:MOST_REFUSED]
    return {str(row.entry): row.reason for row in rows}


def _chunks(kind: Kind) -> Iterator[list[int]]:
    """The ids of all objects that may be found and of all that have an entry, in order and without repeating one."""
    rows = SOURCES[kind].rows().order_by("pk").values_list("pk", flat=True)
    known = SearchEntry.objects.filter(kind=kind).order_by("object_id").values_list("object_id", flat=True)
    after = 0
    while True:
        ids = sorted({*rows.filter(pk__gt=after)[:CHUNK], *known.filter(object_id__gt=after)[:CHUNK]})[:CHUNK]
        if not ids:
            return
        yield ids
        after = ids[-1]


def _differing(kind: Kind, ids: list[int]) -> list[int]:
    found = {entry.object_id: entry for entry in SearchEntry.objects.filter(kind=kind, object_id__in=ids)}
    wanted = entries.expected(kind, ids)
    return [pk for pk in ids if not entries.agrees(found.get(pk), wanted[pk])]
