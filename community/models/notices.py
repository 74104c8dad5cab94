from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.enums import NoticeKind, Subject
from community.querysets import NoticeQuerySet


class Notice(models.Model):
    """One thing that one person is told. `key` names its cause: nobody is told of one cause twice.

    It names its subject by kind and id and repeats nothing of it, since what it says may be hidden or closed later;
    `data` holds what is for the recipient alone, such as a moderator's `reason`.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("jenis"), max_length=20, choices=NoticeKind)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=12, choices=Subject)
    object_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemberitahuan")
        verbose_name_plural = _("pemberitahuan")
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient"], name="community_notice_once"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="community_notice_kind"),
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="community_notice_subject"),
        ]
        indexes = [
            models.Index(F("recipient"), F("created_at").desc(), name="community_notice_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="community_notice_unread"),
            models.Index(fields=["subject", "object_id"], name="community_notice_of"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.key}"
