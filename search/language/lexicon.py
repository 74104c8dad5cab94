"""The word lists of `search/data/lexicon_id.txt`, read once."""

from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
HEADING = "# ---"


def _lines(name: str) -> list[str]:
    lines = (line.strip() for line in (DATA / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _sections() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    for line in _lines("lexicon_id.txt"):
        if line.startswith("["):
            sections[line.strip("[]")] = current = []
        else:
            current.append(line)
    return sections


@cache
def word_list(section: str) -> frozenset[str]:
    """The words of a section, as `word_list("stop")`."""
    return frozenset(" ".join(_sections()[section]).split())


@cache
def variants() -> dict[str, str]:
    """Spelling → the spelling it is read as (which may be two words)."""
    return dict(line.split("=") for line in _sections()["variants"])


def synonym_lines() -> list[str]:
    """The groups of equal terms as shipped, one a line, terms parted by commas."""
    return _lines("synonyms_id.txt")


def related_lines() -> list[str]:
    """The related terms as shipped, as `search.language.related` reads them."""
    return _lines("related_id.txt")


def synonym_sections() -> list[tuple[str, str]]:
    """The groups as shipped, each with the heading it stands below: (heading, line)."""
    heading, found = "", []
    for line in (DATA / "synonyms_id.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(HEADING):
            heading = line.removeprefix(HEADING).strip()
        elif line.strip() and not line.startswith("#"):
            found.append((heading, line.strip()))
    return found
