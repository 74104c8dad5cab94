"""The engine where there is an Elasticsearch: that one while it answers truly and in time, else the embedded one.

A failure opens the circuit: for some seconds nobody asks Elasticsearch; then one question tries it again while others
still go to the embedded engine, and the first good answer closes the circuit. The embedded engine also answers while
Elasticsearch is behind, or has an index that this version of the portal cannot use.
"""

import threading
import time
from dataclasses import replace
from datetime import timedelta

import structlog
from django.conf import settings
from django.utils import timezone
from elasticsearch import ApiError, TransportError

from search.engines.elastic import client, indexes
from search.engines.elastic.engine import ElasticsearchEngine
from search.engines.elastic.question import Incomplete
from search.models import SearchEntry
from search.types import SearchRequest, SearchResults

logger = structlog.get_logger(__name__)
FAILURES = (ApiError, TransportError, Incomplete, KeyError, ValueError)
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 5.0  # seconds without asking, doubled with each failure
INDEX_KNOWN, BACKLOG_KNOWN = 10.0, 2.0  # seconds


class Circuit:
    """Whether to ask; one for all threads of a process."""

    def __init__(self):
        self._lock = threading.Lock()
        self._pause = 0.0
        self._closed_until = 0.0
        self.reason = ""

    def may_ask(self) -> bool:
        """True while all is well; after a failure once a pause, for the one who tries."""
        with self._lock:
            if not self._pause:
                return True
            if time.monotonic() < self._closed_until:
                return False
            self._closed_until = time.monotonic() + self._pause  # who tries, tries alone
            return True

    def succeeded(self) -> None:
        if self._pause:
            with self._lock:
                self._pause, self.reason = 0.0, ""
            logger.info("elasticsearch_back")

    def failed(self, reason: str) -> None:
        with self._lock:
            self._pause = min(LONGEST_PAUSE, self._pause * 2 or FIRST_PAUSE)
            self._closed_until = time.monotonic() + self._pause
            self.reason = reason
        logger.warning("elasticsearch_unavailable", reason=reason)

    @property
    def is_open(self) -> bool:
        return bool(self._pause)


class FallbackEngine:
    """Elasticsearch, with the embedded engine behind it; `SearchResults.is_fallback` says which one has answered."""

    name = "elasticsearch"

    def __init__(self, embedded):
        self.embedded = embedded
        self.elasticsearch = ElasticsearchEngine()
        self.elasticsearch.vocabulary = embedded.vocabulary  # the same words; once in memory is enough
        self.circuit = Circuit()
        self._index_asked, self._backlog_asked = 0.0, 0.0
        self._index_fault: str | None = None
        self._is_behind = False

    def search(self, request: SearchRequest) -> SearchResults:
        """See `Engine.search`."""
        if not self.behind() and self.circuit.may_ask():
            try:
                if not (fault := self.index_fault()):
                    results = self.elasticsearch.search(request)
                    self.circuit.succeeded()
                    return results
                self.circuit.failed(fault)
            except FAILURES as error:
                self.circuit.failed(f"{type(error).__name__}: {error}"[:300])
                self._index_asked = 0.0
        return replace(self.embedded.search(request), is_fallback=True)

    def read_kept(self) -> None:
        """See `Engine.read_kept`: the vocabulary; counts come from Elasticsearch, which a start does not wait for."""
        self.embedded.vocabulary.catch_up()

    def index_fault(self) -> str | None:
        """Why the index that is read cannot be used; asked anew every few seconds."""
        if time.monotonic() - self._index_asked > INDEX_KNOWN or not self._index_asked:
            found = indexes.current(client.quick())
            self._index_fault = "no index" if found is None else found.fault
            self._index_asked = time.monotonic()
        return self._index_fault

    def behind(self) -> bool:
        """Whether a change has waited too long; looked at every two seconds."""
        if time.monotonic() - self._backlog_asked > BACKLOG_KNOWN or not self._backlog_asked:
            oldest = SearchEntry.objects.waiting().values_list("changed_at", flat=True).first()
            limit = timezone.now() - timedelta(seconds=settings.ELASTICSEARCH_BEHIND_SECONDS)
            self._is_behind = oldest is not None and oldest < limit
            self._backlog_asked = time.monotonic()
        return self._is_behind
