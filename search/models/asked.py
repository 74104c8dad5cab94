import uuid

from django.db import models
from django.utils import timezone

from search.enums import AnsweredBy
from search.querysets import AskedSearchQuerySet


class AskedSearch(models.Model):
    """A question that was asked, without who asked it: no person, no address, nothing that leads to either.

    `text` is what `asked.normalised` makes of it, `results` how many there were without filters, `milliseconds` the
    time in which the answer was found. The id is known before the row is written, so that links can name it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.CharField(max_length=200)
    results = models.PositiveIntegerField()
    engine = models.CharField(max_length=13, choices=AnsweredBy)
    milliseconds = models.PositiveIntegerField()
    is_visitor = models.BooleanField()
    asked_at = models.DateTimeField(default=timezone.now)

    objects = AskedSearchQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], name="search_asked_at"),
            models.Index(fields=["text", "asked_at"], name="search_asked_text"),
        ]

    def __str__(self) -> str:
        return self.text


class SearchClick(models.Model):
    """A result that was opened from an answer, once for each; `position` counts from 1, and is 0 before the list."""

    search = models.ForeignKey(AskedSearch, on_delete=models.CASCADE, related_name="clicks")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    clicked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "kind", "object_id"], name="search_searchclick_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.kind}:{self.object_id}"


class PastQuestion(models.Model):
    """A question that may be offered to anybody; `place` counts from 1, the most asked first (`past.sum_up`)."""

    text = models.CharField(max_length=200, unique=True)
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.text
