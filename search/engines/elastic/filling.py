"""Making an index anew beside the one in use, checking it, moving the alias; no change meanwhile is missed.

The new index has its write alias before the first entry is read, and `sending` marks an entry only when every index
with such an alias has it. So a change is in the new index by its own way, or it is read here.
"""

import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from elasticsearch import ApiError, Elasticsearch, TransportError

from search.engines.elastic import client, indexes, sending
from search.engines.elastic.documents import FIELDS, document
from search.engines.elastic.indexes import Index
from search.models import RefusedEntry, SearchEntry

CHUNK = 500
AT_ONCE = 2  # requests on their way: Elasticsearch reads one while it writes the other
SAMPLE, COMPARED_AT_ONCE = 500, 50
PATIENCE = 120  # seconds that Elasticsearch may be away during a fill
PAUSE = 1.0
FORBIDDEN = {401, 403}  # waiting helps nothing
CATCH_UPS = 200  # batches sent at most before the check; what waits then is taken into account
COUNTED_AT_MOST = 5  # times, while others add entries

Progress = Callable[[int, int], None]  # entries sent, entries in all


class Unfit(Exception):
    """Why the index that was filled is not put into use."""


def rebuild(tell: Progress = lambda done, total: None) -> Index:
    """Fill a new index, check it and have it read; the one before is kept. `Unfit` leaves everything as it was.

    Safe to interrupt: what an interrupted one has left is dropped by the next.
    """
    connected = client.connection()
    for left in indexes.unfinished(connected):
        indexes.drop(connected, left)
    index = indexes.create(connected)
    try:
        fill(index, tell)
        check(index)
    except Exception:
        indexes.drop(connected, index)
        raise
    indexes.publish(connected, index)
    return index


def finish(tell: Progress = lambda done, total: None) -> Index:
    """Have an index read where none is: the one that a filling left that was killed, else a new one.

    Two processes that do so at the same time fill the same index, which does no harm.
    """
    connected = client.connection()
    left = [index for index in indexes.unfinished(connected) if not index.fault]
    if not left:
        return rebuild(tell)
    fill(left[-1], tell)
    check(left[-1])
    indexes.publish(connected, left[-1])
    return left[-1]


def roll_back(tell: Progress = lambda done, total: None) -> Index:
    """Bring the index that was read before up to date, check it and have it read again; the one of now is kept."""
    connected = client.connection()
    index = indexes.previous(connected)
    if index is None:
        raise Unfit("no earlier index is kept")
    if index.fault:
        raise Unfit(f"the earlier index has {index.fault}: this version of the portal cannot use it")
    indexes.open_for_writing(connected, index)
    fill(index, tell)
    check(index)
    indexes.publish(connected, index)
    return index


def fill(index: Index, tell: Progress) -> int:
    """Send all entries to `index`, by their ids; some requests are on their way while the next is made."""
    total, done = SearchEntry.objects.count(), 0
    is_alone = indexes.current(client.connection()) is None  # else the index in use has to hear of them too
    with ThreadPoolExecutor(AT_ONCE) as couriers:
        on_their_way: deque[Future] = deque()
        for lines, refused in _made():
            if len(on_their_way) == AT_ONCE:
                done += _arrived(on_their_way.popleft(), is_alone)
                tell(done, total)
            on_their_way.append(couriers.submit(_sent, lines, refused, index))
        while on_their_way:
            done += _arrived(on_their_way.popleft(), is_alone)
    tell(done, total)
    return done


def _made() -> Iterator[tuple[sending.Lines, dict]]:
    """All entries as documents, a chunk at a time."""
    after = 0
    while chunk := list(SearchEntry.objects.filter(pk__gt=after).order_by("pk").only(*FIELDS)[:CHUNK]):
        yield sending.lines_of(chunk)
        after = chunk[-1].pk


def _sent(lines: sending.Lines, refused: dict, index: Index) -> tuple[list[SearchEntry], dict]:
    """Send a chunk, waiting for an Elasticsearch that is away for a while; it asks no database."""
    deadline = time.monotonic() + PATIENCE
    left = lines
    while True:
        try:
            there = sending.deliver(left, index, refused)
            left = [(entry, text) for entry, text in left if entry.pk not in there and entry not in refused]
            if not left:
                return [entry for entry, _ in lines if entry not in refused], refused
            if not indexes.exists(client.connection(), index):
                raise Unfit("the new index is gone: another rebuild has begun")
        except (sending.Busy, TransportError, ApiError) as error:
            if isinstance(error, ApiError) and error.meta.status in FORBIDDEN:
                raise
        if time.monotonic() > deadline:
            raise Unfit(f"Elasticsearch takes no entries: {len(left)} of a chunk are left")
        time.sleep(PAUSE)


def _arrived(on_its_way: Future, is_alone: bool) -> int:
    accepted, refused = on_its_way.result()
    sending.settle(accepted if is_alone else [], refused)
    return len(accepted) + len(refused)


def check(index: Index) -> None:
    """Compare numbers, and a sample word for word; `Unfit` says what differs. What still waits may differ."""
    connected = client.connection()
    for turn in range(COUNTED_AT_MOST):
        for _ in range(CATCH_UPS):
            if not sending.send_waiting()[0]:
                break
        connected.indices.refresh(index=index.name)
        there, wanted, waiting = _counted(connected, index)
        if abs(there - wanted) <= waiting:
            break
        time.sleep(PAUSE * turn)  # entries may have come while it was counted
    else:
        raise Unfit(f"{there} documents for {wanted} entries, of which {waiting} wait or are refused")
    for chunk in _sample():
        _compare(connected, index, chunk)


def _counted(connected: Elasticsearch, index: Index) -> tuple[int, int, int]:
    """Documents, entries, and entries that wait or are refused; of those that there were when counting began."""
    last = SearchEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    waiting = SearchEntry.objects.waiting().count() + RefusedEntry.objects.count()
    wanted = SearchEntry.objects.filter(pk__lte=last).count()
    there = connected.count(index=index.name, query={"range": {"number": {"lte": last}}})["count"]
    return there, wanted, waiting


def _sample() -> Iterator[dict[int, SearchEntry]]:
    """Some entries, a few at a time: a body may be long."""
    last = SearchEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    numbers = random.sample(range(1, last + 1), min(SAMPLE, last))
    for start in range(0, len(numbers), COMPARED_AT_ONCE):
        chosen = SearchEntry.objects.filter(pk__in=numbers[start : start + COMPARED_AT_ONCE], refusal=None)
        if found := {entry.pk: entry for entry in chosen.only(*FIELDS)}:
            yield found


def _compare(connected: Elasticsearch, index: Index, entries: dict[int, SearchEntry]) -> None:
    answer = connected.mget(index=index.name, ids=[str(pk) for pk in entries])
    unlike = [
        int(found["_id"])
        for found in answer["docs"]
        if found.get("_version") != entries[int(found["_id"])].version
        or found["_source"] != document(entries[int(found["_id"])])
    ]
    for entry in SearchEntry.objects.filter(pk__in=unlike).only("version", "indexed_version"):
        if entry.version == entries[entry.pk].version == entry.indexed_version:  # else it was changed meanwhile
            raise Unfit(f"the document of entry {entry.pk} is not what it should be")
