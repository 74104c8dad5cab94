"""Timing on a machine that others use too: CPU time beside wall time, several rounds, the median of each case."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one case: `wall` as a reader waits, `cpu` of this process and of its PostgreSQL backend."""

    wall: float
    cpu: float


class Stopwatch:
    """Times calls; knows the process that answers for this one's database connection."""

    def __init__(self):
        from django.db import connection

        self._backend = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET max_parallel_workers_per_gather = 0")  # their CPU time could not be told
                cursor.execute("SELECT pg_backend_pid()")
                self._backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def _database_cpu(self) -> float:
        return int(self._backend.read_text().split()[0]) / 1e9 if self._backend and self._backend.exists() else 0.0

    def time(self, action: Callable[[], object]) -> Timing:
        database, cpu, wall = self._database_cpu(), time.process_time(), time.perf_counter()
        action()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        return Timing(wall * 1000, (cpu + self._database_cpu() - database) * 1000)

    def rounds(self, actions: dict[str, Callable[[], object]], rounds: int) -> dict[str, Timing]:
        """The median of each action over `rounds` rounds, after one round that warms up."""
        taken: dict[str, list[Timing]] = {name: [] for name in actions}
        for number in range(rounds + 1):
            for name, action in actions.items():
                timing = self.time(action)
                if number:
                    taken[name].append(timing)
        return {
            name: Timing(median(each.wall for each in of_one), median(each.cpu for each in of_one))
            for name, of_one in taken.items()
        }


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def summary(timings: Iterable[Timing]) -> dict[str, float]:
    """p50, p95 and the worst of several cases, in milliseconds."""
    timings = list(timings)
    return {
        f"{kind}_{name}": round(percentile([getattr(each, kind) for each in timings], share), 2)
        for kind in ("wall", "cpu")
        for name, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))
    }


def table(rows: dict[str, dict[str, object]]) -> str:
    """Rows under the names of their columns, aligned for a terminal."""
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    lines = [["", *columns], *([name, *(str(row.get(column, "")) for column in columns)] for name, row in rows.items())]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns) + 1)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
