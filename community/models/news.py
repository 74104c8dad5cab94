from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.enums import NoticeKind, Subject
from community.models.work import Work


class News(Work):
    """Something that happened to a row and is still to be told to who follows any of `followed` (pairs of kind and id).

    `key` names the cause: one of the same key is written, and told, once.
    """

    kind = models.CharField(_("jenis"), max_length=20, choices=NoticeKind)
    subject = models.CharField(max_length=12, choices=Subject)
    object_id = models.BigIntegerField()
    followed = models.JSONField()
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=100, unique=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta(Work.Meta):
        verbose_name = _("kabar")
        verbose_name_plural = _("kabar")

    def __str__(self) -> str:
        return self.key
