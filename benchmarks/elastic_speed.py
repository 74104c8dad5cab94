"""How Elasticsearch answers and is filled: `python -m benchmarks.elastic_speed [--entries N] [--rounds N]`.

A rebuild is timed beside a bare bulk load of the same documents. Then each question of `search_questions` is asked:
what the portal takes beyond Elasticsearch's own `took` is the last row. Starts a node of its own unless
`ELASTICSEARCH_URL` names one.
"""

import argparse
import os
import resource
import time
from functools import partial

from benchmarks.databases import filled
from benchmarks.fill_entries import fill_entries, reader_containers, reader_inherited
from benchmarks.measure import Stopwatch, Timing, summary
from benchmarks.results import report
from benchmarks.search_questions import QUESTIONS
from cop_portal.elasticsearch_nodes import Cluster


class Took:
    """A client that adds up the milliseconds that Elasticsearch says it took."""

    def __init__(self, client):
        self.client, self.milliseconds = client, 0

    def msearch(self, **asked):
        return self._noted(self.client.msearch(**asked))

    def search(self, **asked):
        return self._noted(self.client.search(**asked))

    def __getattr__(self, name: str):
        return getattr(self.client, name)

    def _noted(self, answer):
        self.milliseconds += answer["took"]
        return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ["ELASTICSEARCH_INDEX_PREFIX"] = f"bench-{os.getpid()}"
    if os.environ.get("ELASTICSEARCH_URL"):
        run(options.entries, options.rounds)
        return
    with Cluster(1, heap="1g") as cluster:
        os.environ["ELASTICSEARCH_URL"] = cluster.addresses[0]
        run(options.entries, options.rounds)


def run(entries: int, rounds: int) -> None:
    """Fill, time and print; what was made in Elasticsearch is deleted."""
    with filled("sqlite", f"search_{entries}", partial(fill_entries, entries)):
        from search.engines.elastic import indexes

        with indexes.under(os.environ["ELASTICSEARCH_INDEX_PREFIX"]):
            fill()
            about = f"{rounds} rounds, milliseconds"
            report(f"search elasticsearch, {entries} entries", ask(rounds), about=about, watched=["cpu_p50", "cpu_p95"])


def fill() -> None:
    """A rebuild, and a bare bulk load of the documents that it sends."""
    from search.engines.elastic import client, filling, indexes, sending
    from search.engines.elastic.documents import FIELDS
    from search.models import SearchEntry

    count, began = SearchEntry.objects.count(), time.monotonic()
    filling.rebuild()
    rebuild = count / (time.monotonic() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    bare, spent, after = indexes.create(client.connection()), 0.0, 0
    while chunk := list(SearchEntry.objects.filter(pk__gt=after).order_by("pk").only(*FIELDS)[: filling.CHUNK]):
        lines, _ = sending.lines_of(chunk)
        began = time.monotonic()
        sending.deliver(lines, bare, {})
        spent += time.monotonic() - began
        after = chunk[-1].pk
    indexes.drop(client.connection(), bare)
    load = count / spent
    print(f"rebuild {rebuild:.0f} entries/s, bare bulk load {load:.0f}/s: × {rebuild / load:.2f}; at most {memory} MB")


def ask(rounds: int) -> dict[str, dict[str, float]]:
    """The engine's time for each question and Elasticsearch's share of it, in milliseconds."""
    from search.engines.elastic import client
    from search.engines.elastic.engine import ElasticsearchEngine
    from search.types import SearchRequest

    engine, stopwatch, took = ElasticsearchEngine(), Stopwatch(), Took(client.quick())
    client.quick = lambda: took
    reader = {"keys": ("public",), "containers": reader_containers(), "inherited": reader_inherited()}
    whole, theirs, ours = [], [], []
    for number in range(rounds + 1):
        for words in (words for questions in QUESTIONS.values() for words in questions):
            took.milliseconds = 0
            timing = stopwatch.time(partial(engine.search, SearchRequest(**reader, **words)))
            if number:
                whole.append(timing)
                theirs.append(Timing(took.milliseconds, 0.0))
                ours.append(Timing(timing.wall - took.milliseconds, timing.cpu))
    return {"engine": summary(whole), "took": summary(theirs), "the rest": summary(ours)}


if __name__ == "__main__":
    main()
