"""Terms that belong to a subject without meaning the same: *gaji* and *tunjangan*, *bawahan* and *staf*.

What has a related term only answers in part, so it counts for less than an equal one and stands behind what has the
word that was asked for (`engines/ranking.py`).
"""

from collections.abc import Iterable

from search.language.roots import affixed_root, root, roots
from search.language.tokens import tokens

MOST = 6  # related terms of one thing asked for
ONE_WAY = ">"

Term = tuple[str, ...]


class Related:
    """Looked up where a question is read, as synonyms are: changing them needs no new index.

    Terms parted by commas ask for each other; `a, b > c, d` means that *a* and *b* ask for *c* and *d*, not the other
    way round. What is equal to a term has its related terms too. A word is met in all forms that are made with affixes
    where the line has such a form (*menghukum* by *hukuman*), else as it is written.
    """

    def __init__(self, lines: Iterable[str], equals: Iterable[str] = ()):
        """`equals`: the groups of equal terms, a group a line."""
        self._same: dict[Term, list[str]] = {}
        for line in equals:
            group = _split(line)
            for term in group:
                self._same.setdefault(_asked(term), group)
        self._found: dict[Term, dict[Term, None]] = {}
        self.longest = 1
        for line in lines:
            left, one_way, right = line.partition(ONE_WAY)
            self._add(_split(left), _split(right) if one_way else _split(left))

    def _add(self, asking: list[str], answering: list[str]) -> None:
        for term in asking:
            same = self._equal(term)
            own = {_stored(each) for each in same}
            others = [each for other in answering if other != term for each in self._equal(other)]
            found = {key: None for key in map(_stored, others) if key and key not in own}
            for key in map(_asked, same):
                self._found.setdefault(key, {}).update(found)
                self.longest = max(self.longest, len(key))

    def _equal(self, term: str) -> list[str]:
        return list(dict.fromkeys([term, *self._same.get(_asked(term), ())]))

    def of_word(self, word: str) -> list[Term]:
        """The roots of the terms related to a folded word, the nearest first."""
        exact = self._found.get(_form(word))
        return list(exact if exact is not None else self._found.get((root(word),), ()))

    def of_roots(self, term: Term) -> list[Term]:
        """The same for a term of several words."""
        return list(self._found.get(term, ())) if len(term) > 1 else []


def _split(line: str) -> list[str]:
    return [term for part in line.split(",") if (term := part.strip())]


def _form(word: str) -> Term:
    """A word made of another with affixes is told from that word by a mark."""
    stem = affixed_root(word)
    return (stem, "") if stem else (root(word),)


def _asked(term: str) -> Term:
    written = tokens(term)
    return _form(written[0].word) if len(written) == 1 else tuple(roots(term))


def _stored(term: str) -> Term:
    written = tokens(term)
    return tuple(root(written[0].word).split() if len(written) == 1 else roots(term))
