"""What stewards keep for search, in the memory of the process and as new as the database.

The stamp is read once a question, with the containers of its reader; only when it has changed are the rows read. It is
read before them, so that what is held is as new as the token that it is held under, or newer.
"""

import threading
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from community.subjects import Pair
from search.language import parse
from search.language.synonyms import Synonyms, shipped_synonyms
from search.models import PromotedResult, SearchStamp, SynonymGroup

Thing = frozenset  # one thing asked for: the roots of all terms that mean it


@dataclass(frozen=True)
class Promoted:
    """What stands first for a question that asks for `things` and nothing else, up to its last day."""

    things: tuple[Thing, ...]
    pair: Pair
    ends_on: date | None


class Promotions:
    """What stewards put first, found by what a question asks for."""

    def __init__(self, rows: Iterable[PromotedResult] = (), synonyms: Synonyms | None = None):
        """`rows`: the newest choice first."""
        self._all = [
            Promoted(things, (row.subject, row.object_id), row.ends_on)
            for row in rows
            for line in row.words.splitlines()
            if (things := things_of(line, synonyms))
        ]
        self._having: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for number, promoted in enumerate(self._all):
            for roots in frozenset().union(*promoted.things):
                self._having[roots].add(number)

    def of(self, text: str, synonyms: Synonyms, today: date) -> list[Pair]:
        """What stands first for a question on that day, the newest choice first, nothing twice."""
        things = things_of(text, synonyms) if self._all else ()
        if not things:
            return []
        with_each = [set().union(*(self._having.get(roots, ()) for roots in thing)) for thing in things]
        met = [self._all[number] for number in sorted(set.intersection(*with_each))]
        return list(dict.fromkeys(each.pair for each in met if _is_met(each, things, today)))


def _is_met(promoted: Promoted, things: tuple[Thing, ...], today: date) -> bool:
    """Whether everything it is for was asked for, and no more than that."""
    has_ended = promoted.ends_on is not None and promoted.ends_on < today
    everything = frozenset().union(*things)
    return not has_ended and len(promoted.things) == len(things) and all(each & everything for each in promoted.things)


@dataclass(frozen=True)
class Wording:
    """What holds while the stamp is `token`; before reference data was loaded, the groups that come with the portal."""

    token: str | None = None
    synonyms: Synonyms = field(default_factory=shipped_synonyms)
    promotions: Promotions = field(default_factory=Promotions)

    def promoted_for(self, text: str, today: date) -> list[Pair]:
        """What stands first for a question on that day, the newest choice first."""
        return self.promotions.of(text, self.synonyms, today)


_held: Wording | None = None
_reading = threading.Lock()


def at(token: str | None) -> Wording:
    """What stewards keep under the stamp that was read just now; asks the database only after a change."""
    global _held
    with _reading:
        if _held is None or _held.token != token:
            _held = _read(token)
        return _held


def forget() -> None:
    """Have the wording read anew when it is next wanted (tests)."""
    global _held
    _held = None


def things_of(text: str, synonyms: Synonyms | None) -> tuple[Thing, ...]:
    """What a question asks for, however it is put: words in any order and form, with their synonyms, words of asking
    left aside. Nothing for one that leaves words out, or has none."""
    parsed = parse(text, synonyms)
    if parsed.excluded:
        return ()
    return tuple(dict.fromkeys(Thing(each.roots for each in group.alternatives) for group in parsed.required))


def changed(**signal) -> None:
    """Have every process read anew, from the transaction of a change on; usable as a receiver."""
    token = uuid.uuid4().hex
    if not SearchStamp.objects.filter(pk=1).update(token=token):
        SearchStamp.objects.bulk_create([SearchStamp(pk=1, token=token)], ignore_conflicts=True)


def _read(token: str | None) -> Wording:
    if token is None:
        return Wording()
    synonyms = Synonyms(SynonymGroup.objects.order_by("pk").values_list("terms", flat=True))
    return Wording(token, synonyms, Promotions(PromotedResult.objects.order_by("-pk"), synonyms))
