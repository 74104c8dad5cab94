"""Kinds of thing that can be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PRACTICE = "practice", _("Praktik")
    INSTANSI = "instansi", _("Instansi")
    PERSON = "person", _("Orang")
