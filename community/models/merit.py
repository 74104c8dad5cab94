from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel


class Framework(models.Model):
    """A regulation that lists the aspects of the merit system, with its dates."""

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    note = models.TextField(_("catatan"), blank=True)

    class Meta:
        verbose_name = _("kerangka sistem merit")
        verbose_name_plural = _("kerangka sistem merit")
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return self.name


class Aspect(ClusterableModel):
    """One aspect of a framework; `follows` names the aspects of an older framework that it continues."""

    framework = models.ForeignKey(Framework, models.RESTRICT, related_name="aspects", verbose_name=_("kerangka"))
    code = models.SlugField(_("kode"), max_length=80, unique=True)
    number = models.PositiveSmallIntegerField(_("nomor"))
    name = models.CharField(_("nama"), max_length=120)
    is_confirmed = models.BooleanField(_("sesuai naskah peraturan"), default=True)
    follows = models.ManyToManyField("self", symmetrical=False, blank=True, verbose_name=_("melanjutkan"))

    class Meta:
        verbose_name = _("aspek")
        verbose_name_plural = _("aspek")
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="community_aspect_one_number_per_framework")
        ]

    def __str__(self) -> str:
        return self.name


class SubAspect(models.Model):
    """One sub-aspect of an aspect; its code is made from its aspect's code and its name."""

    aspect = ParentalKey(Aspect, on_delete=models.RESTRICT, related_name="subaspects", verbose_name=_("aspek"))
    code = models.SlugField(_("kode"), max_length=160, unique=True)
    number = models.PositiveSmallIntegerField(_("nomor"))
    name = models.CharField(_("nama"), max_length=160)
    is_confirmed = models.BooleanField(_("sesuai naskah peraturan"), default=True)

    class Meta:
        verbose_name = _("sub-aspek")
        verbose_name_plural = _("sub-aspek")
        ordering = ["aspect", "number"]

    def __str__(self) -> str:
        return self.name
