"""The parts of an event that repeat and that nothing else refers to."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class GuestBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Nama"), max_length=150)
    title = blocks.CharBlock(label=_("Jabatan"), max_length=200, required=False)
    instansi = blocks.CharBlock(label=_("Instansi"), max_length=200, required=False)
    part = blocks.CharBlock(
        label=_("Bagiannya"), max_length=200, required=False, help_text=_("Contoh: membuka acara, menyimpulkan.")
    )

    class Meta:
        icon = "user"
        label = _("Orang")
        label_format = "{name}"
