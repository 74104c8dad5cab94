"""Figures kept from run to run in `var/bench/results/`, and what got worse since the run before.

Every measurement ends with `report`. Figures are a table: row → column → number, as `measure.table` prints it.
"""

import json
import subprocess
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from benchmarks.databases import FOLDER, ROOT
from benchmarks.measure import table

RESULTS = FOLDER / "results"
WORSE = 1.15  # a ratio from which a figure is marked
KEPT = 20  # runs of one name

Figures = dict[str, dict[str, float]]


def report(
    name: str,
    figures: Figures,
    *,
    about: str,
    watched: Iterable[str],
    more_is_better: bool = False,
    path: str | None = None,
) -> list[str]:
    """Print the figures and how they compare with the last run of this name; keep them. Returns what got worse.

    `name` tells runs apart that must not be compared (engine, size); `watched` are the columns that are compared, as
    ratios new ÷ old, or old ÷ new where `more_is_better`: above 1 is worse. `path` is a further file for this run.
    """
    run = {"name": name, "about": about, "when": f"{datetime.now():%Y-%m-%d %H:%M}", "commit": _commit()}
    run["figures"] = figures
    print(f"{name}: {about}")
    print(table(figures))
    earlier = runs(name)
    worse = _compare(earlier[-1], figures, list(watched), more_is_better) if earlier else []
    if not earlier:
        print("No earlier run to compare with; this one is kept.")
    RESULTS.mkdir(parents=True, exist_ok=True)
    _file(name).write_text(json.dumps([*earlier[1 - KEPT :], run], indent=1))
    if path:
        Path(path).write_text(json.dumps(run, indent=1))
    return worse


def runs(name: str) -> list[dict]:
    """What is kept of this name, the oldest first."""
    return json.loads(_file(name).read_text()) if _file(name).exists() else []


def ratios(before: Figures, now: Figures, watched: list[str], more_is_better: bool = False) -> Figures:
    """How many times worse each watched figure is; those that both runs have and that are not nothing."""
    found: Figures = {}
    for row, columns in now.items():
        for column in watched:
            old, new = before.get(row, {}).get(column), columns.get(column)
            if old and new:
                found.setdefault(row, {})[column] = round(old / new if more_is_better else new / old, 2)
    return found


def _compare(earlier: dict, figures: Figures, watched: list[str], more_is_better: bool) -> list[str]:
    compared = ratios(earlier["figures"], figures, watched, more_is_better)
    worse = [f"{row}, {column}" for row, columns in compared.items() for column in columns if columns[column] > WORSE]
    marked = {
        row: {column: f"{ratio:.2f}{' !' if ratio > WORSE else '  '}" for column, ratio in columns.items()}
        for row, columns in compared.items()
    }
    print(f"\nTimes as bad as on {earlier['when']} ({earlier['commit']}); ! marks more than {WORSE:.2f}")
    print(table(marked))
    print(f"Worse: {'; '.join(worse)}." if worse else "Nothing got worse.")
    return worse


def _file(name: str) -> Path:
    return RESULTS / f"{name.replace(' ', '_').replace(',', '')}.json"


def _commit() -> str:
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)  # noqa: S607
    return found.stdout.strip() or "unknown"
