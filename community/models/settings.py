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
    contact_email = models.EmailField(_("surel narahubung"), blank=True)
    active_framework = models.ForeignKey(
        Framework,
        models.RESTRICT,
        verbose_name=_("kerangka yang dipakai"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Formulir dan penemu masalah menawarkan aspek dari kerangka ini."),
    )

    class Meta:
        verbose_name = _("pengaturan portal")
