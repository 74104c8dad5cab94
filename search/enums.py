"""Kinds of thing that can be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a result is; the label names the many (a tab), `one` a single result."""

    PRACTICE = "practice", _("Praktik")
    EVENT = "event", pgettext_lazy("jamak", "FGD")
    NOTES = "notes", pgettext_lazy("jamak", "Notulen")
    TOPIC = "topic", pgettext_lazy("jamak", "Diskusi")
    POST = "post", pgettext_lazy("jamak", "Balasan")
    ROOM = "room", pgettext_lazy("jamak", "Ruang diskusi")
    INSTANSI = "instansi", pgettext_lazy("jamak", "Instansi")
    PERSON = "person", _("Orang")
    DOCUMENT = "document", pgettext_lazy("jamak", "Dokumen")

    @property
    def one(self):
        return ONE[self]


class AnsweredBy(models.TextChoices):
    """Which engine has answered a question."""

    DATABASE = "database", _("mesin bawaan")
    ELASTICSEARCH = "elasticsearch", _("Elasticsearch")
    FALLBACK = "fallback", _("mesin bawaan, mengganti Elasticsearch")


def tab_of(kind: str) -> str:
    """The kind under whose tab a result is counted and shown: all that is discussed is one, all of events another."""
    return TAB_OF.get(kind, kind)


ONE = {
    Kind.PRACTICE: pgettext_lazy("tunggal", "Praktik"),
    Kind.EVENT: pgettext_lazy("tunggal", "FGD"),
    Kind.NOTES: pgettext_lazy("tunggal", "Notulen"),
    Kind.TOPIC: _("Topik"),
    Kind.POST: pgettext_lazy("tunggal", "Balasan"),
    Kind.ROOM: _("Ruang diskusi"),
    Kind.INSTANSI: _("Instansi"),
    Kind.PERSON: pgettext_lazy("tunggal", "Orang"),
    Kind.DOCUMENT: pgettext_lazy("tunggal", "Dokumen"),
}

TAB_OF = {
    Kind.POST.value: Kind.TOPIC.value,
    Kind.ROOM.value: Kind.TOPIC.value,
    Kind.NOTES.value: Kind.EVENT.value,
}
