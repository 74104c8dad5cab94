"""Filters of practices."""

from django.db.models import Q
from wagtail.models import PageQuerySet

from community.querysets import AudienceQuerySet


class PracticeQuerySet(AudienceQuerySet, PageQuerySet):
    def published(self):
        return self.live()

    def genuine(self):
        """Without example content, which is kept out of sitemap, JSON-LD and counts."""
        return self.filter(is_example=False)

    def review_due(self, today):
        """Practices whose review date has passed."""
        return self.filter(review_by__lt=today)

    def review_current(self, today):
        return self.filter(Q(review_by__isnull=True) | Q(review_by__gte=today))
