"""How the CMS arranges the form of a practice: five tabs, in the order in which one tells it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
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
    subaspects_panel,
    summary_panel,
)
from practices.forms import PracticeForm

STORY = [
    TitleFieldPanel(
        "title",
        heading=_("Judul"),
        placeholder=_("Judul"),
        help_text=_("Sebutkan apa yang berubah. Contoh: Dialog kinerja 15 menit setiap minggu."),
    ),
    summary_panel(_("Satu atau dua kalimat yang dibaca pertama kali di daftar dan hasil pencarian.")),
    FieldPanel(
        "context",
        heading=_("Keadaan semula"),
        help_text=_("Seperti apa instansi Anda sebelum praktik ini: jumlah pegawai, cara kerja, aturan."),
    ),
    FieldPanel(
        "problem", heading=_("Masalah"), help_text=_("Apa yang tidak berjalan, dan bagaimana Anda mengetahuinya.")
    ),
    FieldPanel("solution", heading=_("Penyelesaian"), help_text=_("Apa yang diubah, dalam beberapa paragraf.")),
    FieldPanel("lessons", heading=_("Pelajaran"), help_text=_("Apa yang akan Anda lakukan lain bila mengulanginya.")),
    MultiFieldPanel(
        [
            HelpPanel(content=_("Pilih agar praktik ini ditemukan oleh orang yang mencarinya.")),
            aspects_panel(_("Paling sedikit satu. Memilih sub-aspek sudah membawa aspeknya.")),
            subaspects_panel(),
            FieldPanel("has_substance_problem", heading=_("Masalah substansi: isi dan cara kerja")),
            FieldPanel("has_behaviour_problem", heading=_("Masalah perilaku: sikap dan kebiasaan")),
            FieldPanel(
                "keywords", heading=_("Kata kunci"), help_text=_("Pisahkan dengan koma. Contoh: SKP, umpan balik.")
            ),
        ],
        heading=_("Aspek dan jenis masalah"),
    ),
]
STEPS_AND_RESULTS = [
    FieldPanel(
        "steps", heading=_("Langkah"), help_text=_("Urutkan seperti yang dikerjakan. Tiga sampai tujuh langkah cukup.")
    ),
    FieldPanel(
        "results",
        heading=_("Hasil"),
        help_text=_("Angka sebelum dan sesudah digambar sebagai grafik. Kosongkan bila angkanya belum ada."),
    ),
    FieldPanel("tips", heading=_("Kiat"), help_text=_("Nasihat singkat yang berguna bagi pelaksana berikutnya.")),
]
TRANSFER = [
    FieldPanel(
        "conditions",
        heading=_("Syarat agar bisa diterapkan"),
        help_text=_("Apa yang harus ada lebih dahulu: aturan, orang, atau sistem."),
    ),
    FieldRowPanel(
        [
            FieldPanel("duration", heading=_("Lama sampai berjalan"), help_text=_("Contoh: 3 bulan.")),
            FieldPanel("cost", heading=_("Biaya"), help_text=_("Contoh: tanpa biaya tambahan.")),
            FieldPanel("staff", heading=_("Tenaga"), help_text=_("Contoh: 2 orang, paruh waktu.")),
        ],
        heading=_("Lama, biaya, tenaga"),
    ),
    FieldPanel("risks", heading=_("Risiko"), help_text=_("Apa yang dapat menghambat, dan cara mengatasinya.")),
    FieldPanel("regulations", heading=_("Dasar hukum"), help_text=_("Peraturan yang mendasari praktik ini.")),
    FieldPanel(
        "attachments",
        heading=_("Lampiran"),
        help_text=_("Templat dan pedoman yang boleh dipakai orang lain. Pastikan tanpa data pribadi."),
    ),
]
PEOPLE = [
    MultiFieldPanel(
        [
            owners_panel(_("Boleh lebih dari satu.")),
            FieldPanel(
                "owner_unit", heading=_("Unit pemilik"), help_text=_("Contoh: BKPSDM. Kosongkan bila instansi saja.")
            ),
            FieldPanel(
                "contact_role",
                heading=_("Jabatan narahubung"),
                help_text=_("Jabatan saja, tanpa nama atau nomor telepon."),
            ),
        ],
        heading=_("Pemilik"),
    ),
    MultiFieldPanel(
        [
            scope_panel(_("Penatalayan lingkup ini yang meninjau.")),
            audience_panel(_("Siapa yang dapat menemukan dan membaca praktik ini setelah terbit.")),
            audience_groups_panel(),
        ],
        heading=_("Lingkup dan pembaca"),
    ),
]
REVIEW = [
    MultiFieldPanel(
        [
            FieldPanel("reported_at", heading=_("Tanggal dilaporkan")),
            FieldPanel(
                "source_note", heading=_("Asal catatan"), help_text=_("Contoh: FGD 28 April 2022. Boleh kosong.")
            ),
        ],
        heading=_("Catatan"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("reviewed_at", heading=_("Terakhir ditinjau")),
            FieldPanel(
                "review_by",
                heading=_("Batas tinjau"),
                help_text=_(
                    "Kosongkan untuk dua belas bulan sejak diterbitkan. Lewat tanggal ini pembaca diberi tahu."
                ),
            ),
            example_panel(),
        ],
        heading=_("Tinjauan"),
    ),
    slug_panel(),
    PublishingPanel(),
    CommentPanel(),
]

PRACTICE = TabbedInterface(
    [
        ObjectList(STORY, heading=_("Isi")),
        ObjectList(STEPS_AND_RESULTS, heading=_("Langkah & hasil")),
        ObjectList(TRANSFER, heading=_("Agar bisa diterapkan")),
        ObjectList(PEOPLE, heading=_("Siapa & pembaca")),
        ObjectList(REVIEW, heading=_("Tinjauan")),
    ],
    base_form_class=PracticeForm,
)
