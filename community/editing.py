"""Panels of the CMS's forms for what pages of every kind have: summary, readers, owners, aspects, address.

Each function makes a new panel; what differs by kind (mostly the words of help) is its argument.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from community.widgets import GroupedCheckboxes, SearchableSelectMultiple

SUMMARY = _("Ringkasan")
OWNERS = _("Instansi pemilik")
FOR_GROUPS = _("Hanya untuk pembaca “Kelompok tertentu”.")
EXAMPLE = _("Ditandai sebagai contoh dan tidak dihitung dalam angka portal.")
ADDRESS = _("Bagian akhir alamat. Terisi otomatis dari judul.")


def summary_panel(help_text, *, heading=SUMMARY, rows: int = 3) -> FieldPanel:
    """The summary, in a box of `rows` lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return FieldPanel("summary", heading=heading, help_text=help_text, widget=widget)


def scope_panel(help_text="") -> FieldPanel:
    return FieldPanel("scope", heading=_("Lingkup"), help_text=help_text)


def owners_panel(help_text="", *, heading=OWNERS) -> FieldPanel:
    """The owning instansi, chosen out of hundreds."""
    widget = SearchableSelectMultiple(search_label=_("Cari instansi"))
    return FieldPanel("owners", heading=heading, widget=widget, help_text=help_text)


def audience_panel(help_text="") -> FieldPanel:
    return FieldPanel("audience", heading=_("Pembaca"), help_text=help_text)


def audience_groups_panel(help_text=FOR_GROUPS) -> FieldPanel:
    return FieldPanel(
        "audience_groups",
        heading=_("Kelompok pembaca"),
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def aspects_panel(help_text="") -> FieldPanel:
    return FieldPanel("aspects", heading=_("Aspek"), widget=forms.CheckboxSelectMultiple, help_text=help_text)


def subaspects_panel(help_text="") -> FieldPanel:
    """The sub-aspects, grouped by aspect."""
    return FieldPanel("subaspects", heading=_("Sub-aspek"), widget=GroupedCheckboxes, help_text=help_text)


def example_panel(help_text=EXAMPLE) -> FieldPanel:
    return FieldPanel("is_example", heading=_("Contoh"), help_text=help_text)


def slug_panel(help_text=ADDRESS) -> FieldPanel:
    return FieldPanel("slug", heading=_("Alamat halaman"), help_text=help_text)
