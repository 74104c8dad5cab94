"""Slots, rooms, people and agenda of an event: children of its page, edited, previewed and published with it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from community.models import SubAspect
from events.enums import PersonRole
from events.limits import MAX_CAPACITY
from events.querysets import RoomQuerySet


class Slot(Orderable, ClusterableModel):
    """A range of time in which the rooms of an event run side by side.

    Day and times are what the organiser writes, in the zone of the event; `starts_at` and `ends_at` are the same
    moments, kept by `EventPage.clean`. A slot of an archive whose times nobody recorded has none and spans its day.
    """

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="slots")
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    title = models.CharField(_("nama sesi"), max_length=120, blank=True)
    day = models.DateField(_("tanggal"))
    starts = models.TimeField(_("mulai"), null=True, blank=True)
    ends = models.TimeField(_("selesai"), null=True, blank=True)
    starts_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("sesi")
        verbose_name_plural = _("sesi")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, ends__gt=F("starts")),
                name="events_slot_ends_after_start",
                violation_error_message=_("Jam selesai harus sesudah jam mulai; isi keduanya atau kosongkan keduanya."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="events_slot_moments_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.day}"

    @property
    def is_timed(self) -> bool:
        """Whether the hours are known."""
        return self.starts is not None and self.ends is not None

    def is_started(self, now: datetime) -> bool:
        """Whether it began; then its seats are given away no more."""
        return self.starts_at is not None and self.starts_at <= now


class Room(Orderable, ClusterableModel):
    """One of the parallel rooms of a slot; it has the audience of its event."""

    slot = ParentalKey(Slot, on_delete=models.CASCADE, related_name="rooms")
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    slug = models.SlugField(_("alamat"), max_length=60, editable=False, blank=True)
    title = models.CharField(_("nama ruang"), max_length=150)
    summary = models.CharField(_("ringkasan"), max_length=300, blank=True)
    subaspects = ParentalManyToManyField(SubAspect, blank=True, verbose_name=_("sub-aspek"))
    capacity = models.PositiveIntegerField(
        _("jumlah kursi"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_CAPACITY)],
    )
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    meeting_url = models.URLField(
        _("tautan rapat"), max_length=500, blank=True, validators=[URLValidator(schemes=["https"])]
    )
    is_cancelled = models.BooleanField(_("ruang ditiadakan"), default=False)

    objects = RoomQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("ruang")
        verbose_name_plural = _("ruang")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="events_room_capacity_positive"
            )
        ]

    def __str__(self) -> str:
        return self.title


class RoomPerson(Orderable):
    """Who speaks, moderates or takes notes in a room: a person with an account, or a plain name."""

    room = ParentalKey(Room, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(_("peran"), max_length=10, choices=PersonRole, default=PersonRole.SPEAKER)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="event_parts",
        verbose_name=_("akun"),
    )
    name = models.CharField(_("nama"), max_length=150)
    title = models.CharField(_("jabatan"), max_length=200, blank=True)
    instansi_name = models.CharField(_("instansi"), max_length=200, blank=True)
    topic = models.CharField(_("yang dibawakan"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("orang di ruang")
        verbose_name_plural = _("orang di ruang")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=PersonRole.values), name="events_roomperson_role"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """Position and agency on one line, as far as they are known."""
        return ", ".join(filter(None, [self.title, self.instansi_name]))


class AgendaItem(Orderable):
    """One item of a room's agenda; `speakers` names people of the room, separated by commas."""

    room = ParentalKey(Room, on_delete=models.CASCADE, related_name="agenda")
    starts = models.TimeField(_("mulai"), null=True, blank=True)
    ends = models.TimeField(_("selesai"), null=True, blank=True)
    title = models.CharField(_("acara"), max_length=160)
    text = models.CharField(_("keterangan"), max_length=300, blank=True)
    speakers = models.CharField(_("narasumber"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("mata acara")
        verbose_name_plural = _("mata acara")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gt=F("starts")),
                name="events_agendaitem_ends_after_start",
                violation_error_message=_("Jam selesai mata acara harus sesudah jam mulainya."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def speaker_names(self) -> list[str]:
        """The names, each once, as they were written."""
        names = (" ".join(name.split()) for name in self.speakers.split(","))
        return list(dict.fromkeys(name for name in names if name))
