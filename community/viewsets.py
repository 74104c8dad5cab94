"""Reference data in the CMS: agencies and the merit frameworks. None is deleted there: what ended gets its last day."""

import django_filters
from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from community.choosers import chooser_by
from community.enums import InstansiKind
from community.models import Aspect, Framework, Instansi, PortalSettings, SubAspect
from community.reference_forms import AspectForm, CodedForm, InstansiForm


class InstansiIndexView(IndexView):
    """By name without regard to case, which no database is left to decide."""

    def order_queryset(self, queryset):
        if self.ordering in ("name", "-name"):
            order = Lower("name")
            return queryset.order_by(order.desc() if self.ordering == "-name" else order.asc(), "pk")
        return super().order_queryset(queryset)


class InstansiFilterSet(WagtailFilterSet):
    province = django_filters.ModelChoiceFilter(
        label=_("Provinsi"),
        queryset=Instansi.objects.filter(kind=InstansiKind.PROVINSI).order_by(Lower("name")),
    )

    class Meta:
        model = Instansi
        fields = ["kind", "province", "is_autonomous", "size_class"]


class InstansiViewSet(SnippetViewSet):
    model = Instansi
    icon = "group"
    menu_label = _("Instansi")
    index_view_class = InstansiIndexView
    ordering = "name"
    list_display = ["name", "code", "kind", "province", "active_to"]
    filterset_class = InstansiFilterSet
    list_export = ["code", "name", "kind", "province", "active_from", "active_to"]
    list_per_page = 50
    search_fields = ["name", "code"]
    chooser_viewset_class = chooser_by("name", "code")
    copy_view_enabled = False
    panels = [
        FieldPanel("name", help_text=_("Nama resmi. Contoh: Pemerintah Kota Bandung.")),
        FieldRowPanel(
            [
                FieldPanel("code", help_text=_("Kode Kemendagri untuk daerah. Tidak dapat diubah kemudian.")),
                FieldPanel("kind"),
            ]
        ),
        FieldPanel("parent", widget=forms.Select, help_text=_("Untuk kabupaten dan kota: provinsinya.")),
        FieldPanel("province", widget=forms.Select, help_text=_("Kosongkan untuk instansi pusat.")),
        FieldRowPanel(
            [
                FieldPanel("island", help_text=_("Gugus pulau, atau Pusat.")),
                FieldPanel("size_class"),
            ]
        ),
        FieldPanel(
            "is_autonomous",
            help_text=_(
                "Hilangkan tandanya bagi kota dan kabupaten administrasi: tidak dapat dipilih sebagai afiliasi."
            ),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_to")])],
            heading=_("Masa aktif"),
            help_text=_("Instansi yang bubar diberi tanggal terakhir, tidak dihapus. Kosong berarti masih ada."),
        ),
        InlinePanel(
            "domains",
            heading=_("Domain surel"),
            label=_("Domain"),
            help_text=_("Pemilik alamat surel di domain ini langsung terverifikasi. Contoh: bandung.go.id."),
        ),
    ]

    def get_queryset(self, request):
        return Instansi.objects.select_related("province")


class FrameworkViewSet(SnippetViewSet):
    model = Framework
    icon = "doc-full"
    menu_label = _("Kerangka")
    list_display = ["name", "code", "valid_from", "valid_to"]
    search_fields = ["name", "code"]
    chooser_viewset_class = chooser_by("name", "code")
    copy_view_enabled = False
    panels = [
        FieldPanel("name", help_text=_("Nama pendek peraturannya. Contoh: PermenPANRB 19/2025.")),
        FieldPanel("code", help_text=_("Huruf kecil, angka, dan tanda hubung. Tidak dapat diubah kemudian.")),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("note", help_text=_("Catatan untuk pengelola; tidak ditampilkan kepada pembaca.")),
    ]


class AspectViewSet(SnippetViewSet):
    model = Aspect
    icon = "list-ol"
    menu_label = _("Aspek")
    list_display = ["name", "number", "framework", "is_confirmed"]
    list_filter = ["framework", "is_confirmed"]
    search_fields = ["name", "code"]
    chooser_viewset_class = chooser_by("name", "code")
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("framework", widget=forms.Select), FieldPanel("number")]),
        FieldPanel("name"),
        FieldPanel("code", help_text=_("Dipakai dalam alamat halaman. Tidak dapat diubah kemudian.")),
        FieldPanel("is_confirmed", help_text=_("Tandai bila nama dan nomornya sudah dicocokkan dengan naskah.")),
        FieldPanel(
            "follows",
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Aspek kerangka lama yang dilanjutkan aspek ini."),
        ),
        InlinePanel(
            "subaspects",
            [FieldRowPanel([FieldPanel("number"), FieldPanel("name"), FieldPanel("is_confirmed")])],
            heading=_("Sub-aspek"),
            label=_("Sub-aspek"),
            help_text=_("Sub-aspek yang sudah dipakai pada isi portal tidak dapat dihapus."),
        ),
    ]

    def get_queryset(self, request):
        return Aspect.objects.select_related("framework")


class SubAspectViewSet(SnippetViewSet):
    """For choosing only, in the tips of a practice: sub-aspects are edited with their aspect."""

    model = SubAspect
    menu_item_is_registered = True  # in no list of what is edited by itself
    chooser_per_page = 100
    list_display = ["name", "aspect"]
    search_fields = ["name"]
    chooser_viewset_class = chooser_by("name", "aspect__name")
    copy_view_enabled = False

    def get_queryset(self, request):
        return SubAspect.objects.select_related("aspect")


class ReferenceGroup(SnippetViewSetGroup):
    items = [InstansiViewSet, FrameworkViewSet, AspectViewSet]
    menu_label = _("Data acuan")
    menu_icon = "list-ul"
    menu_order = 300


def set_up_forms() -> None:
    """Give the models their forms and panels of the CMS, which models do not know."""
    Instansi.base_form_class = InstansiForm
    Framework.base_form_class = CodedForm
    Aspect.base_form_class = AspectForm
    PortalSettings.panels = [
        MultiFieldPanel(
            [
                FieldPanel("organiser_name", help_text=_("Nama lengkap, seperti pada kop surat.")),
                FieldPanel("organiser_short_name"),
                FieldPanel("motto"),
                FieldPanel("logo", help_text=_("Tampil di kaki setiap halaman, di atas dasar terang.")),
                FieldPanel("logo_alt", help_text=_("Yang dibacakan sebagai ganti logo. Contoh: Logo KASN.")),
            ],
            heading=_("Penyelenggara"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "contact_email",
                    help_text=_("Tampil di halaman Kontak. Pesan dari formulirnya dikirim ke alamat ini."),
                ),
                FieldPanel("contact_phone"),
                FieldPanel("contact_address", widget=forms.Textarea(attrs={"rows": 3})),
                FieldPanel("website"),
            ],
            heading=_("Narahubung"),
            help_text=_("Yang diisi tampil di halaman Kontak; perubahan berlaku seketika."),
        ),
        FieldPanel("active_framework", widget=forms.Select),
    ]
