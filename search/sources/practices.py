"""Practices as findable objects."""

from collections import defaultdict
from datetime import datetime, time

from django.utils import timezone

from community.audience import doors_of
from community.enums import ProblemKind, Scope
from community.models import Aspect, SubAspect
from community.models.instansi import Instansi
from community.prepared import Ids, ReaderKind, prepared
from practices.library import owner_label
from practices.links import practice_url
from practices.models import PracticePage
from search.enums import Kind
from search.sources.base import EXAMPLE_BOOST, Entry, Shown, Source, one_line
from search.sources.text import parts_of, running_text

TEXT_FIELDS = [
    "context",
    "problem",
    "solution",
    "steps",
    "results",
    "conditions",
    "risks",
    "tips",
    "lessons",
    "regulations",
    "attachments",
    "duration",
    "cost",
    "staff",
    "contact_role",
]


class PracticeSource(Source):
    """Live practices. Whether one is past its review date depends on today, so no entry says it: the library does."""

    kind = Kind.PRACTICE
    model = PracticePage

    def rows(self):
        return PracticePage.objects.live().prefetch_related(
            "owners__province", "audience_groups", "aspects", "subaspects"
        )

    def entries(self, ids) -> dict[int, Entry]:
        """Adds the names of the snippets that stand in the text, with one query per kind of snippet."""
        rows = list(self.rows().filter(pk__in=ids))
        parts = {row.pk: list(parts_of(row, TEXT_FIELDS)) for row in rows}
        wanted = defaultdict(set)
        for part in (part for texts in parts.values() for part in texts if isinstance(part, tuple)):
            wanted[part[0]].add(part[1])
        names = {(model, row.pk): str(row) for model, pks in wanted.items() for row in model.objects.filter(pk__in=pks)}
        return {row.pk: self._entry(row, parts[row.pk], names) for row in rows}

    def entry(self, row) -> Entry:
        return self.entries([row.pk])[row.pk]

    def _entry(self, row, parts, names) -> Entry:
        owners, aspects, subaspects = list(row.owners.all()), list(row.aspects.all()), list(row.subaspects.all())
        provinces = [owner.province for owner in owners if owner.province]
        text = [names.get(part, "") if isinstance(part, tuple) else part for part in parts]
        keywords = [
            row.keywords,
            row.owner_unit,
            *_once([each.name for each in [*owners, *provinces, *aspects, *subaspects]]),
        ]
        return Entry(
            title=one_line(row.title),
            summary=one_line(row.summary),
            keywords=one_line(", ".join(filter(None, keywords))),
            body=running_text(text),
            doors=doors_of(row),
            facets=_facets(row, owners, provinces, aspects, subaspects),
            dated_at=timezone.make_aware(datetime.combine(row.reported_at, time())),
            boost=EXAMPLE_BOOST if row.is_example else 1.0,
            leans_on=_leans_on([*owners, *provinces], aspects, subaspects, names.keys() & set(_references(parts))),
        )

    def shown(self, ids, reader) -> dict[int, Shown]:
        names = defaultdict(list)
        for page, name in _owner_names(tuple(ids)):
            names[page].append(name)
        return {
            pk: Shown(
                url=practice_url(slug),
                owners=owner_label(unit, sorted(names[pk])),
                scope=Scope(scope),
                is_example=is_example,
            )
            for pk, slug, unit, scope, is_example in _shown(tuple(ids), kind=ReaderKind.of(reader))
        }


@prepared
def _shown(ids: Ids, *, kind: ReaderKind):
    pages = PracticePage.objects.live().visible_to(kind.reader()).filter(pk__in=ids)
    return pages.order_by().values_list("pk", "slug", "owner_unit", "scope", "is_example")


@prepared
def _owner_names(ids: Ids):
    """Practice and the name of each of its owners."""
    owners = PracticePage.owners.through.objects.filter(practicepage__in=ids).order_by()
    return owners.values_list("practicepage_id", "instansi__name")


def _facets(row, owners, provinces, aspects, subaspects) -> dict[str, list[str]]:
    """Facet name → values; the years are those in which the practices were reported."""
    problems = {ProblemKind.SUBSTANCE: row.has_substance_problem, ProblemKind.BEHAVIOUR: row.has_behaviour_problem}
    return {
        "scope": [row.scope],
        "aspect": sorted(aspect.code for aspect in aspects),
        "subaspect": sorted(subaspect.code for subaspect in subaspects),
        "problem": [kind.value for kind, is_set in problems.items() if is_set],
        "instansi": sorted({owner.kind for owner in owners}),
        "owner": sorted(owner.code for owner in owners),
        "province": sorted({province.code for province in [*provinces, *_are_provinces(owners)]}),
        "year": [str(row.reported_at.year)],
        "example": ["yes" if row.is_example else "no"],
    }


def _are_provinces(owners) -> list[Instansi]:
    return [owner for owner in owners if owner.kind == "provinsi"]


def _references(parts) -> list[tuple[type, int]]:
    return [part for part in parts if isinstance(part, tuple)]


def _leans_on(instansi, aspects, subaspects, snippets) -> frozenset:
    own = [(Instansi, each.pk) for each in instansi]
    return frozenset([*own, *((Aspect, a.pk) for a in aspects), *((SubAspect, s.pk) for s in subaspects), *snippets])


def _once(items: list) -> list:
    return list(dict.fromkeys(items))
