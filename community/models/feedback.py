from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.enums import Subject

MISSING_LIMIT = 500  # characters


class PageFeedback(models.Model):
    """Somebody's answer to “does this page help?”, with a sentence on what is missing.

    Who answered is not kept, neither by account nor by address.
    """

    subject = models.CharField(_("jenis"), max_length=12, choices=Subject)
    object_id = models.BigIntegerField()
    is_helpful = models.BooleanField(_("membantu"))
    missing = models.CharField(_("yang kurang"), max_length=MISSING_LIMIT, blank=True)
    created_at = models.DateTimeField(_("diberikan"), default=timezone.now)

    class Meta:
        verbose_name = _("umpan balik halaman")
        verbose_name_plural = _("umpan balik halaman")
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="community_pagefeedback_subject"),
        ]
        indexes = [
            models.Index(F("subject"), F("object_id"), F("created_at").desc(), name="community_feedback_of"),
            models.Index(
                F("created_at").desc(), F("id").desc(), condition=~Q(missing=""), name="community_feedback_newest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}:{self.object_id}"
