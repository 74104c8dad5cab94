"""Who sits in which room, and who waits for a seat: plain rows, written under the lock of their slot."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.enums import IN_QUEUE, SeatState, WaitingState
from events.models.pages import EventPage
from events.models.programme import Room, Slot
from events.querysets import SeatQuerySet, WaitingQuerySet


class Seat(models.Model):
    """A person's seat in a room; a cancelled one stays as history.

    Slot and room cannot be deleted while seats refer to them, except together with their event.
    """

    event = models.ForeignKey(EventPage, models.CASCADE, related_name="seats")
    slot = models.ForeignKey(Slot, models.RESTRICT, related_name="seats")
    room = models.ForeignKey(Room, models.RESTRICT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="event_seats")
    state = models.CharField(_("keadaan"), max_length=10, choices=SeatState, default=SeatState.ACTIVE)
    given_at = models.DateTimeField(_("diberikan"), default=timezone.now)
    ended_at = models.DateTimeField(_("berakhir"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("kursi")
        verbose_name_plural = _("kursi")
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"],
                condition=Q(state=SeatState.ACTIVE),
                name="events_seat_one_active_per_slot",
            ),
            models.CheckConstraint(condition=Q(state__in=SeatState.values), name="events_seat_state"),
            models.CheckConstraint(
                condition=Q(state=SeatState.ACTIVE, ended_at__isnull=True)
                | Q(state=SeatState.CANCELLED, ended_at__isnull=False),
                name="events_seat_end_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["room", "state"], name="events_seat_room_state")]

    def __str__(self) -> str:
        return f"{self.person} · {self.room}"

    @property
    def is_active(self) -> bool:
        return self.state == SeatState.ACTIVE


class Waiting(models.Model):
    """A person's place in the waitlist of a room; the order is that of the rows.

    An offered place keeps one seat free until it is taken, declined or lapses at `offer_expires_at`.
    """

    event = models.ForeignKey(EventPage, models.CASCADE, related_name="waitings")
    slot = models.ForeignKey(Slot, models.RESTRICT, related_name="waitings")
    room = models.ForeignKey(Room, models.RESTRICT, related_name="waitings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="event_waitings")
    state = models.CharField(_("keadaan"), max_length=10, choices=WaitingState, default=WaitingState.WAITING)
    joined_at = models.DateTimeField(_("masuk"), default=timezone.now)
    offered_at = models.DateTimeField(_("ditawari"), null=True, blank=True)
    offer_expires_at = models.DateTimeField(_("tawaran berlaku sampai"), null=True, blank=True)
    ended_at = models.DateTimeField(_("berakhir"), null=True, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("daftar tunggu")
        verbose_name_plural = _("daftar tunggu")
        constraints = [
            models.UniqueConstraint(
                fields=["room", "person"],
                condition=Q(state__in=IN_QUEUE),
                name="events_waiting_once_in_queue",
            ),
            models.CheckConstraint(condition=Q(state__in=WaitingState.values), name="events_waiting_state"),
            models.CheckConstraint(
                condition=~Q(state=WaitingState.OFFERED) | Q(offer_expires_at__gt=F("offered_at")),
                name="events_waiting_offer_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["room", "state"], name="events_waiting_room_state"),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state=WaitingState.OFFERED),
                name="events_waiting_open_offers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.room}"

    @property
    def is_offered(self) -> bool:
        return self.state == WaitingState.OFFERED
