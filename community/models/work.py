from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.querysets import WorkQuerySet


class Work(models.Model):
    """A row that waits to be worked off: what must happen is written with its cause, and done later, once.

    A worker claims a row (`claimed_at`, `claimed_by`), does it, and marks it done (`community.work`). A row whose
    claim is old belonged to a worker that died: the reaper gives it back.
    """

    created_at = models.DateTimeField(_("dibuat"), default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0, editable=False)
    next_try_at = models.DateTimeField(_("dicoba lagi"), default=timezone.now, editable=False)
    last_error = models.TextField(_("galat terakhir"), blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    claimed_by = models.CharField(max_length=80, blank=True, editable=False)
    done_at = models.DateTimeField(_("selesai"), null=True, editable=False)
    failed_at = models.DateTimeField(_("menyerah"), null=True, editable=False)

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(done_at__isnull=True, failed_at__isnull=True),
                name="%(app_label)s_%(class)s_due",
            )
        ]


class PeriodicRun(models.Model):
    """When a periodic job last began, so that two timers or a late one start it once."""

    name = models.CharField(max_length=60, unique=True)
    started_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pekerjaan berkala")
        verbose_name_plural = _("pekerjaan berkala")

    def __str__(self) -> str:
        return self.name
