"""Indonesia's three time zones, and which one a reader lives in."""

from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.enums import InstansiKind


class Zone(models.TextChoices):
    """A time zone by its IANA name; none of them has summer time."""

    WIB = "Asia/Jakarta", _("WIB, Waktu Indonesia Barat (UTC+7)")
    WITA = "Asia/Makassar", _("WITA, Waktu Indonesia Tengah (UTC+8)")
    WIT = "Asia/Jayapura", _("WIT, Waktu Indonesia Timur (UTC+9)")

    @property
    def short(self) -> str:
        """The zone as people write it after a time."""
        return self.name

    @property
    def info(self) -> ZoneInfo:
        return ZoneInfo(self.value)


# Kemendagri's code of a province → its zone; every other province keeps WIB.
CENTRAL = ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76")
EASTERN = ("81", "82", "91", "92", "93", "94", "95", "96")
REGIONAL = {InstansiKind.PROVINSI, InstansiKind.KABUPATEN, InstansiKind.KOTA}


def zone_of_province(code: str) -> Zone:
    """The zone of a province, regency or city by its Kemendagri code, such as "51" or "51.71"."""
    province = code[:2]
    if province in CENTRAL:
        return Zone.WITA
    return Zone.WIT if province in EASTERN else Zone.WIB


def zone_of_instansi(kind: str, code: str, province_code: str = "") -> Zone:
    """The zone an agency works in: that of its province, WIB for those of the centre."""
    if kind not in REGIONAL:
        return Zone.WIB
    return zone_of_province(code if code[:2].isdigit() else province_code)  # invented agencies have codes of their own
