"""How the CMS arranges the form of an event: what it is, its slots and rooms, what came out, and for whom."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.panels.base import get_form_for_model

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
from community.widgets import SearchableSelectMultiple
from events.forms import EventForm, RoomForm, RoomPersonForm, RowForm
from events.limits import MAX_AGENDA, MAX_PEOPLE, MAX_ROOMS, MAX_SLOTS
from events.warnings import warnings_of


class FormInlinePanel(InlinePanel):
    """An InlinePanel whose rows have a form class of their own, which Wagtail's own panel does not take."""

    def __init__(self, *args, row_form=RowForm, **kwargs):
        super().__init__(*args, **kwargs)
        self.row_form = row_form

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "row_form": self.row_form}

    def get_form_options(self):
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields")
        options["formsets"][self.relation_name]["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=self.row_form,
            **({"defer_required_on_fields": deferred} if deferred else {}),
        )
        return options


class StatePanel(HelpPanel):
    """The state of the event above its form, and what its organiser should look at again."""

    class BoundPanel(HelpPanel.BoundPanel):
        @property
        def warnings(self) -> list[str]:
            return warnings_of(self.instance) if self.instance.pk else []


CONTENT = [
    StatePanel(template="events/cms/state_panel.html"),
    TitleFieldPanel(
        "title",
        heading=_("Judul"),
        help_text=_("Sebutkan masalah atau cara kerjanya. Contoh: Dialog kinerja yang singkat."),
    ),
    summary_panel(_("Satu atau dua kalimat yang dibaca pertama kali di kalender dan hasil pencarian.")),
    FieldRowPanel(
        [
            FieldPanel("kind", heading=_("Bentuk")),
            FieldPanel("mode", heading=_("Cara hadir")),
            FieldPanel("zone", heading=_("Zona waktu"), help_text=_("Semua jam acara ini ditulis dalam zona ini.")),
        ],
        heading=_("Bentuk dan waktu"),
    ),
    FieldPanel("place", heading=_("Tempat"), help_text=_("Gedung dan kota. Kosongkan bila acaranya daring saja.")),
    FieldPanel("description", heading=_("Uraian"), help_text=_("Untuk siapa, apa yang dibawa peserta, apa hasilnya.")),
    FieldPanel(
        "practices",
        heading=_("Praktik yang dibahas"),
        widget=SearchableSelectMultiple(search_label=_("Cari judul praktik")),
        help_text=_("Halaman praktik itu akan menyebut acara ini."),
    ),
    FieldPanel("materials", heading=_("Bahan"), help_text=_("Paparan dan lembar kerja. Pastikan tanpa data pribadi.")),
]
PEOPLE = [
    FieldRowPanel([FieldPanel("role", heading=_("Peran")), FieldPanel("name", heading=_("Nama, dengan gelar"))]),
    FieldRowPanel([FieldPanel("title", heading=_("Jabatan")), FieldPanel("instansi_name", heading=_("Instansi"))]),
    FieldRowPanel(
        [
            FieldPanel("topic", heading=_("Yang dibawakan"), help_text=_("Boleh kosong.")),
            FieldPanel(
                "email",
                heading=_("Surel akun"),
                help_text=_("Bila ia anggota portal: ia dapat masuk ke ruang, dan notulis dapat menulis notulennya."),
            ),
        ]
    ),
]
AGENDA = [
    FieldPanel("title", heading=_("Acara")),
    FieldRowPanel([FieldPanel("starts", heading=_("Mulai")), FieldPanel("ends", heading=_("Selesai"))]),
    FieldRowPanel(
        [
            FieldPanel(
                "speakers", heading=_("Narasumber"), help_text=_("Nama dari daftar di atas. Pisahkan dengan koma.")
            ),
            FieldPanel("text", heading=_("Keterangan")),
        ]
    ),
]
ROOMS = [
    FieldPanel("title", heading=_("Nama ruang"), help_text=_("Contoh: Memulai percakapan sulit.")),
    FieldPanel(
        "summary",
        heading=_("Ringkasan ruang"),
        help_text=_("Satu kalimat: apa yang dibahas di sini dan tidak di ruang lain."),
    ),
    FieldRowPanel(
        [
            FieldPanel("capacity", heading=_("Jumlah kursi"), help_text=_("Kosongkan bila tanpa batas.")),
            FieldPanel("place", heading=_("Tempat ruang"), help_text=_("Bila lain dari tempat acara.")),
        ]
    ),
    FieldPanel(
        "meeting_url",
        heading=_("Tautan rapat"),
        help_text=_(
            "Hanya terlihat oleh pemegang kursi dan petugas ruang, sejak 15 menit sebelum sesi sampai selesai."
        ),
    ),
    FieldPanel(
        "subaspects",
        heading=_("Sub-aspek"),
        widget=SearchableSelectMultiple(search_label=_("Cari sub-aspek"), attrs={"size": 5}),
    ),
    FormInlinePanel(
        "people", PEOPLE, heading=_("Orang di ruang ini"), label=_("Orang"), max_num=MAX_PEOPLE, row_form=RoomPersonForm
    ),
    FormInlinePanel("agenda", AGENDA, heading=_("Acara di ruang ini"), label=_("Mata acara"), max_num=MAX_AGENDA),
    FieldPanel(
        "is_cancelled",
        heading=_("Ruang ditiadakan"),
        help_text=_("Saat diterbitkan, kursinya dilepas dan pesertanya disurati."),
    ),
]
SLOTS = [
    FieldPanel("title", heading=_("Nama sesi"), help_text=_("Boleh kosong bila hanya ada satu sesi.")),
    FieldRowPanel(
        [
            FieldPanel("day", heading=_("Tanggal")),
            FieldPanel("starts", heading=_("Mulai")),
            FieldPanel("ends", heading=_("Selesai")),
        ],
        heading=_("Waktu"),
        help_text=_("Kosongkan kedua jam hanya untuk arsip yang jamnya tidak tercatat."),
    ),
    FormInlinePanel(
        "rooms", ROOMS, heading=_("Ruang"), label=_("Ruang"), min_num=1, max_num=MAX_ROOMS, row_form=RoomForm
    ),
]
PROGRAMME = [
    HelpPanel(
        content=_(
            "Satu sesi adalah satu rentang waktu; ruang di dalamnya berjalan bersamaan, dan setiap orang memegang "
            "satu kursi per sesi. Bila waktu atau tempat berubah setelah terbit, peserta yang terdampak "
            "diberi tahu lewat surel."
        )
    ),
    FormInlinePanel("slots", SLOTS, heading=_("Sesi"), label=_("Sesi"), min_num=1, max_num=MAX_SLOTS),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel(
                        "registration_opens_at",
                        heading=_("Pendaftaran dibuka"),
                        help_text=_("Terbuka otomatis pada waktu ini (WIB). Kosongkan untuk membukanya dengan tombol."),
                    ),
                    FieldPanel(
                        "registration_closes_at",
                        heading=_("Pendaftaran ditutup"),
                        help_text=_("Kosongkan: ditutup saat sesi dimulai. Ditulis dalam WIB."),
                    ),
                ]
            )
        ],
        heading=_("Pendaftaran"),
    ),
]
RESULTS = [
    HelpPanel(
        content=_(
            "Notulen ditulis notulis di halaman ruang, bukan di sini. "
            "Kesimpulan tampil paling atas setelah acara ditutup."
        )
    ),
    FieldPanel("conclusions", heading=_("Kesimpulan")),
    FieldPanel("concluded_by", heading=_("Disimpulkan oleh"), help_text=_("Nama dan jabatan.")),
    FieldPanel("guests", heading=_("Hadir pula")),
]
READERS = [
    MultiFieldPanel(
        [
            scope_panel(),
            owners_panel(heading=_("Instansi penyelenggara")),
            audience_panel(_("Siapa yang dapat menemukan, membaca, dan mendaftar.")),
            audience_groups_panel(),
            FieldPanel(
                "contact_role", heading=_("Jabatan narahubung"), help_text=_("Jabatan saja, tanpa nama atau nomor.")
            ),
        ],
        heading=_("Lingkup dan pembaca"),
    ),
    MultiFieldPanel(
        [
            aspects_panel(),
            subaspects_panel(_("Sub-aspek setiap ruang ikut dengan sendirinya.")),
        ],
        heading=_("Aspek"),
    ),
]
SETTINGS = [
    FieldPanel(
        "is_report_date",
        heading=_("Tanggalnya tanggal laporan"),
        help_text=_("Untuk arsip: laporannya bertanggal ini, hari acaranya sendiri tidak tercatat."),
    ),
    example_panel(),
    slug_panel(),
    PublishingPanel(),
    CommentPanel(),
]

EVENT = TabbedInterface(
    [
        ObjectList(CONTENT, heading=_("Isi")),
        ObjectList(PROGRAMME, heading=_("Sesi & ruang")),
        ObjectList(RESULTS, heading=_("Hasil")),
        ObjectList(READERS, heading=_("Siapa & pembaca")),
        ObjectList(SETTINGS, heading=_("Pengaturan")),
    ],
    base_form_class=EventForm,
)
