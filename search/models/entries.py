from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Work
from search.enums import Kind
from search.querysets import SearchEntryQuerySet


class SearchEntry(models.Model):
    """One findable object: the embedded engine's index, Elasticsearch's outbox and the source of a rebuild.

    Written in the transaction of the object's own change (`entries.refresh`). `indexing.indexed_fields` makes what
    follows from the text: `*_stems` are the roots that `language.py` finds in it (summary and keywords together),
    `labels` repeats kind, doors and facets as words, so that one full-text match filters and finds; `is_gone`
    keeps a deleted object's row until every engine has heard of it.
    """

    kind = models.CharField(max_length=12, choices=Kind)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=250, blank=True)
    summary = models.TextField(blank=True)
    keywords = models.TextField(blank=True)  # finds the entry, is not shown
    body = models.TextField(blank=True)
    title_stems = models.TextField(blank=True)
    summary_stems = models.TextField(blank=True)
    body_stems = models.TextField(blank=True)
    labels = models.TextField(blank=True)
    doors = models.JSONField(default=list)
    facets = models.JSONField(
        default=dict
    )  # facet name → list of values, as `{"scope": ["helping"], "year": ["2022"]}`
    container = models.BigIntegerField(null=True, blank=True)
    thread = models.BigIntegerField(null=True, blank=True)  # the topic under which results show a topic and its replies
    dated_at = models.DateTimeField(null=True, blank=True)
    boost = models.FloatField(default=1.0)
    is_gone = models.BooleanField(default=False)
    version = models.BigIntegerField(default=1)
    indexed_version = models.BigIntegerField(default=0)
    language_version = models.PositiveSmallIntegerField(default=0)  # `language.VERSION` that made the roots
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_searchentry_one_per_object")]
        indexes = [
            models.Index(
                fields=["changed_at", "id"],
                condition=models.Q(version__gt=models.F("indexed_version")),
                name="search_searchentry_waiting",
            ),
            models.Index(fields=["thread"], condition=models.Q(thread__isnull=False), name="search_searchentry_thread"),
            models.Index(fields=["language_version"], name="search_searchentry_language"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class SearchWord(models.Model):
    """A word that occurs in an entry, as written: the vocabulary that misspelt words are compared with."""

    word = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.word


class EntryRefresh(Work):
    """Entries that must be written anew because something they repeat was renamed, more than fit into one request."""

    kind = models.CharField(max_length=12, choices=Kind)
    object_ids = models.JSONField()

    class Meta(Work.Meta):
        verbose_name = _("penyegaran entri")
        verbose_name_plural = _("penyegaran entri")

    def __str__(self) -> str:
        return f"{self.kind}: {len(self.object_ids)}"


class RefusedEntry(models.Model):
    """A version of an entry that Elasticsearch refuses for what it says; a newer version is tried again."""

    entry = models.OneToOneField(SearchEntry, on_delete=models.CASCADE, related_name="refusal")
    version = models.BigIntegerField()
    reason = models.TextField()
    refused_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.reason}"
