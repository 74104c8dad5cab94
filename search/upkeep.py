"""Periodic work on entries: what time alone makes untrue, and what is no longer needed."""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from elasticsearch import ApiError, TransportError

from community.models import Instansi
from search import entries
from search.engines.elastic import sending
from search.enums import Kind
from search.models import EntryRefresh, SearchEntry

GONE_KEPT = timedelta(days=7)
REFRESHES_KEPT = timedelta(days=7)
FORGOTTEN_AT_ONCE = 1_000


def refresh_dated() -> int:
    """Look again at agencies with a first or last day: no one changes their row when that day comes."""
    dated = Instansi.objects.filter(Q(active_from__isnull=False) | Q(active_to__isnull=False))
    return entries.refresh_many(Kind.INSTANSI, dated.order_by().values_list("pk", flat=True))


def forget_gone() -> int:
    """Delete the entries of objects long gone, once every engine in use has heard of it; returns how many."""
    gone = SearchEntry.objects.filter(is_gone=True, changed_at__lt=timezone.now() - GONE_KEPT)
    if not settings.ELASTICSEARCH_URL:
        return gone.delete()[0]
    numbers = list(gone.filter(version__lte=F("indexed_version")).values_list("pk", flat=True))
    forgotten = 0
    with suppress(ApiError, TransportError):  # what it could not be told today it is told tomorrow
        for chunk in entries.chunks(numbers, FORGOTTEN_AT_ONCE):
            sending.forget(chunk)
            SearchEntry.objects.filter(pk__in=chunk).delete()
            forgotten += len(chunk)
    return forgotten


def forget_old_refreshes() -> None:
    """Delete queued refreshes that were done a week ago."""
    EntryRefresh.objects.filter(done_at__lt=timezone.now() - REFRESHES_KEPT).delete()
