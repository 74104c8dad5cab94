import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from community.models.merit import Framework


@register_setting(icon="cog")
class PortalSettings(BaseGenericSetting):
    """The organising body and the merit framework that forms and the finder offer: data, never code."""

    organiser_name = models.CharField(_("penyelenggara"), max_length=150, default="Komisi Aparatur Sipil Negara")
    organiser_short_name = models.CharField(_("singkatan penyelenggara"), max_length=30, default="KASN")
    motto = models.CharField(_("semboyan"), max_length=80, default="Connecting Practice")
    logo = models.ForeignKey(
        "community.PortalImage", models.SET_NULL, verbose_name=_("logo"), null=True, blank=True, related_name="+"
    )
    logo_alt = models.CharField(_("teks pengganti logo"), max_length=120, blank=True)
    contact_email = models.EmailField(_("surel narahubung"), blank=True)
    contact_phone = models.CharField(_("telepon"), max_length=40, blank=True)
    contact_address = models.TextField(_("alamat kantor"), max_length=300, blank=True)
    website = models.URLField(_("situs web"), blank=True)
    active_framework = models.ForeignKey(
        Framework,
        models.RESTRICT,
        verbose_name=_("kerangka yang dipakai"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Formulir dan penemu masalah menawarkan aspek dari kerangka ini."),
    )

    select_related = ["logo"]  # the foot of every page shows it

    class Meta:
        verbose_name = verbose_name_plural = _("pengaturan portal")

    def clean(self):
        super().clean()
        if self.contact_phone and not re.fullmatch(r"[0-9+() .\-]+", self.contact_phone):
            raise ValidationError(
                {"contact_phone": _("Tulis nomor dengan angka, spasi, +, tanda hubung, atau kurung.")}
            )
        if self.logo_id and not self.logo_alt.strip():
            raise ValidationError({"logo_alt": _("Tulis apa yang terbaca di logo: pembaca layar membacakannya.")})

    @property
    def has_contacts(self) -> bool:
        """Whether there is any way to reach the organising body."""
        return bool(self.contact_email or self.contact_phone or self.contact_address or self.website)
