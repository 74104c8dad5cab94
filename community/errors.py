"""Refusals: what the rules of the portal do not allow, each with the sentence the reader is shown."""

from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """A write that the rules refuse; `message` is a full sentence for the person who asked."""

    message = _("Permintaan ini tidak dapat dijalankan.")

    def __str__(self) -> str:
        return str(self.message)


class PersonNotVerified(RuleBroken):
    message = _("Peran ini hanya untuk orang aktif yang afiliasinya sudah terverifikasi.")


class AlreadyAppointed(RuleBroken):
    message = _("Orang ini sudah memegang peran itu.")


class NotAppointed(RuleBroken):
    message = _("Orang ini tidak memegang peran itu.")


class UnknownScope(RuleBroken):
    message = _("Lingkup ini tidak dikenal.")


class UploadRefused(RuleBroken):
    """A file that may not be kept; the reason is a sentence of its own."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)
