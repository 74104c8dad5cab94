"""Two runs over the same set beside each other: per category, and the questions that changed most."""

import json
from pathlib import Path

from search.evaluation.judge import Verdict

MEASURES = ("ndcg@10", "recall@10", "mrr")
SHOWN = 10
LEAST = 0.0005  # what rounds to nothing is not shown


def by_question(verdicts: list[Verdict]) -> dict:
    """What `--json` adds to the figures, so that a later run can be compared with this one."""
    return {"by_question": {each.query.text: round(each.ndcg, 4) for each in verdicts}}


def read(path: Path) -> dict:
    """What an earlier run printed with `--json`; ValueError when it is something else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for figures in (found, *found["by_category"].values()):
            if not all(isinstance(figures[name], int | float) for name in (*MEASURES, "zero_results")):
                raise TypeError("a figure is no number")
        if not all(isinstance(value, int | float) for value in found["by_question"].values()):
            raise TypeError("a question's figure is no number")
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as reason:
        raise ValueError(f"{path.name} is not what search_eval --json prints: {reason!r}") from reason
    return found


def lines(earlier: dict, now: dict) -> list[str]:
    """The differences, now less earlier: of all, of each category both have, of the questions that changed most."""
    told = ["Since the earlier run:", _difference("all", earlier, now)]
    for category, figures in now["by_category"].items():
        if category in earlier["by_category"]:
            told.append(_difference(category, earlier["by_category"][category], figures))
    before = earlier["by_question"]
    changes = [(value - before[text], text) for text, value in now["by_question"].items() if text in before]
    changes = sorted((change for change in changes if abs(change[0]) >= LEAST), key=lambda each: (-abs(each[0]), each))
    told += [f"{change:+.3f} {text!r}" for change, text in changes[:SHOWN]]
    told.append(f"{len(changes)} questions changed, {len(now['by_question'].keys() - before.keys())} are new.")
    return told


def _difference(name: str, earlier: dict, now: dict) -> str:
    ndcg, recall, rank = (now[measure] - earlier[measure] for measure in MEASURES)
    return (
        f"{name:<12} nDCG@10 {ndcg:+.3f}  recall@10 {recall:+.3f}  MRR {rank:+.3f}  "
        f"zero results {now['zero_results'] - earlier['zero_results']:+d}"
    )
