from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.enums import Subject
from community.querysets import FollowQuerySet


class Follow(models.Model):
    """A person wants to hear of a room, topic, practice and so on; or, `is_muted`, does not, whatever they write there.

    `object_id` is the row's id; a reader is told only of what they may read at that moment.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    subject = models.CharField(_("jenis"), max_length=12, choices=Subject)
    object_id = models.BigIntegerField()
    is_muted = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "subject", "object_id"], name="community_follow_once"),
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="community_follow_subject"),
        ]
        indexes = [models.Index(fields=["subject", "object_id"], name="community_follow_of")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.subject}:{self.object_id}"
