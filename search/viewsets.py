"""What stewards keep for search in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet, SnippetViewSetGroup

from community import subjects
from community.choosers import Unchosen
from search.cells import plain_cell
from search.forms import MAX_TEXT, one_line
from search.models import PromotedResult, SynonymGroup
from search.steward_forms import PromotedResultForm, SynonymGroupForm

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
    chooser_viewset_class = Unchosen
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


class PromotedCreateView(WordedCreateView):
    worded_field = "words"


class TargetColumn(Column):
    """The name of what is shown first, with its address, as far as who looks may read it."""

    cell_template_name = "search/cms/target_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        cards = parent_context["request"].promoted_cards
        return super().get_cell_context_data(instance, parent_context) | {
            "card": cards.get((instance.subject, instance.object_id))
        }


class PromotedIndexView(ExportingIndexView):
    """The choices of a page with what each of them shows, by one query for each kind."""

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        rows = [(row.subject, row.object_id) for row in context["object_list"]]
        self.request.promoted_cards = subjects.cards(rows, self.request.user)
        return context


class PromotedResultViewSet(SnippetViewSet):
    model = PromotedResult
    icon = "pick"
    menu_label = _("Pilihan pengelola")
    index_view_class = PromotedIndexView
    add_view_class = PromotedCreateView
    list_display = ["__str__", TargetColumn("target", label=_("Yang ditampilkan")), "ends_on", "note"]
    ordering = "-pk"
    list_export = ["words", "ends_on", "note"]
    list_per_page = 50
    search_fields = ["words", "note"]
    chooser_viewset_class = Unchosen
    copy_view_enabled = False
    panels = [
        FieldPanel(
            "words",
            help_text=_(
                "Satu kata pencarian per baris. Urutan dan imbuhan tidak berpengaruh, dan sinonimnya ikut: "
                "“cara menilai kinerja” berlaku pula untuk “penilaian kinerja”."
            ),
        ),
        FieldPanel(
            "address",
            help_text=_(
                "Salin dari bilah alamat peramban: praktik, FGD, ruang, topik, atau halaman keterangan. "
                "Hanya pembaca yang boleh membukanya yang melihatnya. Dikosongkan saat mengubah: tetap yang lama."
            ),
        ),
        FieldPanel("ends_on", help_text=_("Hari terakhir pilihan ini tampil. Kosongkan bila tidak berbatas.")),
        FieldPanel("note", help_text=_("Untuk pengelola saja: mengapa halaman ini didahulukan.")),
    ]


class SearchGroup(SnippetViewSetGroup):
    items = [SynonymGroupViewSet, PromotedResultViewSet]
    menu_label = _("Pencarian")
    menu_icon = "search"
    menu_order = 310


def set_up_forms() -> None:
    """Give the models their forms of the CMS, which models do not know."""
    SynonymGroup.base_form_class = SynonymGroupForm
    PromotedResult.base_form_class = PromotedResultForm
