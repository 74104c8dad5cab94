"""What one practice is linked to, as rows of one query."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import Value

from community.enums import Audience, InstansiKind
from community.models import SubAspect
from community.prepared import prepared
from practices.models import PracticePage


class LinkRow(NamedTuple):
    """One owner, aspect, sub-aspect or readers' group (`facet`: pemilik, aspek, sub, group) of one practice."""

    page_id: int
    facet: str
    code: str
    target_id: int
    name: str
    kind: str
    province_code: str | None
    province_name: str | None

    def province(self) -> tuple[str, str] | None:
        """Code and short name of the owner's province; a province's own government lies in its province too."""
        code, name = self.province_code, self.province_name
        if not code and self.kind == InstansiKind.PROVINSI:
            code, name = self.code, self.name
        return (code, name.removeprefix("Pemerintah ").removeprefix("Provinsi ")) if code else None


def link_rows(page_id: int, named: Collection[int] = ()) -> Iterator[LinkRow]:
    """What a practice is linked to: one query for all four relations.

    With them come the sub-aspects of the ids `named`, as rows of the facet "named".
    """
    return (LinkRow(*row) for row in _link_rows(page_id, named=tuple(sorted(named, key=str))))


@prepared
def _link_rows(page_id: int, *, named: tuple[int, ...]):
    blank = Value("")

    def of(name: str):
        return getattr(PracticePage, name).through.objects.filter(practicepage_id=page_id)

    owners = of("owners").values_list(
        "practicepage_id",
        Value("pemilik"),
        "instansi__code",
        "instansi_id",
        "instansi__name",
        "instansi__kind",
        "instansi__province__code",
        "instansi__province__name",
    )
    aspects = of("aspects").values_list(
        "practicepage_id", Value("aspek"), "aspect__code", "aspect_id", "aspect__name", blank, blank, blank
    )
    subaspects = of("subaspects").values_list(
        "practicepage_id", Value("sub"), "subaspect__code", "subaspect_id", "subaspect__name", blank, blank, blank
    )
    groups = (
        of("audience_groups")
        .filter(practicepage__audience=Audience.GROUP)
        .values_list("practicepage_id", Value("group"), blank, "group_id", blank, blank, blank, blank)
    )
    others = SubAspect.objects.filter(pk__in=named).order_by()
    others = others.values_list(Value(page_id), Value("named"), "code", "pk", "name", blank, blank, blank)
    return owners.union(aspects, subaspects, groups, *([others] if named else []), all=True)
