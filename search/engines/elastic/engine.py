"""The engine on Elasticsearch: it finds, filters, orders and counts; the first fifty are ranked once more here.

That ranking is the embedded engine's (`ranking.py`, `feedback.py`), so both put the same answers first; what comes
after the first fifty keeps Elasticsearch's own order.
"""

from collections import Counter as Tally
from dataclasses import replace

from django.utils import timezone

from search.engines.counts import counted_by_label, inherited_labels
from search.engines.database import FEW, NOTHING
from search.engines.elastic import client, indexes, queries
from search.engines.elastic.question import Counter, ElasticQuestion, Incomplete
from search.engines.feedback import lifted
from search.engines.forms import by_form
from search.engines.hits import hits
from search.engines.ranking import Candidate, Ranking, scored
from search.engines.statistics import Statistics
from search.labels import facet_prefix
from search.language import ParsedQuery, parse
from search.spelling import corrected_text, likelier_text
from search.types import SearchRequest, SearchResults
from search.vocabulary import Vocabulary

LIMIT = 2_000  # results that can be paged through, and entries of a shard among which facets are counted
RANKED = 50  # results that are ranked once more
# The counts of up to a thousand rooms come with much that nobody reads.
ANSWER = ",".join(
    [
        "-_shards,-hits.hits._index",
        "-aggregations.*.best.rooms.buckets.doc_count",
        "-aggregations.*.best.rooms.buckets.labels.buckets.doc_count",
    ]
)
RANKED_BY = ["title", "summary", "body", "boost", "dated"]


class ElasticsearchEngine:
    """Answers from the index behind the read alias; raises what the client raises where it is away or slow."""

    name = "elasticsearch"

    def __init__(self, limit: int = LIMIT):
        self.limit = limit
        self.index = Counter()
        self.statistics = Statistics(self.index)
        self.vocabulary = Vocabulary("default")

    def search(self, request: SearchRequest) -> SearchResults:
        """See `Engine.search`."""
        parsed = parse(request.text, request.synonyms)
        if (request.keys is not None and not request.keys and not request.containers) or (
            request.text.strip() and not parsed.groups
        ):
            return NOTHING
        question = self._question(request, parsed)
        if not parsed.groups or request.as_typed:
            return self._answer(question)
        if not question.strict_count:
            better = corrected_text(question, self.vocabulary)
            if better:
                return replace(self._answer(self._question(request, parse(better, request.synonyms))), corrected=better)
        suggestion = likelier_text(question, self.vocabulary) if 0 < question.strict_count < FEW else None
        return replace(self._answer(question), suggestion=suggestion)

    def _question(self, request: SearchRequest, parsed: ParsedQuery) -> ElasticQuestion:
        return ElasticQuestion(self.index, self.statistics, request, parsed)

    def _answer(self, question: ElasticQuestion) -> SearchResults:
        start = min(max(0, question.request.offset), self.limit)
        size = min(max(0, question.request.limit), self.limit - start)
        is_ranked = bool(question.parsed.groups) and question.request.sort != "newest" and start < RANKED
        first = 0 if is_ranked else start
        answer = self._asked(question, first, max(RANKED, start + size) if is_ranked else size, is_ranked)
        found = [_candidate(hit) for hit in answer["hits"]["hits"]]
        if is_ranked:
            ranking = Ranking(question.parsed, question.weight, question.root_weight, timezone.now().timestamp())
            best = by_form(ranking, scored(ranking, found[:RANKED]), question.parsed, self.index.using)
            found = lifted(best) + found[RANKED:]
        shown = found[start - first : start - first + size]
        counted = answer["aggregations"]
        posts = {each["key"]: each["doc_count"] for each in counted["threads"]["threads"]["buckets"]}
        for candidate in shown:
            candidate.posts = posts.get(-candidate.thread, 1) if candidate.thread is not None else 0
        total, kinds, facets = self._counted(question, counted)
        return SearchResults(
            hits=hits(shown, question.parsed, self.index.using),
            total=total,
            is_capped=answer["hits"]["total"]["value"] > self.limit,
            kinds=kinds,
            facets=facets,
            is_relaxed=question.is_relaxed,
        )

    def _asked(self, question: ElasticQuestion, first: int, size: int, is_ranked: bool) -> dict:
        request = question.request
        chosen = queries.filters_of(request)
        aggregations = {
            "all": queries.counting(list(chosen.values()), self.limit, "[fk].*"),
            "threads": queries.threads(),
        }
        for name in chosen:
            rest = [query for other, query in chosen.items() if other != name]
            pattern = "k.*" if name == "kind" else f"{facet_prefix(name)}.*"
            aggregations[f"but {name}"] = queries.counting(rest, self.limit, pattern)
        answer = client.quick().search(
            index=indexes.read_alias(),
            query=self._query(question),
            post_filter={"bool": {"filter": list(chosen.values())}} if chosen else None,
            aggregations=aggregations,
            sort=_order(question),
            collapse={"field": "group"},
            from_=first,
            size=size,
            track_total_hits=self.limit + 1,
            track_scores=False,
            source=RANKED_BY if is_ranked else False,
            allow_partial_search_results=False,
            timeout=f"{client.quick_milliseconds()}ms",
            filter_path=ANSWER,
        )
        if answer["timed_out"]:
            raise Incomplete("timed out")
        return answer

    def _query(self, question: ElasticQuestion) -> queries.Query:
        request, parsed = question.request, question.parsed
        filters = [queries.readable_by(request), *queries.within(request.since, request.until)]
        without = [queries.matching(question.excluded)] if question.excluded else []
        if not parsed.groups:
            return queries.having(filters, without)
        filters += [queries.matching(question.text), *queries.word_for_word(parsed.phrases)]
        if request.sort == "newest":
            return queries.having(filters, without)
        return queries.scored(filters, without, parsed, question.strict, question.length_weight)

    def _counted(self, question: ElasticQuestion, told: dict) -> tuple[int, dict, dict]:
        """The total, hits per kind and per facet value, each counted under all filters but its own."""
        inherited = inherited_labels(question.request)
        total, kinds, facets = self._labels(told["all"], inherited)
        for name, values in question.request.filters.items():
            if values:
                facets[name] = self._labels(told[f"but {name}"], inherited)[2].get(name, {})
        if question.request.kind:
            kinds = self._labels(told["but kind"], inherited)[1]
        return total, kinds, facets

    def _labels(self, told: dict, inherited: dict[str, list[str]]) -> tuple[int, dict, dict]:
        """One filter's counts; what lies in a room has the room's facets too."""
        best = told["best"]
        labels = Tally({each["key"]: each["doc_count"] for each in best["single"]["labels"]["buckets"]})
        total = best["single"]["doc_count"]
        for room in best["rooms"]["buckets"]:
            results = room["results"]["value"]
            total += results
            own = {each["key"]: each["results"]["value"] for each in room["labels"]["buckets"]}
            labels.update(own | dict.fromkeys(inherited.get(room["key"], ()), results))
        kinds, facets = counted_by_label({label: min(count, self.limit) for label, count in labels.items()})
        return min(total, self.limit), kinds, facets


def _order(question: ElasticQuestion) -> list:
    newest = [{"dated": {"order": "desc", "missing": "_last"}}, {"number": "desc"}]
    return newest if not question.parsed.groups or question.request.sort == "newest" else ["_score", *newest]


def _candidate(hit: dict) -> Candidate:
    source = hit.get("_source", {})
    group = hit["fields"]["group"][0]
    dated = source.get("dated")
    return Candidate(
        id=int(hit["_id"]),
        labels="",
        title=source.get("title", ""),
        summary=source.get("summary", ""),
        boost=source.get("boost", 1.0),
        dated=None if dated is None else dated // 1000,
        thread=-group if group < 0 else None,
        body=source.get("body", ""),
        score=hit.get("_score") or 0.0,
    )
