"""Whether entries agree with their rows, and how all are written anew: in chunks, whatever is written meanwhile."""

from collections.abc import Iterator

from django.db import transaction

from search import entries
from search.enums import Kind
from search.models import SearchEntry
from search.sources import SOURCES

CHUNK = 200


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
