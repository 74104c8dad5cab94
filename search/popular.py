"""Practices that others found and found helpful, for a page that has nothing else to show."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from community.enums import Subject
from community.models import PageFeedback
from search.enums import Kind
from search.models import SearchClick

OF_LATE = timedelta(days=90)
HELPFUL = 3  # times as much as having been opened from an answer
MOST_COMPARED = 500


def most_used(ids: Sequence[int], most: int) -> list[int]:
    """Of practices, at most so many that were called helpful or opened from answers of late, the most used first.

    Practices of which neither is known are left out. Two queries.
    """
    ids, since = ids[:MOST_COMPARED], timezone.now() - OF_LATE
    if not ids:
        return []
    told = PageFeedback.objects.filter(
        subject=Subject.PRACTICE, object_id__in=ids, is_helpful=True, created_at__gte=since
    )
    opened = SearchClick.objects.filter(kind=Kind.PRACTICE, object_id__in=ids, clicked_at__gte=since)
    counts = Counter()
    for rows, worth in ((told, HELPFUL), (opened, 1)):
        for pk, count in rows.order_by().values_list("object_id").annotate(Count("pk")):
            counts[pk] += worth * count
    newer = {pk: place for place, pk in enumerate(ids)}
    return sorted(counts, key=lambda pk: (-counts[pk], newer[pk]))[:most]
