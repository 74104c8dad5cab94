"""Filters of search entries."""

from collections import defaultdict

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef

from search import language


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
