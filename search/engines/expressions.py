"""What must match, as a small tree that each database writes in its own full-text language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from search.labels import door_label, facet_label, kind_label
from search.language import Alternative, Group, ParsedQuery
from search.types import SearchRequest

MOST_COMBINED = 6  # up to so many groups, "all but one" is spelt out


@dataclass(frozen=True)
class Run:
    """Words side by side, in this order; one word is a run of one."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class All:
    parts: tuple


@dataclass(frozen=True)
class Some:
    """At least one of the parts."""

    parts: tuple


Expression = Run | All | Some


@dataclass(frozen=True)
class Place:
    """Having one of the labels, or lying in one of the containers: there may be hundreds of these.

    A full-text index would have to join as many lists for every entry, so this is asked of the row.
    """

    labels: tuple[str, ...]
    containers: tuple[int, ...]


@dataclass(frozen=True)
class Match:
    """What entries must have: words, labels, places, no excluded words, a date between two days (both included).

    `is_rare` says that few entries have the words, which a database may not know.
    """

    text: Expression | None = None
    labels: Expression | None = None
    places: tuple[Place, ...] = ()
    excluded: Expression | None = None
    since: date | None = None
    until: date | None = None
    is_rare: bool = False


def of_group(group: Group) -> Expression:
    """Any alternative of the group."""
    scattered = {alternative.roots for alternative in group.alternatives if not alternative.is_adjacent}
    parts = [
        of_alternative(alternative)
        for alternative in group.alternatives
        if not (alternative.is_adjacent and alternative.roots in scattered)  # the scattered form holds the run too
    ]
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def of_alternative(alternative: Alternative) -> Expression:
    if alternative.is_adjacent or len(alternative.roots) == 1:
        return Run(alternative.roots)
    return All(tuple(Run((root,)) for root in dict.fromkeys(alternative.roots)))


@dataclass(frozen=True)
class Readings:
    """A question read strictly (all groups), leniently (most of them; None for one or two) and widely (some words)."""

    strict: Expression
    lenient: Expression | None
    wide: Expression


def readings(parsed: ParsedQuery, frequency: Callable[[Group], int], root_frequency, common: int) -> Readings:
    """How a question with groups may be read. Quoted phrases are never given up.

    `frequency` and `root_frequency` tell how many entries have a group or root; the wide reading leaves out what more
    than `common` entries have, as far as anything is left.
    """
    kept = [of_group(group) for group in parsed.required if group.exact]
    free = sorted((group for group in parsed.required if not group.exact), key=frequency)
    parts = [of_group(group) for group in free]
    lenient = None
    if 2 < len(parts) <= MOST_COMBINED:
        lenient = _all([*kept, Some(tuple(_all(list(c)) for c in combinations(parts, len(parts) - 1)))])
    elif len(parts) > MOST_COMBINED:
        lenient = _all([*kept, *parts[: len(parts) // 2]])
    singles = {root: Run((root,)) for group in free for root in _roots_of_terms(group)}
    telling = [part for group, part in zip(free, parts, strict=True) if frequency(group) <= common] or parts[:1]
    telling += [run for root, run in singles.items() if root_frequency(root) <= common]
    wide = [*kept, Some(tuple(dict.fromkeys(telling)))] if telling else kept
    return Readings(_all([*kept, *parts]), lenient, _all(wide))


def _roots_of_terms(group: Group) -> list[str]:
    """The words of the group's terms of several words, each by itself."""
    return [root for each in group.alternatives if len(each.roots) > 1 and not group.is_whole for root in each.roots]


def _all(parts: list) -> Expression:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def excluded(parsed: ParsedQuery) -> Expression | None:
    parts = [of_alternative(alternative) for alternative in parsed.excluded]
    return (parts[0] if len(parts) == 1 else Some(tuple(parts))) if parts else None


def conditions(request: SearchRequest, without: str = "") -> tuple[Expression | None, tuple[Place, ...]]:
    """The audience and the filters as labels and places; `without` leaves one facet (or "kind") out.

    Neither means everything. A request without keys and containers is no one's: ask before.
    """
    parts, places = [], []
    if request.kind and without != "kind":
        parts.append(Run((kind_label(request.kind),)))
    for name, values in request.filters.items():
        if values and name != without:
            holders = [
                pk for pk, facets in request.inherited.items() if not set(values).isdisjoint(facets.get(name, ()))
            ]
            places.append(Place(tuple(facet_label(name, value) for value in values), tuple(holders)))
    if request.keys is not None:
        places.append(Place(tuple(map(door_label, request.keys)), request.containers))
    parts += [Some(tuple(Run((label,)) for label in each.labels)) for each in places if not each.containers]
    return (_all(parts) if parts else None), tuple(each for each in places if each.containers)
