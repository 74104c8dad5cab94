"""Terms that mean the same: acronyms and their names, Indonesian and loan words, spoken and written forms."""

from collections.abc import Iterable
from functools import cache

from search.language.lexicon import related_lines, synonym_lines
from search.language.related import Related
from search.language.roots import CLITICS, root, roots
from search.language.tokens import tokens

LONGEST_TERM = 14
SHORTEST_SHORTENED = 2  # roots that are left of a term that people shorten

Term = tuple[str, ...]


class Synonyms:
    """Groups of equal terms, looked up where a question is read: changing them needs no new index.

    A term of one word is met as written (`pelatihan`, not every word of the root *latih*), one of several words by its
    roots (`menilai kinerja` meets *penilaian kinerja*).
    """

    def __init__(self, lines: Iterable[str], related: Iterable[str] | None = None):
        """`lines`: a group a line, terms parted by commas; `related`: those shipped, if not given."""
        lines = list(lines)
        self.related = Related(related_lines() if related is None else related, lines)
        self._words: dict[str, set[Term]] = {}
        self._terms: dict[Term, set[Term]] = {}
        self._short: dict[Term, list[set[Term]]] = {}  # a term less its first or last root → its groups
        self.longest = 1
        for line in lines:
            self._add([term.strip() for term in line.split(",") if term.strip()])

    def _add(self, terms: list[str]) -> None:
        rooted = {term: _key(term) for term in terms}
        group = {key for key in rooted.values() if key and len(key) <= LONGEST_TERM}
        for term, key in rooted.items():
            written = tokens(term)
            if len(written) == 1:
                self._words.setdefault(written[0].word, set()).update(group)
            elif key in group:
                self._terms.setdefault(key, set()).update(group)
                self.longest = max(self.longest, len(key))
        for short in {short for key in group if len(key) > SHORTEST_SHORTENED for short in (key[:-1], key[1:])}:
            self._short.setdefault(short, []).append(group)

    def of_word(self, word: str) -> set[Term]:
        """The roots of all terms equal to a folded word, itself included; empty for an unknown word."""
        for clitic in CLITICS:
            if word not in self._words and word.endswith(clitic):
                word = word[: -len(clitic)]
        return self._words.get(word, set())

    def of_roots(self, term: Term) -> set[Term]:
        """The roots of all terms equal to a term of several words, itself included; empty for an unknown one."""
        return self._terms.get(term, set())

    def of_shortened(self, term: Term) -> set[Term]:
        """The roots of all terms of the one group that has a term with one root more (`beban kerja`: abk, *analisis
        beban kerja*); empty where no group has, or several have."""
        groups = self._short.get(term, ())
        return groups[0] if len(groups) == 1 else set()


def _key(term: str) -> Term:
    written = tokens(term)
    return tuple(root(written[0].word).split() if len(written) == 1 else roots(term))


@cache
def shipped_synonyms() -> Synonyms:
    """The groups that come with the portal."""
    return Synonyms(synonym_lines())
