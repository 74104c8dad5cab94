"""What is asked of Elasticsearch: the expressions of both engines as queries, filters, the order, the counts.

As plain dictionaries: made of the objects of `elasticsearch.dsl`, which describe the index (`mapping.py`), a question
took three times as long to write.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from django.utils import timezone

from search.engines.expressions import All, Expression, Match, Place, Run, Some
from search.engines.index import day_begins
from search.engines.ranking import (
    BODY_WEIGHT,
    FRESH_SECONDS,
    FRESHNESS,
    RELATED_WEIGHT,
    RUN_IN_BODY,
    RUN_IN_TITLE,
    SUMMARY_WEIGHT,
    TITLE_WEIGHT,
)
from search.labels import container_label, door_label, facet_label, kind_label
from search.language import Alternative, Group, ParsedQuery
from search.types import SearchRequest

Query = dict[str, object]
FIELDS = {"title": TITLE_WEIGHT, "summary": SUMMARY_WEIGHT, "body": BODY_WEIGHT}
WHOLE = 4.0  # for having all the words, as a share of what one word in the title gives
ONE_OF_MANY = 0.3  # of the second best alternative of a group
MOST_VALUES, MOST_ROOMS, MOST_THREADS = 2_000, 1_000, 100
NOT_GONE: Query = {"exists": {"field": "labels"}}
PRECISION = 3_000  # up to so many results are counted exactly


def matching(expression: Expression) -> Query:
    """Entries that have what the expression asks for; no score."""
    match expression:
        case Run(words=(word,)):
            return {"term": {"text": word}}
        case Run(words=words):
            return {"match_phrase": {"text": " ".join(words)}}
        case All(parts=parts):
            return {"bool": {"filter": list(map(matching, parts))}}
        case Some(parts=parts):
            return {"bool": {"should": list(map(matching, parts)), "minimum_should_match": 1}}


def labelled(labels: Iterable[str]) -> Query:
    """Entries that have one of the labels."""
    return {"terms": {"labels": list(labels)}}


def having(filters: list[Query], without: list[Query]) -> Query:
    """Entries that pass all the filters and none of `without`; no score."""
    return {"bool": {"filter": filters, "must_not": without}}


def readable_by(request: SearchRequest) -> Query:
    """Index form of `community.permissions.can_read`: a door that a key opens, or an open container."""
    if request.keys is None:
        return NOT_GONE  # what is gone has none
    return labelled([*map(door_label, request.keys), *map(container_label, request.containers)])


def word_for_word(phrases: Iterable[tuple[str, ...]]) -> list[Query]:
    """Entries that have the quoted phrases as they are written."""
    return [{"match_phrase": {"words": " ".join(words)}} for words in phrases]


def within(since: date | None, until: date | None) -> list[Query]:
    """Entries dated between two days, both included."""
    bounds = {}
    if since:
        bounds["gte"] = int(day_begins(since).timestamp() * 1000)
    if until:
        bounds["lt"] = int(day_begins(until, later=1).timestamp() * 1000)
    return [{"range": {"dated": bounds}}] if bounds else []


def of_match(match: Match, phrases: Iterable[tuple[str, ...]] = ()) -> Query:
    """Entries that match, for counting."""
    filters = [matching(match.text)] if match.text else []
    filters += [_labels(match.labels)] if match.labels else [NOT_GONE]
    filters += [_place(place) for place in match.places]
    filters += [*word_for_word(phrases), *within(match.since, match.until)]
    without = [matching(match.excluded)] if match.excluded else []
    return having(filters, without)


def _labels(expression: Expression) -> Query:
    match expression:
        case Run(words=words):
            return labelled(words)
        case All(parts=parts):
            return {"bool": {"filter": list(map(_labels, parts))}}
        case Some(parts=parts):
            return labelled([part.words[0] for part in parts])


def _place(place: Place) -> Query:
    return labelled([*place.labels, *map(container_label, place.containers)])


def filters_of(request: SearchRequest) -> dict[str, Query]:
    """The chosen tab (as "kind") and facets, each as a filter; a container's facet is that of what lies in it."""
    found = {"kind": labelled([kind_label(request.kind)])} if request.kind else {}
    for name, values in request.filters.items():
        if values:
            holders = [
                pk for pk, facets in request.inherited.items() if not set(values).isdisjoint(facets.get(name, ()))
            ]
            found[name] = labelled([*(facet_label(name, value) for value in values), *map(container_label, holders)])
    return found


# --- the order --------------------------------------------------------------------------------------------------
def scored(filters: list[Query], without: list[Query], parsed: ParsedQuery, strict: Expression, weight) -> Query:
    """What the filters leave, by how well it answers `parsed`; `weight` gives a group's share beyond its rarity.

    Rarity, saturation and length are Elasticsearch's own; the best of the answer are ranked once more (`ranking.py`).
    """
    groups = [_group(group, weight(group)) for group in parsed.groups]
    runs = [run for left, right in _neighbours(parsed) for run in _run((*left, *right))]
    whole = {"constant_score": {"filter": matching(strict), "boost": WHOLE * len(parsed.required)}}
    found = {"bool": {"filter": filters, "must_not": without, "should": [*groups, *runs, whole]}}
    fresh = {
        "filter": {"exists": {"field": "dated"}},
        "exp": {
            "dated": {"origin": int(timezone.now().timestamp() * 1000), "scale": f"{FRESH_SECONDS}s", "decay": 0.368}
        },
        "weight": FRESHNESS,
    }
    lifted = {"function_score": {"query": found, "functions": [{"weight": 1.0}, fresh], "score_mode": "sum"}}
    return {"function_score": {"query": lifted, "field_value_factor": {"field": "boost", "missing": 1.0}}}


def _group(group: Group, weight: float) -> Query:
    related = [replace(each, weight=RELATED_WEIGHT) for each in group.related]
    alternatives = list(map(_alternative, (*group.alternatives, *related)))
    return {"dis_max": {"queries": alternatives, "tie_breaker": ONE_OF_MANY, "boost": weight * group.share}}


def _alternative(alternative: Alternative) -> Query:
    """The alternative in each field by its weight."""
    text, name, how = " ".join(alternative.roots), "query", "match_phrase" if alternative.is_adjacent else "match"
    if len(alternative.roots) == 1:
        name, how = "value", "term"
    parts = [{how: {field: {name: text, "boost": boost}}} for field, boost in FIELDS.items()]
    return {"bool": {"should": parts, "boost": alternative.weight}}


def _neighbours(parsed: ParsedQuery) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    roots = [group.alternatives[0].roots for group in parsed.required]
    return list(pairwise(roots))


def _run(roots: tuple[str, ...]) -> list[Query]:
    """Words side by side as they were typed lift."""
    text = " ".join(roots)
    return [
        {"match_phrase": {"title": {"query": text, "boost": RUN_IN_TITLE}}},
        {"match_phrase": {"body": {"query": text, "boost": RUN_IN_BODY}}},
    ]


# --- the counts -------------------------------------------------------------------------------------------------
def counting(filters: list[Query], limit: int, labels: str) -> Query:
    """Counts of labels (a pattern) among at most `limit` of the best entries that pass the filters.

    What lies in a room is counted room by room, since it has the room's facets too, and a topic with its replies once.
    """
    values = {"field": "labels", "include": labels, "size": MOST_VALUES}
    results = {"results": {"cardinality": {"field": "group", "precision_threshold": PRECISION}}}
    single = {"missing": {"field": "room"}, "aggs": {"labels": {"terms": values}}}
    rooms = {
        "terms": {"field": "room", "size": MOST_ROOMS},
        "aggs": {**results, "labels": {"terms": values, "aggs": results}},
    }
    best = {"sampler": {"shard_size": limit}, "aggs": {"single": single, "rooms": rooms}}
    return {"filter": {"bool": {"filter": filters}} if filters else {"match_all": {}}, "aggs": {"best": best}}


def threads() -> Query:
    """How many entries of a topic are among the best; topics that are not named have one."""
    named = {"terms": {"field": "group", "size": MOST_THREADS, "min_doc_count": 2}}
    return {"sampler": {"shard_size": 500}, "aggs": {"threads": named}}
