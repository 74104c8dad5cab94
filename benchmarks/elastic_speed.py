"""How Elasticsearch answers and is filled: `python -m benchmarks.elastic_speed [--entries N] [--rounds N]`.

A rebuild is timed beside a bare bulk load of the same documents. Then each question of `search_questions` is asked:
what the portal takes beyond Elasticsearch's own `took` is the last row. Starts a node of its own unless
`ELASTICSEARCH_URL` names one.
"""

import argparse
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from benchmarks.databases import filled
from benchmarks.elastic_node import elasticsearch
from benchmarks.fill_entries import fill_entries, reader_containers, reader_inherited
from benchmarks.measure import Stopwatch, Timing, summary
from benchmarks.results import report
from benchmarks.search_questions import QUESTIONS

TENTHS = 10  # of the entries, between two looks at the memory


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
    with elasticsearch() as prefix:
        run(options.entries, options.rounds, prefix)


def run(entries: int, rounds: int, prefix: str) -> None:
    """Fill, time and print; what was made in Elasticsearch is deleted."""
    with filled("sqlite", f"search_{entries}", partial(fill_entries, entries)):
        from search.engines.elastic import indexes

        with indexes.under(prefix):
            fill()
            about = f"{rounds} rounds, milliseconds"
            report(f"search elasticsearch, {entries} entries", ask(rounds), about=about, watched=["cpu_p50", "cpu_p95"])


def fill() -> None:
    """A rebuild, and a bare bulk load of the documents that it sends; each in a process that has done nothing else."""
    rebuild, memory, cpu = alone(rebuilt)
    load = alone(loaded)
    print(f"rebuild {rebuild:.0f} entries/s, bare bulk load {load:.0f}/s: × {rebuild / load:.2f}")
    print(f"{cpu:.2f} ms of CPU for an entry; MB at most after each tenth of them:", *memory, flush=True)


def alone(action):
    """What `action` returns in a new process, since memory is never given back by one that has filled a database."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_set_up) as process:
        return process.submit(action).result()


def _set_up() -> None:
    import django

    django.setup()


def rebuilt() -> tuple[float, list[int], float]:
    """Entries a second of a rebuild, the most memory used after each tenth of it, CPU milliseconds of an entry."""
    from search.engines.elastic import filling
    from search.models import SearchEntry

    count, memory = SearchEntry.objects.count(), []

    def tell(done: int, total: int) -> None:
        if done * TENTHS >= total * (len(memory) + 1):
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)

    began, cpu = time.monotonic(), time.process_time()
    filling.rebuild(tell)
    return count / (time.monotonic() - began), memory, (time.process_time() - cpu) / count * 1000


def loaded() -> float:
    """Documents a second of a bare bulk load; making them is not counted."""
    from search.engines.elastic import client, filling, indexes, sending
    from search.engines.elastic.documents import FIELDS
    from search.models import SearchEntry

    bare, spent, after, count = indexes.create(client.connection()), 0.0, 0, 0
    while chunk := list(SearchEntry.objects.filter(pk__gt=after).order_by("pk").only(*FIELDS)[: filling.CHUNK]):
        lines, _ = sending.lines_of(chunk)
        began = time.monotonic()
        sending.deliver(lines, bare, {})
        spent += time.monotonic() - began
        after, count = chunk[-1].pk, count + len(chunk)
    indexes.drop(client.connection(), bare)
    return count / spent


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
