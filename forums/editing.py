"""How the CMS arranges the forms of the forum and its rooms."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from community.widgets import SearchableSelectMultiple
from forums.room_forms import RoomForm

ABOUT = [
    TitleFieldPanel("title", heading=_("Nama ruang"), help_text=_("Singkat dan jelas. Contoh: Tanya kinerja.")),
    FieldPanel(
        "summary",
        heading=_("Tentang ruang ini"),
        help_text=_("Satu kalimat: apa yang dibahas di sini. Tampil di daftar ruang dan hasil pencarian."),
        widget=forms.Textarea(attrs={"rows": 2}),
    ),
    MultiFieldPanel(
        [
            FieldPanel("allows_questions", heading=_("Pertanyaan"), help_text=_("Dapat mempunyai jawaban diterima.")),
            FieldPanel("allows_discussions", heading=_("Diskusi"), help_text=_("Percakapan tanpa satu jawaban.")),
            FieldPanel(
                "allows_announcements", heading=_("Pengumuman"), help_text=_("Hanya penatalayan yang dapat membuatnya.")
            ),
        ],
        heading=_("Jenis topik yang diterima"),
    ),
    FieldPanel(
        "guidelines",
        heading=_("Panduan"),
        help_text=_(
            "Apa yang perlu ditulis penanya, dan apa yang tidak boleh ditulis. Tampil di samping daftar topik."
        ),
    ),
    FieldPanel(
        "aspects",
        heading=_("Aspek"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Topik di ruang ini ditemukan lewat aspeknya. Boleh kosong."),
    ),
]
PEOPLE = [
    FieldPanel("scope", heading=_("Lingkup"), help_text=_("Penatalayan lingkup ini ikut menjaga ruang ini.")),
    MultiFieldPanel(
        [
            HelpPanel(content=_("Semua topik dan tulisan di ruang ini mengikuti pilihan ini, juga yang sudah ada.")),
            FieldPanel("audience", heading=_("Pembaca")),
            FieldPanel(
                "owners",
                heading=_("Instansi pemilik"),
                widget=SearchableSelectMultiple(search_label=_("Cari instansi")),
                help_text=_("Wajib untuk pembaca “Instansi pemilik”."),
            ),
            FieldPanel(
                "audience_groups",
                heading=_("Kelompok pembaca"),
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Wajib untuk pembaca “Kelompok tertentu”."),
            ),
        ],
        heading=_("Pembaca"),
    ),
    FieldPanel(
        "stewards",
        heading=_("Penatalayan ruang"),
        help_text=_(
            "Anggota terverifikasi yang memeriksa tulisan di ruang ini, di samping penatalayan lingkupnya. "
            "Mereka diberi tahu bila ada tulisan yang menunggu."
        ),
    ),
]
SETTINGS = [
    FieldPanel("slug", heading=_("Alamat halaman"), help_text=_("Bagian akhir alamat. Diisi sendiri dari nama ruang.")),
    FieldPanel(
        "is_example",
        heading=_("Contoh"),
        help_text=_("Ruang dan topik baru di dalamnya ditandai sebagai contoh dan tidak dihitung dalam angka portal."),
    ),
    PublishingPanel(),
]

ROOM = TabbedInterface(
    [
        ObjectList(ABOUT, heading=_("Isi")),
        ObjectList(PEOPLE, heading=_("Siapa & pembaca")),
        ObjectList(SETTINGS, heading=_("Pengaturan")),
    ],
    base_form_class=RoomForm,
)
