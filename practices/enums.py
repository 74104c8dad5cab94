"""Vocabulary of practices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Which way an indicator should move, so that a chart can say whether it did."""

    UP = "up", _("Naik lebih baik")
    DOWN = "down", _("Turun lebih baik")


class Health(models.TextChoices):
    """Whether a practice is within its review date."""

    CURRENT = "current", _("Dalam batas tinjau")
    DUE = "due", _("Perlu ditinjau")


class RegulationState(models.TextChoices):
    IN_FORCE = "in_force", _("Berlaku")
    AMENDED = "amended", _("Diubah")
    REVOKED = "revoked", _("Dicabut")


class LibrarySort(models.TextChoices):
    """Orders of the library."""

    NEWEST = "terbaru", _("Terbaru dilaporkan")
    OLDEST = "terlama", _("Terlama dilaporkan")
    TITLE = "judul", _("Judul, A sampai Z")
