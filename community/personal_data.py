"""Finds what looks like personal data in a text, so that whoever writes can be warned before others read it."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.personal_numbers import NIK, NIP, PHONE


class PersonalData(models.TextChoices):
    """Kinds of personal data that a writer is warned of."""

    NIP = "nip", _("NIP (18 angka)")
    NIK = "nik", _("NIK (16 angka)")
    PHONE = "phone", _("nomor telepon")


def personal_data_in(text: str) -> list[PersonalData]:
    """The kinds of personal data that `text` seems to hold, in a fixed order; empty when there are none."""
    if NIP.search(text):
        found = [PersonalData.NIP]
        text = NIP.sub(" ", text)
    else:
        found = []
    if NIK.search(text):
        found.append(PersonalData.NIK)
        text = NIK.sub(" ", text)
    if PHONE.search(text):
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
        return gettext("Tulisan ini tampaknya memuat %(kinds)s.") % {"kinds": named}

    @property
    def confirmation(self) -> str:
        """What is confirmed with the box under the warning: these kinds and no other."""
        return ",".join(self.kinds)
