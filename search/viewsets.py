"""What stewards keep for search in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet, SnippetViewSetGroup

from search.cells import plain_cell
from search.forms import MAX_TEXT, one_line
from search.models import SynonymGroup
from search.steward_forms import SynonymGroupForm

WORDS = "kata"  # the parameter by which a report hands a question over to a form


class ExportingIndexView(IndexView):
    """A list whose exported cells compute nothing."""

    custom_value_preprocess = {**IndexView.custom_value_preprocess, str: {IndexView.FORMAT_CSV: plain_cell}}


class WordedCreateView(CreateView):
    """A form that begins with the words of a question, where a report led to it."""

    worded_field = ""

    def get_initial(self):
        words = one_line(self.request.GET.get(WORDS, ""))[:MAX_TEXT]
        return super().get_initial() | ({self.worded_field: words} if words else {})


class SynonymCreateView(WordedCreateView):
    worded_field = "terms"


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "tag"
    menu_label = _("Sinonim")
    index_view_class = ExportingIndexView
    add_view_class = SynonymCreateView
    list_display = ["terms", "note"]
    ordering = "terms"
    list_export = ["terms", "note"]
    list_per_page = 50
    search_fields = ["terms", "note"]
    copy_view_enabled = False
    panels = [
        FieldPanel(
            "terms",
            help_text=_(
                "Istilah yang sama artinya, dengan koma di antaranya. Contoh: skp, sasaran kinerja pegawai. "
                "Siapa yang mencari salah satunya menemukan semuanya, sejak pencarian berikutnya. "
                "Jangan masukkan singkatan yang bermakna ganda, misalnya ppk."
            ),
        ),
        FieldPanel("note", help_text=_("Untuk pengelola saja: bidangnya, atau alasan kelompok ini dibuat.")),
    ]


class SearchGroup(SnippetViewSetGroup):
    items = [SynonymGroupViewSet]
    menu_label = _("Pencarian")
    menu_icon = "search"
    menu_order = 310


def set_up_forms() -> None:
    """Give the models their forms of the CMS, which models do not know."""
    SynonymGroup.base_form_class = SynonymGroupForm
