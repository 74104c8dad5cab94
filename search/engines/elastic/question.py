"""One question being answered by Elasticsearch: read as strictly as the embedded engine reads it."""

from functools import cached_property

from search.engines import expressions
from search.engines.elastic import client, indexes, queries
from search.engines.expressions import Expression, Match
from search.engines.question import ENOUGH, MANY, Question
from search.language import ParsedQuery
from search.types import SearchRequest

ANSWER = "took,responses.error.type,responses.hits.total.value"
STRICT = {"allow_partial_search_results": "false"}  # a part of the answer that looks like the whole would be worse


class Counter:
    """What `Statistics` and `Question` ask of an index, answered by Elasticsearch."""

    using = "default"

    def counts(self, matches: list[Match], cap: int, phrases: tuple[tuple[str, ...], ...] = ()) -> list[int]:
        """How many entries match each, counted up to `cap`; by one request."""
        if not matches:
            return []
        searches = []
        for match in matches:
            query = queries.of_match(match, phrases)
            searches += [STRICT, {"size": 0, "track_total_hits": cap, "query": query}]
        answer = client.quick().msearch(index=indexes.read_alias(), searches=searches, filter_path=ANSWER)
        return [min(cap, _total(response)) for response in answer["responses"]]

    def total(self) -> int:
        """The number of entries."""
        return client.quick().count(index=indexes.read_alias(), query=queries.NOT_GONE)["count"]


def _total(response: dict) -> int:
    if "error" in response:
        raise Incomplete(str(response["error"].get("type")))
    return response["hits"]["total"]["value"]


class Incomplete(Exception):
    """Elasticsearch has answered in part only."""


class ElasticQuestion(Question):
    """The same reading of the words; what matches is found, filtered and counted there."""

    def __init__(self, index: Counter, statistics, request: SearchRequest, parsed: ParsedQuery):
        super().__init__(index, statistics, request, parsed)
        self._counted: dict[Expression, int] = {}

    @property
    def text(self) -> Expression | None:
        """What entries must have; None without words."""
        return self._text

    @property
    def strict(self) -> Expression:
        """All the words."""
        return self._readings.strict

    @cached_property
    def strict_count(self) -> int:
        """How many entries the reader may open have all the words; other readings are counted by the same request."""
        readings = self._readings
        others = [each for each in (readings.wide, readings.lenient) if each not in (None, readings.strict)]
        counted = self._ask([readings.strict, *others], max(ENOUGH, MANY + 1))
        self._counted = dict(zip([readings.strict, *others], counted, strict=True))
        return counted[0]

    def _opened(self, cap: int, *texts) -> list[int]:
        missing = [text for text in texts if text not in self._counted]
        self._counted |= dict(zip(missing, self._ask(missing, MANY + 1), strict=True))
        return [min(cap, self._counted[text]) for text in texts]

    def _ask(self, texts: list[Expression], cap: int) -> list[int]:
        matches = [Match(text, *self._audience, self._excluded) for text in texts]
        return self.index.counts(matches, cap, self.parsed.phrases)

    def visible_counts(self, parts: list, cap: int) -> list[int]:
        """For each expression, how many entries this reader may open have it, counted up to `cap`."""
        return self.index.counts([Match(part, *self._audience) for part in parts], cap)

    @property
    def excluded(self) -> Expression | None:
        return expressions.excluded(self.parsed)
