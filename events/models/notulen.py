"""The notulen of a room: entries of three kinds, written by its notulis, public once final."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import Instansi
from events.enums import BlockKind, FollowUpState, NotulenState
from events.models.pages import EventPage
from events.models.programme import Room


class Notulen(models.Model):
    """The notes of one room; `version` grows with every save, so that a writer learns of another's."""

    event = models.ForeignKey(EventPage, models.CASCADE, related_name="notulen")
    room = models.OneToOneField(Room, models.RESTRICT, related_name="notulen")
    state = models.CharField(_("keadaan"), max_length=10, choices=NotulenState, default=NotulenState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    source_note = models.CharField(_("asal catatan"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("diubah"), null=True)
    finalised_at = models.DateTimeField(_("difinalkan"), null=True)

    class Meta:
        verbose_name = _("notulen")
        verbose_name_plural = _("notulen")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NotulenState.values), name="events_notulen_state"),
            models.CheckConstraint(
                condition=~Q(state=NotulenState.FINAL) | Q(finalised_at__isnull=False),
                name="events_notulen_final_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} · {self.room}"

    @property
    def is_final(self) -> bool:
        return self.state == NotulenState.FINAL


class NotulenBlock(models.Model):
    """One entry. `clash_of` names the entry of which this is another writer's text, until one of both is chosen."""

    notulen = models.ForeignKey(Notulen, models.CASCADE, related_name="blocks")
    kind = models.CharField(_("jenis"), max_length=10, choices=BlockKind, default=BlockKind.POINT)
    text = models.TextField(_("isi"), max_length=2_000)
    said_by = models.CharField(_("disampaikan oleh"), max_length=150, blank=True)
    owner = models.ForeignKey(
        Instansi, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("penanggung jawab")
    )
    due_on = models.DateField(_("tenggat"), null=True, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=FollowUpState, default=FollowUpState.OPEN)
    position = models.PositiveIntegerField(_("urutan"), default=0)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("penulis")
    )
    clash_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="clashes")

    class Meta:
        verbose_name = _("butir notulen")
        verbose_name_plural = _("butir notulen")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="events_notulenblock_kind"),
            models.CheckConstraint(condition=Q(state__in=FollowUpState.values), name="events_notulenblock_state"),
            models.CheckConstraint(
                condition=Q(kind=BlockKind.FOLLOW_UP) | Q(owner__isnull=True, due_on__isnull=True),
                name="events_notulenblock_owner_of_follow_up_only",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
