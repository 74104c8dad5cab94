from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class HomePage(Page):
    """The portal's front page: find, join, trust."""

    headline = models.CharField(
        _("judul besar"), max_length=120, default="Masalah Anda mungkin sudah dipecahkan instansi lain."
    )
    lead = models.CharField(
        _("pengantar"),
        max_length=250,
        default="Cari cara kerja yang terbukti dari sesama pengelola sistem merit.",
    )

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    private_page_options = []
    template = "cop_portal/home_page.html"
