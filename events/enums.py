"""Vocabulary of events."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventState(models.TextChoices):
    """How far an event is; whether its page is published is another question, asked of Wagtail."""

    DRAFT = "draft", _("Disiapkan")
    OPEN = "open", _("Pendaftaran dibuka")
    RUNNING = "running", _("Berlangsung")
    CLOSED = "closed", _("Selesai")
    CANCELLED = "cancelled", _("Dibatalkan")


class EventKind(models.TextChoices):
    """The format of a meeting."""

    FGD = "fgd", _("FGD")
    WEBINAR = "webinar", _("Webinar")
    WORKSHOP = "workshop", _("Lokakarya")
    TALK = "talk", _("Bincang praktik")
    CLINIC = "clinic", _("Klinik pendampingan")


class EventMode(models.TextChoices):
    """How one attends."""

    ONLINE = "online", _("Daring")
    ON_SITE = "on_site", _("Tatap muka")
    HYBRID = "hybrid", _("Hibrida")


class PersonRole(models.TextChoices):
    """What somebody does in a room."""

    SPEAKER = "speaker", _("Narasumber")
    MODERATOR = "moderator", _("Moderator")
    NOTULIS = "notulis", _("Notulis")


class SeatState(models.TextChoices):
    ACTIVE = "active", _("Terdaftar")
    CANCELLED = "cancelled", _("Dibatalkan")


class WaitingState(models.TextChoices):
    """The life of one place in a waitlist."""

    WAITING = "waiting", _("Menunggu")
    OFFERED = "offered", _("Ditawari kursi")
    ACCEPTED = "accepted", _("Mengambil kursi")
    DECLINED = "declined", _("Melepas tawaran")
    EXPIRED = "expired", _("Tawaran kedaluwarsa")
    LEFT = "left", _("Keluar dari daftar tunggu")


IN_QUEUE = (WaitingState.WAITING, WaitingState.OFFERED)


class NotulenState(models.TextChoices):
    DRAFT = "draft", _("Draf")
    FINAL = "final", _("Final")


class BlockKind(models.TextChoices):
    """The kinds of entry in the notulen of a room."""

    POINT = "point", _("Poin")
    DECISION = "decision", _("Keputusan")
    FOLLOW_UP = "follow_up", _("Tindak lanjut")

    @property
    def icon(self) -> str:
        return BLOCK_ICONS[self]


BLOCK_ICONS = {
    BlockKind.POINT: "message-square-text",
    BlockKind.DECISION: "gavel",
    BlockKind.FOLLOW_UP: "clipboard-check",
}


class FollowUpState(models.TextChoices):
    OPEN = "open", _("Belum mulai")
    RUNNING = "running", _("Berjalan")
    DONE = "done", _("Selesai")
    DROPPED = "dropped", _("Tidak dilanjutkan")
