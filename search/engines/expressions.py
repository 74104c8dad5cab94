"""What must match, as a small tree that each database writes in its own full-text language."""

from dataclasses import dataclass
from itertools import combinations

from search.labels import container_label, door_label, facet_label, kind_label
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


def levels(parsed: ParsedQuery, frequency) -> list[Expression]:
    """From strict to lenient: all groups; all but one; the rarest words. Quoted phrases are never given up.

    `frequency` maps a group to the (capped) number of entries that have it.
    """
    kept = [of_group(group) for group in parsed.required if group.exact]
    free = sorted((group for group in parsed.required if not group.exact), key=frequency)
    parts = [of_group(group) for group in free]
    found = [_all([*kept, *parts])]
    if 2 < len(parts) <= MOST_COMBINED:
        found.append(_all([*kept, Some(tuple(_all(list(c)) for c in combinations(parts, len(parts) - 1)))]))
    elif len(parts) > MOST_COMBINED:
        found.append(_all([*kept, *parts[: len(parts) // 2]]))
    singles = _single_words(free)
    if len(parts) > 1 or len(singles) > 1:
        found.append(_all([*kept, Some(tuple(dict.fromkeys([*parts, *singles])))]))
    return found


def _single_words(groups: list[Group]) -> list[Expression]:
    """The typed words of terms of several words, each by itself."""
    return [
        Run((root,)) for group in groups if len(group.alternatives[0].roots) > 1 for root in group.alternatives[0].roots
    ]


def _all(parts: list) -> Expression:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def excluded(parsed: ParsedQuery) -> Expression | None:
    parts = [of_alternative(alternative) for alternative in parsed.excluded]
    return (parts[0] if len(parts) == 1 else Some(tuple(parts))) if parts else None


def labels(request: SearchRequest, without: str = "") -> Expression | None:
    """The audience and the filters as labels; `without` leaves one facet (or "kind") out. None: everything."""
    parts = []
    if request.keys is not None:
        opened = [*map(door_label, request.keys), *map(container_label, request.containers)]
        parts.append(Some(tuple(Run((label,)) for label in opened)))
    if request.kind and without != "kind":
        parts.append(Run((kind_label(request.kind),)))
    for name, values in request.filters.items():
        if values and name != without:
            parts.append(Some(tuple(Run((facet_label(name, value),)) for value in values)))
    return _all(parts) if parts else None
