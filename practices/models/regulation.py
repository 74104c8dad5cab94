from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
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
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RegulationState.values), name="practices_regulation_state"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="practices_regulation_not_its_own_successor",
            ),
        ]

    def clean(self):
        super().clean()
        if self.replaced_by_id and self.replaced_by_id == self.pk:
            raise ValidationError({"replaced_by": _("Peraturan tidak dapat menggantikan dirinya sendiri.")})
        if self.replaced_by_id and self.state == RegulationState.IN_FORCE:
            raise ValidationError({"state": _("Peraturan yang sudah digantikan tidak lagi berlaku.")})

    def __str__(self) -> str:
        return self.name
