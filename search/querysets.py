"""Filters of search entries."""

from django.db import models
from django.db.models import F

from search import language


class SearchEntryQuerySet(models.QuerySet):
    def findable(self):
        return self.filter(is_gone=False)

    def waiting(self):
        """Entries that Elasticsearch has not yet been told of, oldest first."""
        return self.filter(version__gt=F("indexed_version")).order_by("changed_at", "pk")

    def with_old_roots(self):
        """Entries whose roots an older `language` made: found less well until they are written anew."""
        return self.filter(language_version__lt=language.VERSION)
