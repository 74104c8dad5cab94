"""Refusals: what the rules of the portal do not allow, each with the sentence the reader is shown."""

from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """A write that the rules refuse; `message` is a full sentence for the person who asked."""

    message = _("Permintaan ini tidak dapat dijalankan.")

    def __str__(self) -> str:
        return str(self.message)
