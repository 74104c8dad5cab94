"""Sets of documents and questions, one JSON object a line."""

import json
from hashlib import sha256
from pathlib import Path

from search.evaluation.judge import Query

OWN_DOCUMENTS = Path(__file__).parent / "own_documents.jsonl"
OWN_QUERIES = Path(__file__).parent / "own_queries.jsonl"
HALVES = ["tuning", "held-back"]


def _lines(path: Path) -> list[dict]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError as reason:
                raise ValueError(f"{path.name}, line {number}: {reason}") from reason
    return found


def documents(path: Path) -> list[dict]:
    """The documents, each with at least `id`, `kind` and `title`; ValueError says which line lacks what."""
    found = _lines(path)
    for number, document in enumerate(found, 1):
        missing = {"id", "kind", "title"} - document.keys()
        if missing:
            raise ValueError(f"{path.name}, document {number} lacks {', '.join(sorted(missing))}")
    return found


def queries(path: Path) -> list[Query]:
    """The questions with their answers; ValueError says which lacks what."""
    found = []
    for number, row in enumerate(_lines(path), 1):
        try:
            grades = {str(pk): int(grade) for pk, grade in row["relevant"].items()}
            found.append(Query(row["query"], row.get("category", ""), grades, tuple(row.get("unrelated", ()))))
        except (KeyError, AttributeError, TypeError) as reason:
            raise ValueError(f"{path.name}, query {number}: {reason!r}") from reason
    return found


def half(asked: list[Query], name: str) -> list[Query]:
    """The questions of one half, parted by the last bit of the SHA-256 of their text: even ones are for tuning."""
    return [query for query in asked if HALVES[sha256(query.text.encode()).digest()[-1] % 2] == name]
