"""The form of the words that were asked for, as far as it tells.

Roots are what is stored, so *penilaian* (assessment) finds *menilai* (to assess), as it should, but *nilai* (marks,
values) too, as *memetakan* (to map) finds a map. Words formed of a root mean nearly the same; the root by itself often
means something else. Measured: docs/search.md.
"""

import re
from collections.abc import Iterable

from search.engines.ranking import Candidate, Ranking, in_order
from search.language import ParsedQuery
from search.language.roots import CLITICS, affixed_root
from search.models import SearchEntry

LOOKED_AT = 50  # entries whose texts are read as they were written


def by_form(ranking: Ranking, ranked: list[Candidate], parsed: ParsedQuery, using: str) -> list[Candidate]:
    """`ranked` (best first), its head in the order that the forms of the typed words make."""
    typed = [token.word for group in parsed.required if not group.exact for token in group.words]
    roots = sorted({root for word in typed if (root := affixed_root(word))})
    if not roots:
        return ranked
    alone = {root: _standing_alone(root) for root in roots}
    head = ranked[:LOOKED_AT]
    having = {candidate.id: found for candidate in head if (found := _counted(candidate, roots))}
    texts = _texts(having, using)
    for candidate in head:
        text = texts.get(candidate.id, "")
        for root, count in having.get(candidate.id, {}).items():
            if bare := len(alone[root].findall(text)):
                candidate.bare[root] = min(1.0, bare / count)
        if candidate.bare:
            ranking.score(candidate)
    return in_order(head) + ranked[LOOKED_AT:]


def _standing_alone(root: str) -> re.Pattern:
    """Finds the root as a word; it begins with a letter, which is looked for faster than a border of a word."""
    return re.compile(rf"{root}(?<!\w{root})(?:{'|'.join(CLITICS)})?\b")


def _counted(candidate: Candidate, roots: list[str]) -> dict[str, int]:
    """How often the candidate has each of the roots that it has."""
    stored = f"{candidate.title} {candidate.summary} {candidate.body}".split()
    return {root: count for root in roots if (count := stored.count(root))}


def _texts(ids: Iterable[int], using: str) -> dict[int, str]:
    rows = SearchEntry.objects.using(using).filter(pk__in=list(ids)).values_list("pk", "title", "summary", "body")
    return {pk: " ".join(texts).casefold() for pk, *texts in rows}
