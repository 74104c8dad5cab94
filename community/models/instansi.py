import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from community.enums import InstansiKind, SizeClass
from community.querysets import InstansiQuerySet

DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


class Instansi(ClusterableModel):
    """An agency: ministry, national body, province, regency or city. Codes of regions are Kemendagri's."""

    code = models.CharField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=12, choices=InstansiKind)
    parent = models.ForeignKey(
        "self", models.RESTRICT, verbose_name=_("induk"), null=True, blank=True, related_name="+"
    )
    province = models.ForeignKey(
        "self", models.RESTRICT, verbose_name=_("provinsi"), null=True, blank=True, related_name="+"
    )
    island = models.CharField(_("gugus pulau"), max_length=40, blank=True)
    is_autonomous = models.BooleanField(_("pemerintahan sendiri"), default=True)
    active_from = models.DateField(_("aktif sejak"), null=True, blank=True)
    active_to = models.DateField(_("aktif sampai"), null=True, blank=True)
    size_class = models.CharField(_("jumlah pegawai"), max_length=2, choices=SizeClass, blank=True)
    is_example = models.BooleanField(_("contoh"), default=False)

    objects = InstansiQuerySet.as_manager()

    class Meta:
        verbose_name = _("instansi")
        verbose_name_plural = _("instansi")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_from__isnull=True) | Q(active_to__gte=F("active_from")),
                name="community_instansi_active_span",
            ),
            models.CheckConstraint(condition=Q(kind__in=InstansiKind.values), name="community_instansi_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The name beside a unit of its own, as in "BKPSDM Kota Bandung" for "Pemerintah Kota Bandung"."""
        return self.name.removeprefix("Pemerintah ")


class InstansiDomain(models.Model):
    """An e-mail domain whose owners belong to the instansi; an address under it is verified by itself."""

    instansi = ParentalKey(Instansi, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(_("domain surel"), max_length=120)

    class Meta:
        verbose_name = _("domain surel")
        verbose_name_plural = _("domain surel")
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(fields=["domain"], name="community_instansidomain_one_owner"),
            models.CheckConstraint(condition=Q(domain=Lower("domain")), name="community_instansidomain_lower_case"),
        ]

    def __str__(self) -> str:
        return self.domain

    def clean(self):
        """The bare domain in lower case, however it was typed."""
        super().clean()
        self.domain = self.domain.strip().lower().removeprefix("@").rstrip(".")
        if not DOMAIN.fullmatch(self.domain):
            raise ValidationError({"domain": _("Tulis domainnya saja. Contoh: bandung.go.id.")})
