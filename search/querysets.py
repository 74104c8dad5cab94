"""Filters of search entries and of what was asked."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.db.models.functions import TruncDate

from search import language

GOOD_FOR = timedelta(days=90)
ASKED_BY_SEVERAL, ON_SEVERAL_DAYS = 5, 3


class SearchEntryQuerySet(models.QuerySet):
    def findable(self):
        return self.filter(is_gone=False)

    def waiting(self):
        """Entries that Elasticsearch has not yet been told of, oldest first; not those that it has refused."""
        refusals = apps.get_model("search", "RefusedEntry").objects
        refused = Exists(refusals.filter(entry=OuterRef("pk"), version=OuterRef("version")))
        return self.filter(~refused, version__gt=F("indexed_version")).order_by("changed_at", "pk")

    def mark_sent(self, entries):
        """Note that Elasticsearch has these versions; an entry that was changed since goes on waiting."""
        numbers = defaultdict(list)
        for entry in entries:
            numbers[entry.version].append(entry.pk)
        for version, pks in numbers.items():
            self.filter(pk__in=pks, indexed_version__lt=version).update(indexed_version=version)

    def with_old_roots(self):
        """Entries whose roots an older `language` made: found less well until they are written anew."""
        return self.filter(language_version__lt=language.VERSION)


class AskedSearchQuerySet(models.QuerySet):
    def since(self, moment: datetime):
        return self.filter(asked_at__gte=moment)

    def by_text(self):
        """A dict for each text: how often it was asked (`times`), how often in vain (`in_vain`), and when last."""
        return self.values("text").annotate(
            times=Count("pk"), in_vain=Count("pk", filter=Q(results=0)), last_at=Max("asked_at")
        )

    def good_past_queries(self, now: datetime):
        """Texts that may be offered to anybody: found something for visitors, five times, on three days.

        Dicts with `text`, `times` and `last_at`, the most asked first, of the last 90 days. May be narrowed by `text`.
        """
        found = self.since(now - GOOD_FOR).filter(is_visitor=True, results__gt=0).by_text()
        days = Count(TruncDate("asked_at"), distinct=True)
        return (
            found.annotate(days=days)
            .filter(times__gte=ASKED_BY_SEVERAL, days__gte=ON_SEVERAL_DAYS)
            .order_by("-times", "text")
        )
