from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.enums import RegulationState


class Regulation(models.Model):
    """A regulation that practices cite; when one is replaced, what cites it must be looked at again."""

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    name = models.CharField(_("nama pendek"), max_length=80, help_text=_("Contoh: PermenPANRB 6/2022."))
    title = models.CharField(_("judul"), max_length=250, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=RegulationState, default=RegulationState.IN_FORCE)
    replaced_by = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, verbose_name=_("digantikan oleh"), related_name="replaces"
    )
    url = models.URLField(_("alamat naskah"), blank=True)

    class Meta:
        verbose_name = _("peraturan")
        verbose_name_plural = _("peraturan")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
