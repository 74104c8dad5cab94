"""How many results have each kind and each value of each facet; a topic with its replies is one result."""

from collections import Counter
from collections.abc import Iterable, Mapping

from search.engines.index import Labelled
from search.engines.ranking import Candidate
from search.labels import container_label, facet_label, facet_of, facet_prefix, kind_of
from search.types import SearchRequest


def inherited_labels(request: SearchRequest) -> dict[str, list[str]]:
    """A container's label → the labels of the facets that what lies in it has from it."""
    return {
        container_label(pk): [facet_label(name, value) for name, values in facets.items() for value in values]
        for pk, facets in request.inherited.items()
    }


def counted(
    found: Iterable[Labelled | Candidate], inherited: dict[str, list[str]]
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Results per kind, and per facet and value."""
    return counted_by_label(_tally(found, inherited))


def counted_kinds(found: Iterable[Labelled]) -> dict[str, int]:
    """Results per kind alone, which what lies in a container does not have from it."""
    return counted_by_label(_tally(found, {}))[0]


def counted_facet(found: Iterable[Labelled], inherited: dict[str, list[str]], name: str) -> dict[str, int]:
    """Results per value of one facet alone."""
    prefix = facet_prefix(name)
    passed_on = {place: [label for label in labels if label.startswith(prefix)] for place, labels in inherited.items()}
    labels = _tally(found, passed_on)
    return counted_by_label({each: labels[each] for each in labels if each.startswith(prefix)})[1].get(name, {})


def _tally(found: Iterable, inherited: dict[str, list[str]]) -> Counter:
    """How many results have each of the labels."""
    single, threads = [], {}
    for each in found:
        if each.thread is None:
            single.append(each.labels)
        else:
            threads.setdefault(each.thread, []).append(each.labels)
    together = " ".join(single).split()
    for texts in threads.values():
        own = set(" ".join(texts).split())
        together.extend(own.union(*(inherited[label] for label in own & inherited.keys())))
    return Counter(together)


def counted_by_label(labels: Mapping[str, int]) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """The counts of labels (label → results) as results per kind, and per facet and value."""
    kinds: dict[str, int] = {}
    facets: dict[str, dict[str, int]] = {}
    for label, count in labels.items():
        if (kind := kind_of(label)) is not None:
            kinds[kind] = count
        elif facet := facet_of(label):
            facets.setdefault(facet[0], {})[facet[1]] = count
    return kinds, facets
