"""Kinds of topic and states of a post."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.enums import Subject

LINKED = (Subject.PRACTICE, Subject.EVENT, Subject.TOPIC)  # what a post may lead to


class TopicKind(models.TextChoices):
    QUESTION = "question", _("Pertanyaan")
    DISCUSSION = "discussion", _("Diskusi")
    ANNOUNCEMENT = "announcement", _("Pengumuman")


class PostState(models.TextChoices):
    """Who sees a post: all readers of the room, or only its author and the moderators."""

    VISIBLE = "visible", _("Tampil")
    HELD = "held", _("Menunggu pemeriksaan")
    HIDDEN = "hidden", _("Disembunyikan")
