"""Agencies as findable objects."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.audience import PUBLIC_DOOR
from community.enums import InstansiKind
from community.models import Instansi
from community.prepared import Ids, ReaderKind, prepared
from practices.models import PracticePage
from search.enums import Kind
from search.sources.base import Entry, Shown, Source, one_line

BOOST = 0.7  # who searches a city's name with a subject wants the practice, not the city
EXAMPLE_BOOST = 0.6


class InstansiSource(Source):
    """Agencies that exist today; those with dates are looked at again by a periodic job (`apps.py`)."""

    kind = Kind.INSTANSI
    model = Instansi

    def rows(self):
        return Instansi.objects.current(timezone.localdate()).select_related("province")

    def entry(self, row) -> Entry:
        province = row.province if row.province_id != row.pk else None
        about = [InstansiKind(row.kind).label, province and province.name, row.island]
        return Entry(
            title=one_line(row.name),
            summary=", ".join(str(part) for part in about if part),
            doors=[PUBLIC_DOOR],
            facets=facets_of(row),
            boost=EXAMPLE_BOOST if row.is_example else BOOST,
            leans_on=frozenset([(Instansi, province.pk)] if province else []),
        )

    def shown(self, ids, reader) -> dict[int, Shown]:
        """Their pages, with how many practices of each `reader` may read."""
        counts = dict(_practices_of(tuple(ids), kind=ReaderKind.of(reader)))
        return {
            row.pk: _shown(row, counts.get(row.pk, 0))
            for row in Instansi.objects.current(timezone.localdate()).filter(pk__in=ids)
        }


@prepared
def _practices_of(ids: Ids, *, kind: ReaderKind):
    """Agency and how many practices are theirs."""
    practices = PracticePage.objects.live().visible_to(kind.reader()).filter(owners__in=ids)
    return practices.order_by().values_list("owners").annotate(Count("pk", distinct=True))


def facets_of(instansi) -> dict[str, list[str]]:
    """The facets that an agency gives to its own entry and to those of its people."""
    province = instansi.province.code if instansi.province else None
    if instansi.kind == InstansiKind.PROVINSI:
        province = instansi.code
    return {
        "instansi": [instansi.kind],
        "owner": [instansi.code],
        "province": [province] if province else [],
        "example": ["yes" if instansi.is_example else "no"],
    }


def _shown(row, count: int) -> Shown:
    note = ngettext("%(count)s praktik", "%(count)s praktik", count) % {"count": count}
    return Shown(
        url=reverse("instansi_detail", args=[row.code]),
        note=note if count else _("Belum ada praktik yang dapat Anda baca."),
        is_example=row.is_example,
    )
