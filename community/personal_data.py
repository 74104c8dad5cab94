"""Finds what looks like personal data in a text, so that whoever writes can be warned before others read it."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalData(models.TextChoices):
    """Kinds of personal data that a writer is warned of."""

    NIP = "nip", _("NIP (18 angka)")
    NIK = "nik", _("NIK (16 angka)")
    PHONE = "phone", _("nomor telepon")


# Digits may be parted by a space, dot or hyphen. A longer run of digits is none of them, nor is the end of an amount.
_GAP = r"[ \u00a0.\-–]?"
_ALONE = (r"(?<!\d)(?<!\d[.,])", r"(?!\d)")
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d{2}"
# Birthday, year and month of appointment (21 and more for PPPK), sex, number in the row.
_NIP_PARTS = [_YEAR, _MONTH, _DAY, _YEAR, r"\d{2}", r"[12]", r"\d{3}"]
# Province, regency and district of issue, birthday (of women 40 days later), number in the row: so that numbers of
# letters and files, which begin with a year or hold no day, are taken for none.
_PROVINCE = r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
_NIK_PARTS = [_PROVINCE, r"\d{2}", r"\d{2}", r"(?:[04][1-9]|[1256]\d|[37][01])", _MONTH, r"\d{2}", r"\d{4}"]
_NIP, _NIK = (re.compile(_GAP.join(parts).join(_ALONE)) for parts in (_NIP_PARTS, _NIK_PARTS))
# Of mobile phones: those of offices are no secret. Without its plus, 62 and dots are an amount.
_PHONE = re.compile(
    _ALONE[0]
    + r"(?:\(?0|\+62[ \u00a0.\-]?\(?0?|(?<!Rp)(?<!Rp[ .\u00a0])62[ \-]?)8[1-9](?:\)?[ \u00a0.\-–]?\d){7,10}"
    + _ALONE[1]
)


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
