"""How common words are: counted on demand, remembered for some minutes, as rarity need not be exact."""

import time
from collections.abc import Iterable

from search.engines.expressions import All, Expression, Match, Run, Some
from search.language import Group

COUNTED_UP_TO = 2_001
REMEMBERED_SECONDS = 900
PHRASES = 20  # of so many entries with its words, about one has a phrase
MOST_REMEMBERED = 20_000


class Statistics:
    """Frequencies of roots over all entries, whoever may read them: they weigh words, they are never shown."""

    def __init__(self, index):
        """`index`: the `Index` that counts."""
        self._index = index
        self._counts: dict[str, int] = {}
        self._total = 0
        self._forget_at = 0.0

    def prepare(self, groups: tuple[Group, ...]) -> None:
        """Count what is not yet known of the groups' roots, in one query."""
        asked = [alternative for group in groups for alternative in (*group.alternatives, *group.related)]
        self._count({root for alternative in asked for root in alternative.roots})

    def _count(self, roots: Iterable[str]) -> None:
        now = time.monotonic()
        if now > self._forget_at or len(self._counts) > MOST_REMEMBERED:
            self._counts, self._forget_at = {}, now + REMEMBERED_SECONDS
            self._total = self._index.total()
        missing = sorted(set(roots) - self._counts.keys())
        if missing:
            counts = self._index.counts([Match(Run((root,)), is_rare=True) for root in missing], COUNTED_UP_TO)
            self._counts |= dict(zip(missing, counts, strict=True))

    def are_rare(self, expressions: Iterable[Expression]) -> list[bool]:
        """For each expression whether fewer entries have it than are ever counted; counts what is not yet known."""
        expressions = list(expressions)
        self._count({word for expression in expressions for word in _words(expression)})
        return [self._about(expression) < COUNTED_UP_TO for expression in expressions]

    def _about(self, expression: Expression) -> int:
        match expression:
            case Run(words=words):
                return min(self._counts[word] for word in words) // (PHRASES if len(words) > 1 else 1)
            case All(parts=parts):
                return min(map(self._about, parts))
            case Some(parts=parts):
                return sum(map(self._about, parts))

    def total(self) -> int:
        """The number of entries."""
        return self._total

    def of_root(self, root: str) -> int:
        """About how many entries have the root; call `prepare` first."""
        return self._counts[root]

    def frequency(self, group: Group) -> float:
        """About how many entries have the group, a term of several words less often than its rarest word."""
        terms = {alternative.roots for alternative in group.alternatives}
        return sum(min(self._counts[root] for root in term) / len(term) for term in terms)


def _words(expression: Expression) -> set[str]:
    return set(expression.words) if isinstance(expression, Run) else set().union(*map(_words, expression.parts))
