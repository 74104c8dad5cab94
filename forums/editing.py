"""How the CMS arranges the forms of the forum and its rooms."""

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

from community.editing import (
    aspects_panel,
    audience_groups_panel,
    audience_panel,
    example_panel,
    owners_panel,
    scope_panel,
    slug_panel,
    summary_panel,
)
from forums.room_forms import RoomForm

ABOUT = [
    TitleFieldPanel("title", heading=_("Nama ruang"), help_text=_("Singkat dan jelas. Contoh: Tanya kinerja.")),
    summary_panel(
        _("Satu kalimat: apa yang dibahas di sini. Tampil di daftar ruang dan hasil pencarian."),
        heading=_("Tentang ruang ini"),
        rows=2,
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
    aspects_panel(_("Topik di ruang ini ditemukan lewat aspeknya. Boleh kosong.")),
]
PEOPLE = [
    scope_panel(_("Penatalayan lingkup ini ikut menjaga ruang ini.")),
    MultiFieldPanel(
        [
            HelpPanel(content=_("Semua topik dan tulisan di ruang ini mengikuti pilihan ini, juga yang sudah ada.")),
            audience_panel(),
            owners_panel(_("Wajib untuk pembaca “Instansi pemilik”.")),
            audience_groups_panel(_("Wajib untuk pembaca “Kelompok tertentu”.")),
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
    slug_panel(_("Bagian akhir alamat. Terisi otomatis dari nama ruang.")),
    example_panel(_("Ruang dan topik baru di dalamnya ditandai sebagai contoh dan tidak dihitung dalam angka portal.")),
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
