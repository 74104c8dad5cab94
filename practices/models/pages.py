from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager

from community.models import ScopedContent
from community.permissions import can_read
from practices.blocks import AttachmentBlock, RegulationBlock, ResultBlock, RiskBlock, StepBlock, TipBlock
from practices.querysets import PracticeQuerySet

PROSE = ["bold", "italic", "ul", "ol", "link", "document-link"]


class PracticeIndexPage(Page):
    """The practice library at `/praktik/`."""

    intro = models.CharField(_("pengantar"), max_length=300, blank=True)

    max_count = 1
    parent_page_types = ["cop_portal.HomePage"]
    subpage_types = ["practices.PracticePage"]
    private_page_options = []
    template = "practices/practice_index_page.html"


class PracticePage(ScopedContent, Page):
    """One practice: how an instansi solved a problem, told so that another can do it too."""

    summary = models.TextField(_("ringkasan"), max_length=500)
    owner_unit = models.CharField(
        _("unit pemilik"), max_length=120, blank=True, help_text=_("Contoh: BKPSDM. Kosongkan bila instansi saja.")
    )
    has_substance_problem = models.BooleanField(_("masalah substansi: isi dan cara kerja"), default=False)
    has_behaviour_problem = models.BooleanField(_("masalah perilaku: sikap dan kebiasaan"), default=False)
    keywords = models.CharField(_("kata kunci"), max_length=250, blank=True, help_text=_("Pisahkan dengan koma."))

    context = RichTextField(_("konteks"), features=PROSE, max_length=6_000, blank=True)
    problem = RichTextField(_("masalah"), features=PROSE, max_length=6_000)
    solution = RichTextField(_("penyelesaian"), features=PROSE, max_length=6_000, blank=True)
    steps = StreamField([("step", StepBlock())], blank=True, max_num=20, verbose_name=_("langkah"))
    results = StreamField([("result", ResultBlock())], blank=True, max_num=12, verbose_name=_("hasil"))
    conditions = StreamField(
        [("condition", blocks.CharBlock(label=_("Syarat"), max_length=300))],
        blank=True,
        max_num=15,
        verbose_name=_("syarat agar bisa diterapkan"),
    )
    duration = models.CharField(_("lama sampai berjalan"), max_length=80, blank=True)
    cost = models.CharField(_("biaya"), max_length=120, blank=True)
    staff = models.CharField(_("tenaga"), max_length=120, blank=True)
    risks = StreamField([("risk", RiskBlock())], blank=True, max_num=12, verbose_name=_("risiko"))
    tips = StreamField([("tip", TipBlock())], blank=True, max_num=20, verbose_name=_("kiat"))
    lessons = RichTextField(_("pelajaran"), features=PROSE, max_length=6_000, blank=True)
    regulations = StreamField(
        [("regulation", RegulationBlock())], blank=True, max_num=12, verbose_name=_("dasar hukum")
    )
    attachments = StreamField([("attachment", AttachmentBlock())], blank=True, max_num=12, verbose_name=_("lampiran"))
    contact_role = models.CharField(
        _("jabatan narahubung"), max_length=120, blank=True, help_text=_("Jabatan saja, tanpa nama atau nomor.")
    )

    reported_at = models.DateField(_("tanggal dilaporkan"))
    source_note = models.CharField(_("asal catatan"), max_length=160, blank=True)
    reviewed_at = models.DateField(_("terakhir ditinjau"), null=True, blank=True)
    review_by = models.DateField(_("batas tinjau"), null=True, blank=True)

    objects = PageManager.from_queryset(PracticeQuerySet)()

    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types = []
    private_page_options = []
    template = "practices/practice_page.html"

    class Meta(ScopedContent.Meta):
        verbose_name = _("praktik")
        verbose_name_plural = _("praktik")

    def serve(self, request, *args, **kwargs):
        if not can_read(request.user, self):
            raise Http404
        return super().serve(request, *args, **kwargs)
