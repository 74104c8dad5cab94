"""Sending entries to Elasticsearch: in bulk, never an older version over a newer one, what is refused set aside.

An entry waits while its `version` is above its `indexed_version`; both stand in the database, so a process that is
killed has lost nothing, and two that send at the same time do no harm. An entry is marked only when every index that
must hear of it has it, and only if no other index was opened meanwhile (a rebuild): then it is sent once more.
"""

from collections.abc import Iterable, Iterator

import orjson
import structlog
from elasticsearch import ApiError

from search.engines.elastic import client, indexes
from search.engines.elastic.documents import FIELDS, document
from search.engines.elastic.indexes import Index
from search.models import RefusedEntry, SearchEntry

logger = structlog.get_logger(__name__)
BATCH = 500  # entries
LARGEST = 8_000_000  # bytes of a request, but for one that holds a single entry
LONGEST_REASON = 500
TOLD_BEFORE = 409  # this version or a newer one is there
TO_BLAME = {400, 413}  # what an entry says; all else (a block, a node, a right that is missing) is mended elsewhere
NOT_TO_BLAME = "index_closed_exception"  # is told as a 400 too
ANSWER = "errors,items.*._id,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason"

Lines = list[tuple[SearchEntry, bytes]]  # an entry and its document as JSON


class Busy(Exception):
    """Elasticsearch takes nothing for now; try again later."""


class NoIndex(Exception):
    """There is no index that this process could write."""


def send_waiting(limit: int = BATCH) -> tuple[int, int]:
    """Send up to `limit` entries that wait, oldest first; (how many were looked at, how many are settled now).

    Raises `NoIndex`, `Busy` or what the client raises where Elasticsearch is away.
    """
    if not SearchEntry.objects.waiting().exists():
        return 0, 0
    connected = client.connection()
    written = indexes.targets(connected)
    if not written:
        raise NoIndex
    waiting = list(SearchEntry.objects.waiting().only(*FIELDS)[:limit])
    if not waiting:
        return 0, 0
    accepted, refused = send(waiting, written)
    if indexes.targets(connected) != written:
        return len(waiting), 0
    settle(accepted, refused)
    if not accepted and not refused:
        raise Busy
    return len(waiting), len(accepted) + len(refused)


def send(entries: Iterable[SearchEntry], written: list[Index]) -> tuple[list[SearchEntry], dict[SearchEntry, str]]:
    """Send entries to each of the indexes; those that all have now, and those that one refuses with its reason."""
    lines, refused = lines_of(entries)
    accepted = [entry for entry, _ in lines]
    for index in written:
        there = deliver(lines, index, refused)
        accepted = [entry for entry in accepted if entry.pk in there and entry not in refused]
    return accepted, refused


def deliver(lines: Lines, index: Index, refused: dict[SearchEntry, str]) -> set[int]:
    """Send documents to one index; the ids of entries that it has now. Adds what it refuses to `refused`."""
    there: set[int] = set()
    for part in _parts(lines):
        _send_part(part, index, there, refused)
    return there


def settle(accepted: list[SearchEntry], refused: dict[SearchEntry, str]) -> None:
    """Remember what was accepted and what was refused; an entry that changed meanwhile goes on waiting."""
    SearchEntry.objects.mark_sent(accepted)
    if accepted and RefusedEntry.objects.exists():
        RefusedEntry.objects.filter(entry__in=[entry.pk for entry in accepted]).delete()
    for entry, reason in refused.items():
        logger.error("search_entry_refused", entry=str(entry), reason=reason)
        RefusedEntry.objects.update_or_create(
            entry_id=entry.pk, defaults={"version": entry.version, "reason": reason[:LONGEST_REASON]}
        )


def forget(numbers: list[int]) -> None:
    """Take the documents of entries that were gone for long out of all indexes."""
    connected = client.connection()
    for index in indexes.all_of(connected):
        connected.bulk(operations=[{"delete": {"_index": index.name, "_id": str(pk)}} for pk in numbers])


def lines_of(entries: Iterable[SearchEntry]) -> tuple[Lines, dict[SearchEntry, str]]:
    """The entries as documents, and those of which none can be made, with the reason."""
    lines, refused = [], {}
    for entry in entries:
        try:
            lines.append((entry, orjson.dumps(document(entry))))
        except Exception as error:  # one entry that cannot be written must not keep the others
            refused[entry] = f"{type(error).__name__}: {error}"
    return lines, refused


def _parts(lines: Lines) -> Iterator[Lines]:
    """The lines in requests of a size that every node takes."""
    part, size = [], 0
    for entry, text in lines:
        if part and size + len(text) > LARGEST:
            yield part
            part, size = [], 0
        part.append((entry, text))
        size += len(text)
    if part:
        yield part


def _send_part(part: Lines, index: Index, there: set[int], refused: dict[SearchEntry, str]) -> None:
    operations = []
    for entry, text in part:
        operations.append(f'{{"index":{{"_id":"{entry.pk}","version":{entry.version},"version_type":"external"}}}}')
        operations.append(text)
    try:
        answer = client.connection().bulk(
            index=index.write_alias, operations=operations, require_alias=True, filter_path=ANSWER
        )
    except ApiError as error:
        if not _is_to_blame(error.meta.status, error.message):
            raise Busy(str(error)) from error
        if len(part) == 1:
            refused[part[0][0]] = str(error)
            return
        half = len(part) // 2  # the request as a whole was refused: find the entry that is to blame
        _send_part(part[:half], index, there, refused)
        _send_part(part[half:], index, there, refused)
        return
    for (entry, _), item in zip(part, answer["items"], strict=True):
        told = item["index"]
        if told["status"] < 300 or told["status"] == TOLD_BEFORE:
            there.add(entry.pk)
        elif _is_to_blame(told["status"], told.get("error", {}).get("type")):
            refused[entry] = _reason(told)


def _is_to_blame(status: int, kind: str | None) -> bool:
    """Whether the entry itself is why it was not taken, so that nothing but another text of it helps."""
    return status in TO_BLAME and kind != NOT_TO_BLAME


def _reason(told: dict) -> str:
    error = told.get("error", {})
    return ": ".join(filter(None, [error.get("reason"), error.get("caused_by", {}).get("reason")])) or str(told)
