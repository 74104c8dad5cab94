"""By which words a result answers, where these are not the ones that were typed: another form, an equal term
or a related one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.translation import gettext as _

from search.language import Alternative, Group, ParsedQuery, tokens
from search.language.roots import indexed_roots
from search.types import Hit

MOST = 2  # of a result
RUN = re.compile(r"<mark>.*?</mark>(?:[\s-]<mark>.*?</mark>)*", re.DOTALL)  # marked words side by side
TAG = re.compile(r"</?mark>")


@dataclass(frozen=True)
class Met:
    """Marked words side by side: as written, folded, and their roots."""

    written: tuple[str, ...]
    words: tuple[str, ...]
    roots: tuple[str, ...]


def ways(hit: Hit, parsed: ParsedQuery) -> list[str]:
    """A sentence for each thing asked for that the result has in other words, two at most, the first asked first."""
    runs = [*_runs(hit.title), *_runs(hit.excerpt)]
    found = [_way(group, runs) for group in parsed.required if not group.exact]
    return [way for way in found if way][:MOST]


def _runs(html: str) -> Iterator[Met]:
    for match in RUN.finditer(html):
        text = unescape(TAG.sub("", match.group()))
        parts = [
            (text[token.start : token.end], token.word, root)
            for token in tokens(text)
            for root in indexed_roots(token.word).split()
        ]
        if parts:
            yield Met(*map(tuple, zip(*parts, strict=True)))


def _way(group: Group, runs: list[Met]) -> str:
    """How a group is met; empty where it stands as it was typed, or not in what is shown."""
    typed = tuple(token.word for token in group.words)
    if any(_place(typed, run.words) is not None for run in runs):
        return ""
    own = group.alternatives[0].roots
    for alternative in group.alternatives:
        if written := _written(alternative, runs):
            names = {"typed": " ".join(typed), "found": written}
            if alternative.roots == own:
                return _("“%(typed)s” dalam bentuk “%(found)s”") % names
            return _("“%(typed)s” sebagai “%(found)s”") % names
    written = next(filter(None, (_written(each, runs) for each in group.related)), "")
    names = {"typed": " ".join(typed), "found": written}
    return _("“%(typed)s” lewat istilah terkait “%(found)s”") % names if written else ""


def _written(alternative: Alternative, runs: list[Met]) -> str:
    """The words by which the alternative stands in the result."""
    for run in runs:
        at = _place(alternative.roots, run.roots)
        if at is not None:
            return " ".join(dict.fromkeys(run.written[at : at + len(alternative.roots)]))
    return ""


def _place(wanted: tuple[str, ...], there: tuple[str, ...]) -> int | None:
    """Where the wanted words stand side by side."""
    length = len(wanted)
    return next((at for at in range(len(there) - length + 1) if there[at : at + length] == wanted), None)
