"""The problem finder of the home page: aspect, sub-aspect, kind of problem, and how many practices are behind each."""

from dataclasses import dataclass

from community.enums import ProblemKind
from community.models import PortalSettings
from practices import library_index
from practices.links import library_url


@dataclass(frozen=True)
class FinderCell:
    """How many practices a reader may read of one kind of problem, and the list that shows exactly those."""

    problem: ProblemKind
    count: int
    url: str


@dataclass(frozen=True)
class FinderRow:
    code: str
    name: str
    cells: list[FinderCell]


@dataclass(frozen=True)
class FinderAspect:
    code: str
    name: str
    number: int
    count: int
    url: str
    rows: list[FinderRow]


def finder_table(
    reader, *, framework_id: int | None = None, index: library_index.LibraryIndex | None = None
) -> list[FinderAspect]:
    """Aspects of the active framework with their sub-aspects and counts, as `reader` may read them.

    `framework_id` and `index` spare the queries for the portal's settings and the library where the caller has them.
    Empty without a framework.
    """
    if framework_id is None:
        framework_id = PortalSettings.load().active_framework_id
    index = index or library_index.current()
    readable = index.readable_by(reader)
    problems = {kind: readable & index.having("masalah", [kind.value]) for kind in ProblemKind}

    def row(sub) -> FinderRow:
        mask = index.having("sub", [sub.code])
        cells = [
            FinderCell(kind, (mask & problems[kind]).bit_count(), library_url(sub=sub.code, masalah=kind.value))
            for kind in ProblemKind
        ]
        return FinderRow(sub.code, sub.name, cells)

    return [
        FinderAspect(
            code=aspect.code,
            name=aspect.name,
            number=aspect.number,
            count=(readable & index.having("aspek", [aspect.code])).bit_count(),
            url=library_url(aspek=aspect.code),
            rows=[row(sub) for sub in aspect.subaspects],
        )
        for aspect in index.aspects
        if aspect.framework_id == framework_id
    ]
