"""Members as findable objects: name and instansi, nothing else."""

from django.urls import reverse

from community.audience import MEMBERS_DOOR
from community.models import Instansi, User
from search.enums import Kind
from search.permissions import can_find_people
from search.sources.base import Entry, Shown, Source, one_line
from search.sources.instansi import facets_of

BOOST = 0.7


class PersonSource(Source):
    """Active people with a verified affiliation, found by other members only."""

    kind = Kind.PERSON
    model = User

    def rows(self):
        return User.objects.verified().select_related("instansi__province")

    def entry(self, row) -> Entry:
        instansi = row.instansi
        supports = [instansi, instansi.province] if instansi.province else [instansi]
        return Entry(
            title=one_line(row.name),
            summary=one_line(instansi.name),
            doors=[MEMBERS_DOOR],
            facets=facets_of(instansi) | {"example": ["yes" if row.is_example else "no"]},
            boost=BOOST,
            leans_on=frozenset((Instansi, each.pk) for each in supports),
        )

    def shown(self, ids, reader) -> dict[int, Shown]:
        if not can_find_people(reader):
            return {}
        people = User.objects.verified().filter(pk__in=ids).select_related("instansi")
        return {
            person.pk: Shown(
                url=reverse("member_detail", args=[person.pk]),
                owners=person.instansi.name,
                is_example=person.is_example,
            )
            for person in people
        }
