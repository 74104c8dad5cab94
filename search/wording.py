"""What stewards keep for search, in the memory of the process and as new as the database.

The stamp is read once a question, with the containers of its reader; only when it has changed are the rows read. It is
read before them, so that what is held is as new as the token that it is held under, or newer.
"""

import threading
import uuid
from dataclasses import dataclass, field

from search.language.synonyms import Synonyms, shipped_synonyms
from search.models import SearchStamp, SynonymGroup


@dataclass(frozen=True)
class Wording:
    """What holds while the stamp is `token`; before reference data was loaded, the groups that come with the portal."""

    token: str | None = None
    synonyms: Synonyms = field(default_factory=shipped_synonyms)


_held: Wording | None = None
_reading = threading.Lock()


def at(token: str | None) -> Wording:
    """What stewards keep under the stamp that was read just now; asks the database only after a change."""
    global _held
    with _reading:
        if _held is None or _held.token != token:
            _held = _read(token)
        return _held


def changed(**signal) -> None:
    """Have every process read anew, from the transaction of a change on; usable as a receiver."""
    token = uuid.uuid4().hex
    if not SearchStamp.objects.filter(pk=1).update(token=token):
        SearchStamp.objects.bulk_create([SearchStamp(pk=1, token=token)], ignore_conflicts=True)


def _read(token: str | None) -> Wording:
    if token is None:
        return Wording()
    return Wording(token, Synonyms(SynonymGroup.objects.order_by("pk").values_list("terms", flat=True)))
