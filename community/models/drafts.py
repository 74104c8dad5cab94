from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What a person was writing and has not sent: one per place, as `topic:12` or `room:3`; `fields` are the form's."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draf")
        verbose_name_plural = _("draf")
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="community_draft_one_per_place")]
        indexes = [models.Index(fields=["saved_at"], name="community_draft_saved")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.place}"
