"""Finds what looks like personal data in a text, so that whoever writes can be warned before others read it."""

import re
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext
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


@dataclass(frozen=True)
class Caution:
    """What a writer is warned of before others read their text, and whether they want it so all the same."""

    kinds: list[PersonalData] = field(default_factory=list)
    is_confirmed: bool = False

    @classmethod
    def about(cls, text: str, confirmed: str = "") -> "Caution":
        """The caution for `text`; `confirmed` names the kinds that its writer was warned of and wants to keep."""
        kinds = personal_data_in(text)
        return cls(kinds, bool(kinds) and set(confirmed.split(",")) >= set(kinds))

    @property
    def is_open(self) -> bool:
        """Whether the text has to wait for its writer's word."""
        return bool(self.kinds) and not self.is_confirmed

    @property
    def warning(self) -> str:
        """What kinds of personal data the text seems to hold, in a sentence; nothing when it holds none."""
        names = [str(kind.label) for kind in self.kinds]
        if not names:
            return ""
        some = ", ".join(names[:-1])
        named = gettext("%(some)s dan %(last)s") % {"some": some, "last": names[-1]} if some else names[-1]
        return gettext("Tulisan Anda tampaknya memuat %(kinds)s.") % {"kinds": named}

    @property
    def confirmation(self) -> str:
        """What is confirmed with the box under the warning: these kinds and no other."""
        return ",".join(self.kinds)
