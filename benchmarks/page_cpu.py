"""CPU time of pages, made anew and signed in, beside a bare view: `python -m benchmarks.page_cpu`.

Requests per second need a quiet machine, the processor's time does not: gunicorn with one process is asked by one
reader, and what it and PostgreSQL spent is divided by the number of requests. A ratio compares with the bare view.
"""

import argparse
import http.client
from statistics import median

import psutil

from benchmarks import page_speed
from benchmarks.databases import FOLDER, filled
from benchmarks.readers import ANEW
from benchmarks.results import report

SIZE = 40_000


def main() -> None:
    options = _options()
    with filled("postgresql", "pages", page_speed.fill):
        addresses, member = page_speed.addresses(), page_speed.cookie_of_a_member()
        server = page_speed.start(processes=1)
        try:
            found = measure(server, {**addresses, **MORE}, member, options)
        finally:
            server.terminate()
            server.wait(30)
    report(
        "CPU of pages",
        found,
        about=f"gunicorn 1 × 4, one reader, {options.rounds} rounds of {options.requests} requests",
        watched=["anew: bare ÷ page", "signed in: bare ÷ page"],
        more_is_better=True,
        path=options.json,
    )


MORE = {"fgd list": "/fgd/", "own page": "/saya/"}


def measure(server, addresses: dict[str, str], member: dict[str, str], options) -> dict[str, dict]:
    """Kind of page → milliseconds of the bare view, of the page made anew and signed in, with ratios."""
    spent = Spent(server.pid)
    taken: dict[str, list[tuple[float, ...]]] = {name: [] for name in addresses}
    for _ in range(options.rounds):
        for name, address in addresses.items():
            if options.only and name not in options.only:
                continue
            bare = sum(spent.per_request(f"/api/bare/{SIZE}/", {}, 20 * options.requests))
            anew = spent.per_request(address, ANEW, options.requests) if name != "own page" else (0.0, 0.0)
            taken[name].append((bare, *anew, *spent.per_request(address, member, options.requests)))
    return {name: _row(*zip(*rows, strict=True)) for name, rows in taken.items() if rows}


class Spent:
    """What the server and its database spent of the processor."""

    def __init__(self, pid: int):
        self.server = psutil.Process(pid)
        self.database = psutil.Process(int((FOLDER / "postgresql" / "postmaster.pid").read_text().split()[0]))

    def per_request(self, address: str, headers: dict[str, str], requests: int) -> tuple[float, float]:
        """Milliseconds of the server and of the database for each of `requests`."""
        connection = http.client.HTTPConnection("127.0.0.1", page_speed.PORT, timeout=60)
        self._ask(connection, address, headers, requests // 10)
        before = self._seconds()
        self._ask(connection, address, headers, requests)
        after = self._seconds()
        connection.close()
        return tuple((late - early) * 1_000 / requests for early, late in zip(before, after, strict=True))

    def _seconds(self) -> tuple[float, float]:
        return _spent(self.server), _spent(self.database)

    def _ask(self, connection, address: str, headers: dict[str, str], requests: int) -> None:
        for _ in range(requests):
            connection.request("GET", address, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status != http.client.OK:
                raise SystemExit(f"{address}: {response.status}")


def _spent(parent: psutil.Process) -> float:
    """Seconds of all children, those that are gone too."""
    return sum(parent.cpu_times()[2:4]) + sum(sum(child.cpu_times()[:2]) for child in parent.children())


def _row(bare, anew, anew_database, signed_in, signed_in_database) -> dict[str, float]:
    base = median(bare)
    new, known = median(anew) + median(anew_database), median(signed_in) + median(signed_in_database)
    return {
        "bare ms": round(base, 2),
        "anew ms": round(median(anew), 1),
        "database": round(median(anew_database), 1),
        "signed in ms": round(median(signed_in), 1),
        "database ": round(median(signed_in_database), 1),
        "anew: bare ÷ page": round(base / new, 3) if new else 0,
        "signed in: bare ÷ page": round(base / known, 3),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=50)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--json", help="a file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
