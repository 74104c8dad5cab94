"""Reference data of practices in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from community.choosers import chooser_by
from practices.models import Regulation


class RegulationViewSet(SnippetViewSet):
    model = Regulation
    icon = "doc-full"
    add_to_admin_menu = True
    menu_label = _("Peraturan")
    menu_order = 310  # after the reference data
    list_display = ["name", "title", "state", "replaced_by"]
    list_filter = ["state"]
    search_fields = ["name", "title", "code"]
    chooser_viewset_class = chooser_by("name", "title", "code")
    inspect_view_enabled = True
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code", help_text=_("Huruf kecil, angka, dan tanda hubung."))]),
        FieldPanel("title", help_text=_("Judul menurut naskahnya. Kosongkan bila belum dipastikan.")),
        FieldRowPanel(
            [
                FieldPanel("state"),
                FieldPanel("replaced_by", help_text=_("Isi bila peraturan ini dicabut dan ada penggantinya.")),
            ]
        ),
        FieldPanel("url", help_text=_("Alamat lengkap naskah resmi, diawali https://.")),
    ]
