"""The embedded engine: the database finds the candidates, Python ranks, counts and shows them.

SQLite and PostgreSQL only say which entries match (`sqlite.py`, `postgresql.py`); everything that decides about order
is one formula here, so both answer alike.
"""

from dataclasses import replace

from django.utils import timezone

from search.engines.counts import counted, counted_facet, counted_kinds, inherited_labels
from search.engines.feedback import lifted
from search.engines.forms import by_form
from search.engines.hits import hits
from search.engines.index import Index
from search.engines.question import CANDIDATES, READ_WHOLE, Question
from search.engines.ranking import Candidate, Ranking, scored
from search.engines.statistics import Statistics
from search.engines.threads import collapsed
from search.language import parse
from search.spelling import corrected_text, likelier_text
from search.types import SearchRequest, SearchResults
from search.vocabulary import Vocabulary

FEW = 3  # with fewer hits, a likelier spelling is offered
NOTHING = SearchResults(hits=[], total=0, is_capped=False, kinds={}, facets={})


class DatabaseEngine:
    """Answers from `SearchEntry` itself: nothing to keep in step, nothing to wait for."""

    name = "database"

    def __init__(self, using: str = "default"):
        self.index = Index(using)
        self.statistics = Statistics(self.index)
        self.vocabulary = Vocabulary(using)

    def read_kept(self) -> None:
        """See `Engine.read_kept`: the vocabulary and the number of entries."""
        self.vocabulary.catch_up()
        self.statistics.prepare(())

    def search(self, request: SearchRequest) -> SearchResults:
        """See `Engine.search`."""
        parsed = parse(request.text, request.synonyms)
        if (request.keys is not None and not request.keys and not request.containers) or (
            request.text.strip() and not parsed.groups
        ):
            return NOTHING
        question = Question(self.index, self.statistics, request, parsed)
        if not parsed.groups or request.as_typed:
            return self._answer(question)
        if not question.strict_count:
            better = corrected_text(question, self.vocabulary)
            if better:
                corrected = Question(self.index, self.statistics, request, parse(better, request.synonyms))
                return replace(self._answer(corrected), corrected=better)
        suggestion = likelier_text(question, self.vocabulary) if 0 < question.strict_count < FEW else None
        return replace(self._answer(question), suggestion=suggestion)

    def _answer(self, question: Question) -> SearchResults:
        found = question.candidates
        ranked = collapsed(self._ranked(question, found[:CANDIDATES]))
        kinds, facets = self._counted(question, found[:CANDIDATES])
        start = max(0, question.request.offset)
        return SearchResults(
            hits=hits(ranked[start : start + max(0, question.request.limit)], question.parsed, self.index.using),
            total=len(ranked),
            is_capped=len(found) > CANDIDATES,
            kinds=kinds,
            facets=facets,
            is_relaxed=question.is_relaxed,
        )

    def _ranked(self, question: Question, found: list[Candidate]) -> list[Candidate]:
        if not question.parsed.groups:
            return found
        ranking = Ranking(question.parsed, question.weight, question.root_weight, timezone.now().timestamp())
        best, rest = found, []
        if len(found) > READ_WHOLE:  # else they came with their bodies
            found = scored(ranking, found)
            best, rest = found[:READ_WHOLE], found[READ_WHOLE:]
            bodies = self.index.bodies(candidate.id for candidate in best)
            for candidate in best:
                candidate.body = bodies.get(candidate.id, "")
        ranked = scored(ranking, best) + rest
        if question.request.sort == "newest":
            ranked.sort(key=lambda candidate: (candidate.dated or 0.0, candidate.id), reverse=True)
            return ranked
        return lifted(by_form(ranking, ranked, question.parsed, self.index.using))

    def _counted(self, question: Question, found: list[Candidate]) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
        """Hits per kind and per facet value, each counted under all filters but its own."""
        inherited = inherited_labels(question.request)
        kinds, facets = counted(found, inherited)
        if question.request.kind:
            kinds = counted_kinds(question.labels(without="kind"))
        for name, values in question.request.filters.items():
            if values:
                facets[name] = counted_facet(question.labels(without=name), inherited, name)
        return kinds, facets
