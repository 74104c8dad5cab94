"""The parts of a practice that repeat, with the shape the CMS asks for."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from practices.charts import measured
from practices.chooser_blocks import DocumentBlock, SnippetBlock, SubAspectBlock
from practices.enums import Direction
from practices.number_block import NumberBlock


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Langkah"), max_length=120, help_text=_("Mulai dengan kata kerja. Contoh: Sepakati jadwal dialog.")
    )
    text = blocks.TextBlock(label=_("Penjelasan"), max_length=1_500, required=False, rows=3)
    duration = blocks.CharBlock(
        label=_("Lama atau jadwal"), max_length=60, required=False, help_text=_("Contoh: 2 minggu, atau setiap Senin.")
    )
    role = blocks.CharBlock(
        label=_("Pelaksana"), max_length=80, required=False, help_text=_("Jabatan atau tim, bukan nama orang.")
    )

    class Meta:
        icon = "list-ol"
        label = _("Langkah")
        form_classname = "struct-block cop-pairs"
        label_format = "{title}"


class PointBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Periode"), max_length=20, help_text=_("Contoh: Jan, Feb, atau 2024."))
    value = NumberBlock(label=_("Nilai"), max_digits=14, decimal_places=2)
    is_after = blocks.BooleanBlock(label=_("Sesudah praktik mulai"), required=False)

    class Meta:
        label = _("Periode")
        form_classname = "struct-block cop-pairs"


class ResultBlock(blocks.StructBlock):
    indicator = blocks.CharBlock(
        label=_("Indikator"), max_length=160, help_text=_("Contoh: Pegawai yang berdialog kinerja tiap bulan.")
    )
    unit = blocks.CharBlock(label=_("Satuan"), max_length=30, help_text=_("Contoh: %, hari, kasus."))
    direction = blocks.ChoiceBlock(label=_("Arah yang baik"), choices=Direction.choices, default=Direction.UP)
    baseline = NumberBlock(
        label=_("Nilai sebelum"), max_digits=14, decimal_places=2, help_text=_("Angkanya saja. Contoh: 38,5.")
    )
    baseline_period = blocks.CharBlock(label=_("Periode sebelum"), max_length=60, help_text=_("Contoh: Januari 2022."))
    result = NumberBlock(
        label=_("Nilai sesudah"), max_digits=14, decimal_places=2, help_text=_("Dalam satuan yang sama.")
    )
    result_period = blocks.CharBlock(label=_("Periode sesudah"), max_length=60, help_text=_("Contoh: Juni 2022."))
    evidence = DocumentBlock(label=_("Berkas bukti"), required=False, help_text=_("Tanpa data pribadi pegawai."))
    points = blocks.ListBlock(
        PointBlock(),
        label=_("Nilai per periode"),
        max_num=24,
        default=[],
        help_text=_("Isi paling sedikit tiga periode bila ingin digambar sebagai garis."),
    )

    class Meta:
        icon = "history"
        label = _("Hasil")
        form_classname = "struct-block cop-pairs"
        label_format = "{indicator}"

    def clean(self, value):
        cleaned = super().clean(value)
        problem = _problem_of(list(cleaned["points"]))
        if problem:
            raise blocks.StructBlockValidationError(
                {"points": blocks.ListBlockValidationError(non_block_errors=[problem])}
            )
        return cleaned


def _problem_of(points: list) -> str | None:
    """Why these points cannot be drawn as one line, or None."""
    if len(points) in (1, 2):
        return _("Garis memerlukan paling sedikit tiga periode. Tambahkan periode, atau kosongkan bagian ini.")
    marks = [bool(point["is_after"]) for point in points]
    if marks != sorted(marks):
        return _("Periode sesudah praktik mulai harus berada di belakang semua periode sebelumnya.")
    return None


class ResultsBlock(blocks.StreamBlock):
    """All results of a practice: an indicator told twice must be told in one unit."""

    def clean(self, value):
        cleaned = super().clean(value)
        units: dict[str, str] = {}
        errors = {}
        for index, child in enumerate(cleaned):
            indicator, unit = measured(child.value["indicator"], child.value["unit"])
            if unit != units.setdefault(indicator, unit):
                message = _(
                    "Indikator ini sudah ditulis dengan satuan lain. Samakan satuannya agar dapat dibandingkan."
                )
                errors[index] = blocks.StructBlockValidationError({"unit": ValidationError(message)})
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned


class RiskBlock(blocks.StructBlock):
    risk = blocks.CharBlock(label=_("Risiko"), max_length=200)
    mitigation = blocks.TextBlock(label=_("Cara mengatasinya"), max_length=600)

    class Meta:
        icon = "warning"
        label = _("Risiko")
        label_format = "{risk}"


class TipBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Kiat"), max_length=400)
    subaspect = SubAspectBlock(label=_("Sub-aspek"), required=False)
    source = blocks.CharBlock(label=_("Dari siapa"), max_length=120, required=False)

    class Meta:
        icon = "pick"
        label = _("Kiat")
        label_format = "{text}"


class RegulationBlock(blocks.StructBlock):
    regulation = SnippetBlock("practices.Regulation", label=_("Peraturan"))
    part = blocks.CharBlock(label=_("Bagian yang dirujuk"), max_length=120, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Dasar hukum")


class AttachmentBlock(blocks.StructBlock):
    document = DocumentBlock(label=_("Berkas"), help_text=_("Contoh: templat, pedoman, atau paparan."))
    caption = blocks.CharBlock(label=_("Keterangan"), max_length=160, required=False)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Lampiran")
