"""Filters of the forum's list: what topics are about, under the names that the library's address has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community import subjects
from community.enums import ProblemKind
from community.links import own_path
from community.models import Aspect, SubAspect
from forums.models import RoomPage, Topic

FILTERS = ("aspek", "sub", "masalah", "tentang", "contoh")
NO_EXAMPLES = "tanpa"
MAX_VALUES, MAX_LENGTH = 20, 200
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
        values = (" ".join(raw.replace("\0", " ").split())[:MAX_LENGTH] for raw in query.getlist(name))
        kept = tuple(dict.fromkeys(filter(None, values)))
        if len(kept) > MAX_VALUES:
            raise BadRequest("too many values of one filter")
        if kept:
            found[name] = kept
    return found


def narrowed(topics, filters: Filters):
    """`topics` under filters; the values of one are ORed, and one that nobody knows matches nothing."""
    for name, values in filters.items():
        topics = topics.filter(_condition(name, values))
    return topics


def _condition(name: str, values: tuple[str, ...]) -> Q:
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
        case "tentang":
            found = subjects.found_at(own_path(value) for value in values).values()
            wanted = Q(pk__in=[])
            for pair in set(found):
                wanted |= Q(pk__in=Topic.objects.order_by().linking_to(*pair).values("pk"))
            return wanted
    return Q(is_example=False) if NO_EXAMPLES in values else Q(pk__in=[])


def _sorted_under(field: str, own, of_room, values: tuple[str, ...]) -> Q:
    """Topics that say so themselves, and those whose room does."""
    code = {f"{field}__code__in": values}
    return Q(pk__in=own.objects.filter(**code).values("topic")) | Q(
        room__in=of_room.objects.filter(**code).values("roompage")
    )


def chips(filters: Filters, reader, url: Callable[[dict], str]) -> list[Chip]:
    """One removable chip for each chosen value; a query for each filter with names of its own."""
    found = []
    for name, values in filters.items():
        names = _names(name, values, reader)
        for value in values:
            rest = tuple(each for each in values if each != value)
            others = {other: kept for other, kept in filters.items() if other != name}
            found.append(Chip(names.get(value, value), url({**others, name: rest} if rest else others)))
    return found


def _names(name: str, values: tuple[str, ...], reader) -> dict[str, str]:
    match name:
        case "aspek":
            return dict(Aspect.objects.filter(code__in=values).values_list("code", "name"))
        case "sub":
            return dict(SubAspect.objects.filter(code__in=values).values_list("code", "name"))
        case "masalah":
            return {kind.value: str(kind.label) for kind in ProblemKind}
        case "tentang":
            cards = {value: subjects.card_at(own_path(value), reader) for value in values[:1]}
            return {value: _("Tentang: %(title)s") % {"title": card.title} for value, card in cards.items() if card}
    return {NO_EXAMPLES: pgettext("filter", "Tanpa contoh")}
