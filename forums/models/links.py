from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.enums import LINKED
from forums.models.topics import Post


class PostLink(models.Model):
    """A practice, an event or another row that a post leads to; the row's own page shows the topic.

    `is_read_before` is one that who asked had read already: it did not answer their question.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="links", db_index=False)
    subject = models.CharField(
        _("jenis"), max_length=12, choices=[(subject.value, subject.label) for subject in LINKED]
    )
    object_id = models.BigIntegerField()
    is_read_before = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "subject", "object_id", "is_read_before"], name="forums_postlink_once"
            ),
            models.CheckConstraint(
                condition=Q(subject__in=[subject.value for subject in LINKED]), name="forums_postlink_subject"
            ),
        ]
        indexes = [models.Index(fields=["subject", "object_id"], name="forums_postlink_of")]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.subject}:{self.object_id}"
