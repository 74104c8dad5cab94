from django.db import models
from django.utils.translation import gettext_lazy as _

from community.extraction.types import Outcome
from community.models.media import PortalDocument
from community.models.work import Work


class DocumentText(models.Model):
    """What was read of a document's file; `file` is the stored name it was read of, `digest` that of its bytes."""

    document = models.OneToOneField(PortalDocument, models.CASCADE, related_name="read_text")
    state = models.CharField(max_length=12, choices=[(outcome.value, outcome.value) for outcome in Outcome])
    text = models.TextField(blank=True)
    units = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"


class DocumentReading(Work):
    """A document whose file waits to be read."""

    document = models.ForeignKey(PortalDocument, models.CASCADE, related_name="+")

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = _("pembacaan dokumen")

    def __str__(self) -> str:
        return str(self.document_id)
