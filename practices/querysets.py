"""Filters of practices."""

from wagtail.models import PageQuerySet

from community.querysets import AudienceQuerySet


class PracticeQuerySet(AudienceQuerySet, PageQuerySet):
    def published(self):
        return self.live()

    def genuine(self):
        """Without example content, which is kept out of sitemap, JSON-LD and counts."""
        return self.filter(is_example=False)
