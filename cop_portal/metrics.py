"""`/metrics` for Prometheus: requests of all processes together, and what waits in the database."""

import os
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min, Q
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from community import work
from search import truth
from search.backlog import backlog
from search.models import SearchEntry

CSP_REPORTS = Counter("cop_csp_reports", "Reports of browsers that the content policy stopped something", ["directive"])
BEARER = "Bearer "


class DatabaseFigures:
    """What the database knows, asked anew at each scrape; nothing but `cop_database_up 0` while it is away."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("cop_database_up", "Whether the database answers")
        try:
            figures = [*_work_figures(), *_search_figures()]
        except DatabaseError:
            figures = []
        up.add_metric([], int(bool(figures)))
        yield up
        yield from figures


def _work_figures() -> Iterator[GaugeMetricFamily]:
    waiting = GaugeMetricFamily("cop_work_waiting", "Rows that wait for the worker", labels=["job"])
    oldest = GaugeMetricFamily("cop_work_oldest_seconds", "Age of the row that waits longest", labels=["job"])
    failed = GaugeMetricFamily("cop_work_failed", "Rows that were given up", labels=["job"])
    for job in work.registered():
        left = job.model.objects.filter(done_at__isnull=True).order_by()
        is_waiting = Q(failed_at__isnull=True)
        found = left.aggregate(
            waiting=Count("pk", filter=is_waiting), all=Count("pk"), first=Min("created_at", filter=is_waiting)
        )
        name = [job.model._meta.label_lower]
        waiting.add_metric(name, found["waiting"])
        failed.add_metric(name, found["all"] - found["waiting"])
        oldest.add_metric(name, (timezone.now() - found["first"]).total_seconds() if found["first"] else 0)
    return iter([waiting, oldest, failed])


def _search_figures() -> Iterator[GaugeMetricFamily]:
    entries = GaugeMetricFamily("cop_search_entries", "Entries that can be found", labels=["kind"])
    for kind, count in SearchEntry.objects.findable().order_by().values_list("kind").annotate(Count("pk")):
        entries.add_metric([kind], count)
    is_well = GaugeMetricFamily("cop_search_index_ok", "Whether the index is whole and nothing waits for it")
    is_well.add_metric([], int(truth.remark() is None))
    left = backlog()
    figures = {
        "waiting": ("Entries that wait for search_sync", left.waiting),
        "oldest_seconds": ("Age of the entry that waits longest for search_sync", left.oldest_seconds),
        "failed": ("Entries that Elasticsearch refuses for what they say", left.refused),
    }
    sync = [GaugeMetricFamily(f"cop_search_sync_{name}", *told) for name, told in figures.items()]
    return iter([entries, is_well, *sync])


@require_safe
@never_cache
def metrics(request):
    """For who shows `METRICS_TOKEN` as a bearer token, and for administrators; `Http404` for all others."""
    if not (_shows_token(request) or (request.user.is_active and request.user.is_superuser)):
        raise Http404
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _shows_token(request) -> bool:
    shown = request.headers.get("Authorization", "")
    expected = settings.METRICS_TOKEN
    return bool(expected) and secrets.compare_digest(shown.encode(), f"{BEARER}{expected}".encode())


def _registry() -> CollectorRegistry:
    """All processes' figures where gunicorn gave them a folder, else those of this one."""
    registry = CollectorRegistry(auto_describe=False)
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)
    registry.register(DatabaseFigures())
    return registry
