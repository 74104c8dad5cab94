from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.enums import NoticeKind, Subject
from community.querysets import NoticeQuerySet


class Notice(models.Model):
    """One thing that one person is told. `key` names its cause: nobody is told of one cause twice.

    It names its subject by kind and id and repeats nothing of it, since what it says may be hidden or closed later;
    `data` holds what is for the recipient alone, such as a moderator's `reason`.

    One that gathers tells of several numbered things of its subject, such as replies in a topic: from `first_number` to
    `last_number`, as far as the recipient may read them. `key` names what began it, `created_at` is when it grew last.
    `gathering` is the subject's id until it is read, so that what happens next begins another; the database sees to it.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("jenis"), max_length=20, choices=NoticeKind)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=12, choices=Subject)
    object_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=100)
    first_number = models.PositiveIntegerField(null=True)
    last_number = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    gathering = models.GeneratedField(
        expression=Case(When(read_at__isnull=True, first_number__isnull=False, then=F("object_id"))),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemberitahuan")
        verbose_name_plural = _("pemberitahuan")
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient"], name="community_notice_once"),
            # Not conditional on `read_at`: Django's `ON CONFLICT` names columns and no condition. NULLs never meet.
            models.UniqueConstraint(
                fields=["gathering", "recipient", "kind", "subject"], name="community_notice_one_gathers"
            ),
            models.CheckConstraint(
                condition=Q(first_number__isnull=True, last_number__isnull=True)
                | Q(first_number__isnull=False, last_number__gte=F("first_number")),
                name="community_notice_numbers",
            ),
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
