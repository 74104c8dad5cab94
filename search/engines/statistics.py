"""How common words are: counted on demand, remembered for some minutes, as rarity need not be exact."""

import time

from search.engines.expressions import Match, Run
from search.language import Group

COUNTED_UP_TO = 2_001
REMEMBERED_SECONDS = 300
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
        now = time.monotonic()
        if now > self._forget_at or len(self._counts) > MOST_REMEMBERED:
            self._counts, self._forget_at = {}, now + REMEMBERED_SECONDS
            self._total = self._index.total()
        wanted = {root for group in groups for alternative in group.alternatives for root in alternative.roots}
        missing = sorted(wanted - self._counts.keys())
        if missing:
            counts = self._index.counts([Match(Run((root,))) for root in missing], COUNTED_UP_TO)
            self._counts |= dict(zip(missing, counts, strict=True))

    def total(self) -> int:
        """The number of entries."""
        return self._total

    def of_root(self, root: str) -> int:
        """About how many entries have the root; call `prepare` first."""
        return self._counts[root]

    def frequency(self, group: Group) -> int:
        """About how many entries have the group; call `prepare` first."""
        return sum(min(self._counts[root] for root in alternative.roots) for alternative in group.alternatives)
