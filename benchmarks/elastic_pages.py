"""What the whole page of results costs on Elasticsearch: `python -m benchmarks.elastic_pages [--posts N] [--rounds N]`.

Content as `forum_speed` makes it; each question is asked of Django in this process, as a visitor. The row "page" is
the processor's time of this process, "took" is Elasticsearch's own word. Starts a node unless `ELASTICSEARCH_URL`
names one.
"""

import argparse
import gc
import os
from functools import partial

from benchmarks.databases import filled
from benchmarks.elastic_node import elasticsearch
from benchmarks.elastic_speed import Took
from benchmarks.forum_speed import _fill
from benchmarks.measure import Stopwatch, Timing, summary
from benchmarks.readers import ANEW, ask
from benchmarks.results import report
from benchmarks.search_questions import COMMON, EXCLUDED, LONG, MISSPELT, QUOTED, RARE, TWO, WORDS_UNDER_FILTERS

TEXTS = "|".join((COMMON, RARE, TWO, LONG, QUOTED, EXCLUDED, MISSPELT)).split("|")
FILTERS = (
    {"jenis": "praktik"},
    {"jenis": "diskusi"},
    {"lingkup": "saling-membantu"},
    {"tahun": "2024"},
    {"instansi": "kota"},
    {"dari": "2025-01-01", "sampai": "2025-12-31"},
    {"urut": "terbaru"},
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ["ELASTICSEARCH_TIMEOUT"] = "10"  # a machine that others use is slow, and a fallback is not measured
    with elasticsearch() as prefix:
        run(options.posts, options.rounds, prefix)


def run(posts: int, rounds: int, prefix: str) -> None:
    """Fill, time and print; what was made in Elasticsearch is deleted."""
    with filled("sqlite", f"forum_{posts}", partial(_fill, posts)):
        from django.core.management import call_command

        from search.engines.elastic import filling, indexes

        call_command("collectstatic", interactive=False, verbosity=0)
        with indexes.under(prefix):
            filling.rebuild()
            about = f"{rounds} rounds, milliseconds"
            report(f"pages elasticsearch, {posts} posts", measure(rounds), about=about, watched=["cpu_p50", "cpu_p95"])


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """The page's time for each question and what Elasticsearch says that it took."""
    from django.test import Client

    from search.engines.elastic import client

    visitor, stopwatch, took = Client(headers=ANEW), Stopwatch(), Took(client.quick())
    client.quick = lambda: took
    pages, theirs = [], []
    for number in range(rounds + 1):
        for address in addresses():
            took.milliseconds = 0
            timing = stopwatch.time(partial(ask, visitor, address))
            if number:
                pages.append(Timing(timing.wall - took.milliseconds, timing.cpu))
                theirs.append(Timing(took.milliseconds, 0.0))
        if not number:
            gc.collect()
            gc.freeze()  # as gunicorn does before its first request
    return {"page": summary(pages), "took": summary(theirs)}


def addresses() -> list[str]:
    from django.utils.http import urlencode

    questions = [{"q": text} for text in TEXTS]
    questions += [{"q": text, **more} for text in WORDS_UNDER_FILTERS for more in FILTERS]
    return [f"/cari/?{urlencode(question)}" for question in questions]


if __name__ == "__main__":
    main()
