"""Finds what looks like personal data in a text, so that whoever writes can be warned before others read it."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalData(models.TextChoices):
    """Kinds of personal data that a writer is warned of."""

    NIP = "nip", _("NIP (18 angka)")
    NIK = "nik", _("NIK (16 angka)")
    PHONE = "phone", _("nomor telepon")


# Digits may be parted by a space, dot or hyphen; a longer run of digits is neither of them.
_GAP = r"[ .\-]?"
_ALONE = (r"(?<![\d.,])", r"(?![\d])")
_NIP = re.compile(
    _ALONE[0] + _GAP.join([r"(?:19|20)\d{2}", r"\d{2}", r"\d{2}", r"\d{4}", r"\d{2}", r"[12]", r"\d{3}"]) + _ALONE[1]
)
_NIK = re.compile(_ALONE[0] + _GAP.join([r"\d{2}", r"\d{2}", r"\d{2}", r"\d{6}", r"\d{4}"]) + _ALONE[1])
_PHONE = re.compile(r"(?<![\d.,])(?:\+?62[ \-]?|0)8[1-9](?:[ .\-]?\d){7,10}(?!\d)")


def personal_data_in(text: str) -> list[PersonalData]:
    """The kinds of personal data that `text` seems to hold, in a fixed order; empty when there are none."""
    if _NIP.search(text):
        found = [PersonalData.NIP]
        text = _NIP.sub(" ", text)
    else:
        found = []
    if _NIK.search(text):
        found.append(PersonalData.NIK)
        text = _NIK.sub(" ", text)
    if _PHONE.search(text):
        found.append(PersonalData.PHONE)
    return found
