"""What must match, as a small tree that each database writes in its own full-text language."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
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

    def holds(self, labels: str, container: int | None) -> bool:
        """Whether an entry with these labels (with a space around each) in this container is in it."""
        return container in self._containers or any(map(labels.__contains__, self._parted))

    @cached_property
    def _containers(self) -> frozenset[int]:
        return frozenset(self.containers)

    @cached_property
    def _parted(self) -> tuple[str, ...]:
        return tuple(f" {label} " for label in self.labels)


@dataclass(frozen=True)
class Match:
    """What entries must have: words, labels, places, no excluded words, a date between two days (both included).

    Where `either` has anything, all places of at least one of its members too. `is_rare` says that few entries have the
    words, which a database may not know.
    """

    text: Expression | None = None
    labels: Expression | None = None
    places: tuple[Place, ...] = ()
    excluded: Expression | None = None
    since: date | None = None
    until: date | None = None
    is_rare: bool = False
    either: tuple[tuple[Place, ...], ...] = ()


def of_group(group: Group) -> Expression:
    """Any alternative of the group."""
    scattered = {alternative.roots for alternative in group.alternatives if not alternative.is_adjacent}
    parts = [
        of_alternative(alternative)
        for alternative in group.alternatives
        if not (alternative.is_adjacent and alternative.roots in scattered)  # the scattered form holds the run too
    ]
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def _nearly(group: Group) -> Expression:
    """Any alternative of the group, or a related term."""
    related = [Run(each.roots) for each in group.related]
    return Some((of_group(group), *related)) if related else of_group(group)


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
    parts, near = [of_group(group) for group in free], [_nearly(group) for group in free]
    lenient = None
    if 2 < len(parts) <= MOST_COMBINED:
        lenient = _all([*kept, Some(tuple(_all(list(c)) for c in combinations(near, len(near) - 1)))])
    elif len(parts) > MOST_COMBINED:
        lenient = _all([*kept, *near[: len(near) // 2]])
    singles = {root: Run((root,)) for group in free for root in _roots_of_terms(group)}
    telling = [part for group, part in zip(free, parts, strict=True) if frequency(group) <= common] or parts[:1]
    telling += [run for root, run in singles.items() if root_frequency(root) <= common]
    related = {each.roots for group in free for each in group.related}
    telling += [Run(term) for term in sorted(related) if min(map(root_frequency, term)) <= common]
    wide = [*kept, _some(list(dict.fromkeys(telling)))] if telling else kept
    return Readings(_all([*kept, *parts]), lenient, _all(wide))


def _roots_of_terms(group: Group) -> list[str]:
    """The words of the group's terms of several words, each by itself."""
    return [root for each in group.alternatives if len(each.roots) > 1 and not group.is_whole for root in each.roots]


def _all(parts: list) -> Expression:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _some(parts: list) -> Expression:
    """At least one of the parts; one alone is itself, so that a word read widely is known to be the word."""
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def excluded(parsed: ParsedQuery) -> Expression | None:
    parts = [of_alternative(alternative) for alternative in parsed.excluded]
    return _some(parts) if parts else None


def conditions(request: SearchRequest, without: str = "") -> tuple[Expression | None, tuple[Place, ...]]:
    """The audience and the filters as labels and places; `without` leaves one facet (or "kind") out.

    Neither means everything. A request without keys and containers is no one's: ask before.
    """
    places = [place for name, place in chosen(request).items() if name != without]
    if request.keys is not None:
        places.append(Place(tuple(map(door_label, request.keys)), request.containers))
    parts = [_of_labels(place) for place in places if not place.containers]
    return (_all(parts) if parts else None), tuple(place for place in places if place.containers)


def chosen(request: SearchRequest) -> dict[str, Place]:
    """The chosen tab (as "kind") and facets, each as a place."""
    found = {"kind": Place((kind_label(request.kind),), ())} if request.kind else {}
    for name, values in request.filters.items():
        if values:
            holders = [
                pk for pk, facets in request.inherited.items() if not set(values).isdisjoint(facets.get(name, ()))
            ]
            found[name] = Place(tuple(facet_label(name, value) for value in values), tuple(holders))
    return found


def narrowed(match: Match, alternatives: list[list[Place]]) -> Match:
    """`match` where all places of at least one alternative hold too; an empty alternative asks for nothing."""
    if not all(alternatives):
        return match
    if any(place.containers for places in alternatives for place in places):
        return replace(match, either=tuple(map(tuple, alternatives)))
    ways = [_all([_of_labels(place) for place in places]) for places in alternatives]
    labels = [match.labels] if match.labels else []
    return replace(match, labels=_all([*labels, ways[0] if len(ways) == 1 else Some(tuple(ways))]))


def _of_labels(place: Place) -> Expression:
    return Some(tuple(Run((label,)) for label in place.labels))
