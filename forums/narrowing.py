"""Filters of the forum's list: what topics are about, under the names that the library's address has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community import subjects
from community.enums import ProblemKind
from community.links import MOST_FILTER_VALUES, own_path
from community.models import Aspect, Instansi, SubAspect
from community.subjects import Card
from forums.limits import PARAMETER_LIMIT
from forums.models import RoomPage, Topic
from forums.querysets import about_instansi

FILTERS = ("aspek", "sub", "masalah", "instansi", "tentang", "contoh")
NO_EXAMPLES = "tanpa"
Filters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Chip:
    """A chosen value and the address without it."""

    text: str
    url: str


def filters_of(query: QueryDict) -> dict[str, tuple[str, ...]]:
    """The filters that an address names; `BadRequest` for one given absurdly often."""
    found = {}
    for name in FILTERS:
        values = (" ".join(raw.replace("\0", " ").split())[:PARAMETER_LIMIT] for raw in query.getlist(name))
        kept = tuple(dict.fromkeys(filter(None, values)))
        if len(kept) > MOST_FILTER_VALUES:
            raise BadRequest(f"More than {MOST_FILTER_VALUES} values of one filter.")
        if kept:
            found[name] = kept
    return found


@dataclass(frozen=True)
class Narrowing:
    """`filters` for one reader: parameter → values as written in the address."""

    filters: Filters
    reader: object

    def narrowed(self, topics):
        """`topics` under the filters; the values of one are ORed, and one that nobody knows matches nothing."""
        for name, values in self.filters.items():
            topics = topics.filter(self._condition(name, values))
        return topics

    def chips(self, url: Callable[[dict], str]) -> list[Chip]:
        """One removable chip for each chosen value; a query for each filter with names of its own."""
        found = []
        for name, values in self.filters.items():
            names = self._names(name, values)
            others = {other: kept for other, kept in self.filters.items() if other != name}
            for value in values:
                rest = tuple(each for each in values if each != value)
                found.append(Chip(names.get(value, value), url({**others, name: rest} if rest else others)))
        return found

    @cached_property
    def _about(self) -> dict[str, Card]:
        """What stands at the addresses of `tentang`, as far as the reader may know of it."""
        paths = {value: own_path(value) for value in self.filters.get("tentang", ())}
        cards = subjects.cards_at(set(paths.values()), self.reader)
        return {value: cards[path] for value, path in paths.items() if path in cards}

    def _condition(self, name: str, values: tuple[str, ...]) -> Q:
        match name:
            case "aspek":
                return _sorted_under("aspect", Topic.aspects.through, RoomPage.aspects.through, values)
            case "sub":
                return _sorted_under("subaspect", Topic.subaspects.through, RoomPage.subaspects.through, values)
            case "masalah":
                wanted = Q(pk__in=[])
                if ProblemKind.SUBSTANCE in values:
                    wanted |= Q(has_substance_problem=True)
                if ProblemKind.BEHAVIOUR in values:
                    wanted |= Q(has_behaviour_problem=True)
                return wanted
            case "instansi":
                return about_instansi(Instansi.objects.filter(code__in=values).values("pk"))
            case "tentang":
                wanted = Q(pk__in=[])
                for subject, pk in {(card.subject, card.pk) for card in self._about.values()}:
                    wanted |= Q(pk__in=Topic.objects.order_by().linking_to(subject, pk).values("pk"))
                return wanted
        return Q(is_example=False) if NO_EXAMPLES in values else Q(pk__in=[])

    def _names(self, name: str, values: tuple[str, ...]) -> dict[str, str]:
        match name:
            case "aspek":
                return dict(Aspect.objects.filter(code__in=values).values_list("code", "name"))
            case "sub":
                return dict(SubAspect.objects.filter(code__in=values).values_list("code", "name"))
            case "masalah":
                return {kind.value: str(kind.label) for kind in ProblemKind}
            case "instansi":
                return dict(Instansi.objects.filter(code__in=values).values_list("code", "name"))
            case "tentang":
                return {value: _("Tentang: %(title)s") % {"title": card.title} for value, card in self._about.items()}
        return {NO_EXAMPLES: pgettext("filter", "Tanpa contoh")}


def _sorted_under(field: str, own, of_room, values: tuple[str, ...]) -> Q:
    """Topics that say so themselves, and those whose room does."""
    code = {f"{field}__code__in": values}
    return Q(pk__in=own.objects.filter(**code).values("topic")) | Q(
        room__in=of_room.objects.filter(**code).values("roompage")
    )
