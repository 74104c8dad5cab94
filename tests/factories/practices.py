"""Practices and regulations, dull enough to need no reading."""

from datetime import date

import factory
from wagtail.rich_text import RichText

from community.enums import Audience, Scope
from practices.models import PracticePage, Regulation
from tests.factories.community import InstansiFactory, SubAspectFactory
from tests.factories.pages import add_page, practice_index

RESULT = {
    "indicator": "Pegawai yang berdialog kinerja tiap bulan",
    "unit": "%",
    "direction": "up",
    "baseline": "38",
    "baseline_period": "Januari 2022",
    "result": "91",
    "result_period": "Juni 2022",
}


def step(title="Sepakati jadwal", **values) -> dict:
    """A raw block for `steps`."""
    return {"type": "step", "value": {"title": title, "text": "", "duration": "", "role": "", **values}}


def result(**values) -> dict:
    """A raw block for `results`."""
    return {"type": "result", "value": {**RESULT, **values}}


class RegulationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Regulation

    code = factory.Sequence(lambda n: f"peraturan-{n}")
    name = factory.Sequence(lambda n: f"Peraturan Contoh {n}/2022")


class PracticePageFactory(factory.Factory):
    """A published practice below the library, with one owner and one aspect.

    Traits: `draft` (never published), `complete` (steps, a result with points, conditions, risk, tip, lessons),
    `members`, `for_owners` (audience of the owners' staff), `for_group` (give `audience_groups`). `owners`,
    `aspects`, `subaspects` and `audience_groups` take lists of rows; `aspects` are those of `subaspects` unless given.
    """

    class Meta:
        model = PracticePage

    class Params:
        draft = factory.Trait(live=False)
        members = factory.Trait(audience=Audience.MEMBERS)
        for_owners = factory.Trait(audience=Audience.INSTANSI)
        for_group = factory.Trait(audience=Audience.GROUP)
        complete = factory.Trait(
            solution=RichText("<p>Dialog singkat setiap minggu.</p>").source,
            steps=[step(), step("Catat hasil", duration="15 menit", role="Atasan langsung")],
            results=[
                result(
                    points=[
                        {"label": label, "value": value, "is_after": after}
                        for label, value, after in [("Jan", "38", False), ("Mar", "60", True), ("Jun", "91", True)]
                    ]
                )
            ],
            conditions=[{"type": "condition", "value": "Pimpinan memberi contoh."}],
            risks=[{"type": "risk", "value": {"risk": "Jadwal bergeser", "mitigation": "Pilih hari tetap."}}],
            tips=[{"type": "tip", "value": {"text": "Mulai dari satu unit.", "subaspect": None, "source": ""}}],
            lessons="<p>Yang pendek bertahan lebih lama.</p>",
        )

    title = factory.Sequence(lambda n: f"Dialog kinerja singkat {n}")
    summary = "Atasan dan pegawai berdialog sebentar setiap minggu."
    problem = "<p>Dialog kinerja hanya terjadi di akhir tahun.</p>"
    scope = Scope.BEST_PRACTICE
    audience = Audience.PUBLIC
    has_behaviour_problem = True
    reported_at = date(2022, 4, 28)
    live = True
    owners = factory.LazyFunction(lambda: [InstansiFactory()])
    subaspects = factory.LazyFunction(lambda: [SubAspectFactory()])
    aspects = factory.LazyAttribute(lambda o: list({sub.aspect_id: sub.aspect for sub in o.subaspects}.values()))
    audience_groups = factory.LazyFunction(list)

    @classmethod
    def _create(cls, model_class, *args, parent=None, live=True, **fields):
        return add_page(model_class(*args, **fields), parent or practice_index(), is_live=live)

    @classmethod
    def _build(cls, model_class, *args, parent=None, **fields):
        return model_class(*args, **fields)
