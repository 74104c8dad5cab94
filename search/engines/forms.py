"""The form of the words that were asked for, as far as it tells.

Roots are what is stored, so *penilaian* (assessment) finds *menilai* (to assess), as it should, but *nilai* (marks,
values) too, as *memetakan* (to map) finds a map. Words formed of a root mean nearly the same; the root by itself often
means something else. Measured: docs/search.md.
"""

import re
from collections.abc import Iterable

from search.engines.ranking import Candidate, Ranking, scored
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
    alone = {root: re.compile(rf"\b{root}(?:{'|'.join(CLITICS)})?\b") for root in roots}
    head = ranked[:LOOKED_AT]
    texts = _texts((candidate.id for candidate in head), using)
    for candidate in head:
        stored, text = f"{candidate.title} {candidate.summary} {candidate.body}".split(), texts.get(candidate.id, "")
        for root, pattern in alone.items():
            if count := stored.count(root):
                candidate.bare[root] = min(1.0, len(pattern.findall(text)) / count)
    return scored(ranking, head) + ranked[LOOKED_AT:]


def _texts(ids: Iterable[int], using: str) -> dict[int, str]:
    rows = SearchEntry.objects.using(using).filter(pk__in=list(ids)).values_list("pk", "title", "summary", "body")
    return {pk: " ".join(texts).casefold() for pk, *texts in rows}
