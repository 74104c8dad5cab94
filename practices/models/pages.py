from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager

from community.enums import ProblemKind
from community.models import Aspect, IndexPage, ScopedPage
from practices.blocks import AttachmentBlock, RegulationBlock, ResultBlock, ResultsBlock, RiskBlock, StepBlock, TipBlock
from practices.dates import a_year_after
from practices.enums import Health
from practices.limits import BODY_LIMIT, RESERVED_SLUGS, TITLE_LIMIT, stream_texts
from practices.querysets import PracticeQuerySet

PROSE = ["bold", "italic", "ul", "ol", "link", "document-link"]


class PracticeIndexPage(IndexPage):
    """The practice library at `/praktik/`."""

    address = "praktik"
    subpage_types = ["practices.PracticePage"]
    template = "practices/practice_index_page.html"

    class Meta:
        verbose_name = _("pustaka praktik")
        verbose_name_plural = _("pustaka praktik")

    def permissions_for_user(self, user):
        from practices.permissions import LibraryTester  # permissions stand above models

        return LibraryTester(user, self)

    def get_context(self, request, *args, **kwargs):
        from practices.library import library_context  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **library_context(request)}


class PracticePage(ScopedPage):
    """One practice: how an instansi solved a problem, told so that another can do it too."""

    summary = models.TextField(_("ringkasan"), max_length=500, validators=[MaxLengthValidator(500)])
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
    results = StreamField(ResultsBlock([("result", ResultBlock())]), blank=True, max_num=12, verbose_name=_("hasil"))
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

    reported_at = models.DateField(_("tanggal dilaporkan"), default=timezone.localdate)
    source_note = models.CharField(_("asal catatan"), max_length=160, blank=True)
    reviewed_at = models.DateField(_("terakhir ditinjau"), null=True, blank=True)
    review_by = models.DateField(_("batas tinjau"), null=True, blank=True)

    objects = PageManager.from_queryset(PracticeQuerySet)()

    parent_page_types = ["practices.PracticeIndexPage"]
    template = "practices/practice_page.html"
    reserved_slugs = RESERVED_SLUGS
    copy_form_class = None  # set when the app is ready: forms stand above models

    is_saved_as_draft = False  # set by the CMS form: a draft may be incomplete, what is live may not

    PROSE_FIELDS = ("context", "problem", "solution", "lessons")
    STREAM_FIELDS = ("steps", "results", "conditions", "risks", "tips", "regulations", "attachments")

    class Meta(ScopedPage.Meta):
        verbose_name = _("praktik")
        verbose_name_plural = _("praktik")
        constraints = [
            *ScopedPage.Meta.constraints,
            models.CheckConstraint(
                condition=Q(review_by__isnull=True) | Q(review_by__gte=F("reported_at")),
                name="practices_practicepage_review_after_report",
                violation_error_message=_("Batas tinjau tidak boleh lebih awal daripada tanggal dilaporkan."),
            ),
        ]

    def get_context(self, request, *args, **kwargs):
        from practices.reading import practice_context  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **practice_context(self, request)}

    def permissions_for_user(self, user):
        from practices.permissions import PracticeTester  # permissions stand above models

        return PracticeTester(user, self)

    # --- what a practice may be ---------------------------------------------------------------------------------
    def clean(self):
        super().clean()
        self.check_shape()
        if self.live and not self.is_saved_as_draft:
            if missing := self.missing_parts():
                raise ValidationError(missing)
            self.review_by = self.review_by or a_year_after(max(self.reported_at, timezone.localdate()))

    def check_shape(self) -> None:
        """What holds for drafts too: an address of its own, readers, texts within limits, dates in their order."""
        self.check_address()
        self.check_audience()
        self.bring_aspects_along()
        errors = self.length_errors()
        if self.review_by and self.reported_at and self.review_by < self.reported_at:
            errors["review_by"] = _("Batas tinjau tidak boleh lebih awal daripada tanggal dilaporkan.")
        if errors:
            raise ValidationError(errors)

    def bring_aspects_along(self) -> None:
        """Add the aspects of the chosen sub-aspects, in memory: who names the part has named the whole."""
        present = list(self.aspects.all())
        missing = {sub.aspect_id for sub in self.subaspects.all()} - {aspect.pk for aspect in present}
        if missing:  # `add` would first read what a page without a row has
            self.aspects.set([*present, *Aspect.objects.filter(pk__in=missing)])

    def missing_parts(self) -> dict[str, str]:
        """What a reader would miss, by field: nothing is published or sent for review while this has entries."""
        missing = {}
        if not self.aspects.all() and not self.subaspects.all():
            missing["aspects"] = _("Pilih paling sedikit satu aspek, agar praktik ini ditemukan di tempatnya.")
        if not self.problem_kinds:
            missing["has_substance_problem"] = _(
                "Pilih jenis masalahnya: substansi (isi dan cara kerja), perilaku (sikap dan kebiasaan), atau keduanya."
            )
        if not strip_tags(self.problem or "").strip():
            missing["problem"] = _("Ceritakan masalah yang dipecahkan.")
        if not (self.summary or "").strip():
            missing["summary"] = _("Tulis ringkasannya dalam satu atau dua kalimat.")
        return missing

    def length_errors(self) -> dict[str, str]:
        """Fields whose text is longer than the portal keeps."""
        errors = {}
        if len(self.title) > TITLE_LIMIT:
            errors["title"] = _("Judul paling panjang 200 karakter.")
        sizes = {name: len(getattr(self, name) or "") for name in self.PROSE_FIELDS}
        for name in self.STREAM_FIELDS:
            sizes[name] = sum(map(len, stream_texts(getattr(self, name).get_prep_value())))
        too_long = _("Bagian ini paling panjang 20.000 karakter. Ringkas, atau lampirkan naskah lengkapnya.")
        errors.update({name: too_long for name, size in sizes.items() if size > BODY_LIMIT})
        return errors

    # --- what it says of itself ---------------------------------------------------------------------------------
    @property
    def problem_kinds(self) -> list[ProblemKind]:
        """The kinds of performance problem this practice answers."""
        return ProblemKind.marked_on(self)

    @property
    def keyword_list(self) -> list[str]:
        """The keywords, each once, as they were written."""
        words = (" ".join(word.split()) for word in self.keywords.split(","))
        return list(dict.fromkeys(filter(None, words)))

    @property
    def health(self) -> Health:
        """Whether the practice is within its review date today."""
        return Health.DUE if self.review_by and self.review_by < timezone.localdate() else Health.CURRENT
