"""Every component with all its states on one page, to be looked at side by side; what it shows is made up."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from community.enums import Scope
from cop_portal.gallery_samples import SCOPE, samples
from practices import charts

SLUGS = ["mang-bagja", "dialog-15-menit", "papan-hambatan-mingguan", "umpan-balik-rekan-sejawat"]
SLUGS += ["kamus-perilaku-kerja", "buku-saku-atasan-baru", "jadwal-tanpa-rapat", "klinik-kontrak-kinerja"]
SLUGS += ["peta-jabatan-terbuka", "talenta-lintas-dinas", "mutasi-berbasis-peta", "magang-antar-instansi"]
BADGES = [
    {"text": "Draf", "fill": True},
    {"text": "Terjawab", "icon": "circle-check", "tone": "ok", "fill": True},
    {"text": "Perlu ditinjau", "icon": "clock", "tone": "warn", "fill": True},
    {"text": "Belum berhasil", "icon": "circle-alert", "tone": "bad", "fill": True},
    {"text": "Terbit", "icon": "circle-check", "tone": "ok"},
    {"text": "Jawaban resmi instansi", "icon": "badge-check", "tone": "official"},
]
BANNERS = [
    ("info", "Keterangan.", "Pencarian sedang memakai mesin cadangan; hasilnya sama lengkap."),
    ("ok", "Berhasil.", "Kursi Anda tercatat."),
    ("warn", "Perlu ditinjau.", "Batas tinjau lewat 12 hari."),
    ("bad", "Belum terkirim.", "Sambungan terputus. Yang Anda tulis tetap ada."),
]
SEATS = [  # what stands beside "Kursi", how much of the bar is filled, whether it is full
    ("sisa 48 dari 60", 20, False),
    ("sisa 4 dari 60", 93, False),
    ("penuh, 6 di daftar tunggu", 100, True),
    ("60 kursi, belum dibuka", 0, False),
]
RESULT = {
    "indicator": "Pegawai yang berdialog kinerja tiap bulan",
    "unit": "%",
    "direction": "up",
    "baseline": "38",
    "baseline_period": "Januari 2026",
    "result": "91",
    "result_period": "Juni 2026",
}
POINTS = [
    ("Jan", 38, False),
    ("Feb", 41, False),
    ("Mar", 60, True),
    ("Apr", 72, True),
    ("Mei", 85, True),
    ("Jun", 91, True),
]
TABS = [("Semua", 48, True), ("Praktik", 12, False), ("Diskusi", 36, False), ("Orang", 0, False)]
SUGGESTIONS = [  # a question, then pages of several kinds; whether it is the one chosen by keyboard
    ("dialog kinerja", "Cari", False),
    ("Dialog kinerja 15 menit setiap bulan", "Praktik · contoh", True),
    ("Bukti dialog kinerja apa yang wajar bila isi percakapannya rahasia?", "Topik", False),
    ("Sri Wahyuni", "Orang · Pemerintah Kota Contoh", False),
]


class SampleForm(forms.Form):
    """Each kind of field of the portal's forms."""

    title = forms.CharField(label=_("Judul"), help_text=_("Satu kalimat, mulai dari kata kerja."), max_length=150)
    year = forms.IntegerField(label=_("Tahun mulai"), min_value=2000, max_value=2100)
    text = forms.CharField(label=_("Uraian"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    scope = forms.ChoiceField(label=_("Lingkup"), choices=Scope.choices)
    kinds = forms.MultipleChoiceField(
        label=_("Jenis masalah"),
        choices=[("substansi", _("Substansi")), ("perilaku", _("Perilaku"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agrees = forms.BooleanField(label=_("Kirim kabar lewat surel"), required=False)


@require_safe
def gallery(request):
    """For who looks after content; in the demo for everybody. `Http404` for all others."""
    if not (settings.DEMO or (request.user.is_authenticated and request.user.may_enter_cms)):
        raise Http404
    filled = {"title": "Dialog singkat setiap pekan", "year": "25", "scope": Scope.INNOVATIVE, "kinds": ["perilaku"]}
    lines, bars = charts.charts_of(_results())
    context = {
        **samples(),
        "scope": SCOPE,
        "scopes": list(Scope),
        "covers": [(slug, list(Scope)[number % len(Scope)]) for number, slug in enumerate(SLUGS)],
        "badges": BADGES,
        "banners": BANNERS,
        "seats": SEATS,
        "empty_form": SampleForm(prefix="kosong", initial={"scope": Scope.HELPING}),
        "failed_form": SampleForm(filled, auto_id="salah-%s"),
        "lines": lines,
        "bars": bars,
        "items": [
            _item(),
            {**_item(), "is_example": False, "badges": BADGES[4:5], "scope": Scope.KNOWLEDGE_STEWARDING},
        ],
        "topics": [_topic(is_unread=True), _topic(is_solved=True)],
        "tabs": [
            {"name": name, "count": count, "url": "#tab", "is_current": is_current} for name, count, is_current in TABS
        ],
        "suggestions": SUGGESTIONS,
        "page_obj": Paginator(range(95), 20).page(3),
        "stats": [(128, "praktik terbit", "/praktik/"), (652, "instansi", "/instansi/"), (17, "ruang diskusi", "")],
        "facts": [
            {"name": "Pemilik", "values": [("Pemerintah Kota Contoh", "#fakta")]},
            {"name": "Lama sampai berjalan", "values": [("3 bulan", "")]},
        ],
    }
    return render(request, "cop_portal/gallery.html", context)


def _results() -> list[charts.Result]:
    """One over periods, one that fell as it should, one that did not."""
    return [
        charts.Result.of(
            {**RESULT, "points": [{"label": at, "value": n, "is_after": after} for at, n, after in POINTS]}
        ),
        charts.Result.of({**RESULT, "unit": "hari", "direction": "down", "baseline": "14", "result": "3"}),
        charts.Result.of({**RESULT, "unit": "hari", "direction": "down", "baseline": "5", "result": "9"}),
    ]


def _item() -> dict:
    return {
        "url": "#baris",
        "title": "Dialog kinerja singkat setiap pekan",
        "slug": "dialog-15-menit",
        "scope": Scope.BEST_PRACTICE,
        "meta": ["BKPSDM Kota Contoh", "Juni 2026"],
        "summary": "Atasan dan pegawai berdialog lima belas menit, dengan tiga pertanyaan yang sama.",
        "facts": ["2 indikator membaik", "3 bulan sampai berjalan"],
        "is_example": True,
    }


def _topic(*, is_unread: bool = False, is_solved: bool = False) -> dict:
    return {
        "url": "#topik",
        "title": "Bagaimana memulai dialog kinerja di unit yang tersebar?",
        "is_unread": is_unread,
        "is_solved": is_solved,
        "scope": Scope.HELPING,
        "badges": BADGES[1:2] if is_solved else [],
        "room": "Tanya kinerja",
        "writer": "Ratna Wijayanti",
        "last_post_at": timezone.now() - timedelta(hours=5),
        "count": 12,
        "count_name": "balasan",
        "is_example": True,
    }
