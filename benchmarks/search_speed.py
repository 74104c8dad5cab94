"""How fast the embedded engine answers: `python -m benchmarks.search_speed [--database postgresql] [--entries N]`.

Each question is asked once to warm up and `--rounds` times to measure; its figure is the median, a row of the table
sums up the questions of a kind. `SELECT 1` is the least that any answer costs.
"""

import argparse
import json
from functools import partial

from benchmarks.databases import filled
from benchmarks.fill_entries import fill_entries, reader_containers, reader_inherited
from benchmarks.measure import Stopwatch, summary
from benchmarks.results import report
from benchmarks.search_questions import QUESTIONS, TYPED


def main() -> None:
    options = _options()
    fill = partial(fill_entries, options.entries)
    with filled(options.database, f"search_{options.entries}", fill):
        found = measure(options.rounds, options.each)
    report(
        f"search {options.database}, {options.entries} entries",
        found,
        about=f"{options.rounds} rounds, milliseconds",
        watched=["cpu_p50", "cpu_p95"],
        path=options.json,
    )


def measure(rounds: int, each: bool = False) -> dict[str, dict[str, float]]:
    """Kind of question → p50, p95 and worst, of all questions too; `each` prints every question's own figures.

    What is typed, for suggestions, is a kind by itself and not among all.
    """
    from django.db import connection

    from search.engines.base import current_engine
    from search.types import SearchRequest

    engine, stopwatch = current_engine(), Stopwatch()
    reader = {"keys": ("public",), "containers": reader_containers(), "inherited": reader_inherited()}
    asked = {
        f"{kind}: {json.dumps(words, default=str)}": partial(engine.search, SearchRequest(**reader, **words))
        for kind, questions in QUESTIONS.items()
        for words in questions
    }

    typed = suggesting(reader)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchall()

    timings = stopwatch.rounds({"SELECT 1": bare, **asked, **typed}, rounds)
    if each:
        for name, timing in sorted(timings.items(), key=lambda pair: pair[1].cpu):
            print(f"{timing.cpu:8.1f} {timing.wall:8.1f}  {name}")
    least = timings.pop("SELECT 1")
    found = {"SELECT 1": summary([least]), "while typing": summary(timings.pop(name) for name in typed)}
    for kind in QUESTIONS:
        found[kind] = summary(timing for name, timing in timings.items() if name.startswith(f"{kind}:"))
    found["all"] = summary(timings.values())
    found["all"]["× SELECT 1"] = round(found["all"]["cpu_p95"] / max(least.cpu, 0.001))
    return found


def suggesting(reader: dict) -> dict[str, partial]:
    """What each text asks for while it is typed by a visitor who may open the rooms of `reader`."""
    from django.contrib.auth.models import AnonymousUser

    from search.containers import Containers
    from search.suggestions import suggested

    containers = Containers(reader["containers"], reader["inherited"])
    return {f"typed: {text}": partial(suggested, text, AnonymousUser(), containers) for text in TYPED}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", help="a file for the figures")
    parser.add_argument("--each", action="store_true", help="every question's own CPU and wall time too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
