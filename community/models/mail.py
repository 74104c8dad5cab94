from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.work import Work


class QueuedMail(Work):
    """A message that waits for the mail server, kept whole; `key` makes one cause give one mail."""

    key = models.CharField(max_length=200, unique=True)
    sender = models.CharField(max_length=320)
    recipients = models.JSONField(default=list)
    subject = models.CharField(_("judul"), max_length=300)
    message = models.BinaryField()

    class Meta(Work.Meta):
        verbose_name = _("surel dalam antrean")
        verbose_name_plural = _("surel dalam antrean")

    def __str__(self) -> str:
        return self.key
