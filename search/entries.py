"""Keeping entries true: an entry is written in the transaction that changes its object, whoever else is writing.

How two transactions meet over one entry: each changes its own rows, then takes the entry's row lock, then reads what
the entry says. Whoever comes second therefore reads what the first committed. What an entry repeats of other rows
(names of agencies, aspects, regulations) is held with a shared lock first, so that a name cannot change between the
reading and the commit; renaming takes the exclusive lock and then finds every entry that leans on the name.
Locks are taken in one order: rows leaned on, by table and id, then entries by id. Roots are made before any of them,
since stemming may be slow (architecture.md §7).
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat, Replace, Trim
from django.utils import timezone, translation

from community.transactions import after_commit
from search import language, vocabulary
from search.enums import Kind
from search.indexing import indexed_fields
from search.labels import container_label
from search.models import EntryRefresh, SearchEntry
from search.sources import SOURCES, Entry, Source

CHUNK = 100  # objects read and locked together
AT_ONCE = 200  # entries of other objects written with their cause, about two seconds; more than that are queued

Made = dict[str, dict]  # an entry's `repr` → its fields, so that what was stemmed is not stemmed again


def refresh(kind: Kind, object_id: int) -> bool:
    """Make the entry agree with its object, whatever happened to it; safe to run twice. Returns whether it changed.

    Locks the entry and, in shared mode, the rows it leans on, until the transaction ends.
    """
    return bool(refresh_many(kind, [object_id]))


def refresh_many(kind: Kind, object_ids: Iterable[int]) -> int:
    """`refresh` for many objects of one kind, for changes that send no signals; returns how many entries changed."""
    ids = sorted(set(object_ids))
    return sum(_refresh_chunk(SOURCES[kind], chunk) for chunk in chunks(ids, CHUNK))


def refresh_or_queue(kind: Kind, object_ids: Iterable[int]) -> None:
    """Refresh the entries of objects that repeat something that changed; beyond `AT_ONCE` as rows that wait.

    An agency with thousands of people can be renamed in one request this way. Until the worker has come round, those
    entries are found by the old name; results show the new one, which is read from the database.
    """
    ids = sorted(set(object_ids))
    if len(ids) <= AT_ONCE:
        refresh_many(kind, ids)
    else:
        EntryRefresh.objects.bulk_create(EntryRefresh(kind=kind, object_ids=chunk) for chunk in chunks(ids, CHUNK))


def move_thread(thread: int, container: int) -> None:
    """Put all entries of a topic into another room; one statement, however many there are."""
    words = Concat(Value(" "), F("labels"), Value(" "), output_field=TextField())
    rows = SearchEntry.objects.filter(thread=thread)
    for old in rows.order_by().values_list("container", flat=True).distinct():
        if old in (None, container):
            continue
        was, becomes = (Value(f" {container_label(pk)} ", TextField()) for pk in (old, container))
        rows.filter(container=old).update(
            container=container,
            labels=Trim(Replace(words, was, becomes)),
            version=F("version") + 1,
            changed_at=timezone.now(),
        )


def drop_thread(thread: int) -> None:
    """Make all entries of a topic gone; one statement, however many there are."""
    gone = _values(Kind.POST, None, {})
    gone.pop("kind")
    SearchEntry.objects.filter(thread=thread).update(**gone, version=F("version") + 1, changed_at=timezone.now())


def work_off(row: EntryRefresh) -> None:
    """Do what a queued row asks (`community.work`)."""
    refresh_many(row.kind, row.object_ids)


def expected(kind: Kind, object_ids: Iterable[int]) -> dict[int, dict]:
    """What the entries of the given objects should say: object id → field → value."""
    ids = list(object_ids)
    found = _read(SOURCES[kind], ids)
    return {pk: _values(kind, found.get(pk), {}) for pk in ids}


def agrees(entry: SearchEntry | None, values: dict) -> bool:
    """Whether `entry` says `values`; an object that cannot be found needs no entry."""
    if entry is None:
        return values["is_gone"]
    return all(getattr(entry, name) == value for name, value in values.items())


def chunks(ids: list[int], size: int) -> Iterator[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _refresh_chunk(source: Source, ids: list[int]) -> int:
    made: Made = {}
    found = {} if _writes_alone() else _read(source, ids)
    for entry in found.values():
        _values(source.kind, entry, made)
    with transaction.atomic():
        if _writes_alone():
            found = _read(source, ids)
            rows = _lock(source.kind, ids, found)
        else:
            found, rows = _settled(source, ids, found)
        return _write(source.kind, rows, found, made)


def _settled(
    source: Source, ids: list[int], found: dict[int, Entry]
) -> tuple[dict[int, Entry], dict[int, SearchEntry]]:
    """What the entries should say and their locked rows, once nobody else can change them; `found` is a first look."""
    held = _hold(found.values(), set())
    rows = _lock(source.kind, ids, found)
    while True:
        found = _read(source, ids)  # anew, now that nobody else can write these entries
        new = _hold(found.values(), held)
        missing = found.keys() - rows.keys()
        if not missing and new == held:
            return found, rows
        held, rows = new, rows | _lock(source.kind, sorted(missing), found)


def _writes_alone() -> bool:
    """Whether nobody else can write now: SQLite has one writer at a time, and its transactions are from their start."""
    return connection.vendor == "sqlite" and connection.in_atomic_block


def _read(source: Source, ids: list[int]) -> dict[int, Entry]:
    """The entries as they should be, in the portal's own language whoever causes the change."""
    with translation.override(settings.LANGUAGE_CODE):
        return source.entries(ids)


def _hold(found: Iterable[Entry], held: set) -> set:
    """Hold the rows that the entries lean on against changes until the transaction ends, but for those of `held`."""
    wanted = set().union(*(entry.leans_on for entry in found))
    for model in sorted({model for model, _ in wanted - held}, key=lambda model: model._meta.db_table):
        pks = sorted(pk for other, pk in wanted - held if other is model)
        table, key = model._meta.db_table, model._meta.pk.column
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT 1 FROM "{table}" WHERE "{key}" = ANY(%s) ORDER BY "{key}" FOR SHARE',  # noqa: S608 -- own names
                [pks],
            )
    return held | wanted


def _lock(kind: Kind, ids: list[int], wanted: Iterable[int]) -> dict[int, SearchEntry]:
    """The entries of `ids`, locked; those of `wanted` are made first where they are missing, saying nothing yet.

    An entry made here has version 0, so that it waits for no engine before something is written into it.
    """
    rows = SearchEntry.objects.filter(kind=kind, object_id__in=ids).order_by("object_id")
    locked = {row.object_id: row for row in rows.select_for_update()}
    missing = sorted(set(wanted) & set(ids) - locked.keys())
    if not missing:
        return locked
    SearchEntry.objects.bulk_create(
        [SearchEntry(kind=kind, object_id=pk, is_gone=True, version=0) for pk in missing], ignore_conflicts=True
    )
    return locked | {row.object_id: row for row in rows.filter(object_id__in=missing).select_for_update()}


def _write(kind: Kind, rows: dict[int, SearchEntry], found: dict[int, Entry], made: Made) -> int:
    """Write what differs and raise its version; returns how many entries changed."""
    changed = []
    for object_id, row in rows.items():
        values = _values(kind, found.get(object_id), made)
        if agrees(row, values):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.changed_at = timezone.now()
        row.save(update_fields=[*values, "version", "changed_at"])  # `bulk_update` was 15 times slower
        changed.append(row.pk)
    if changed:
        after_commit(vocabulary.learn, changed)  # not within: two writers could wait for each other's new words
    return len(changed)


def _values(kind: Kind, entry: Entry | None, made: Made) -> dict:
    """Every field that the object decides; `None` is an object that cannot be found."""
    key = repr(entry)
    if key not in made:
        known = entry or Entry()
        made[key] = indexed_fields(
            kind,
            title=known.title,
            summary=known.summary,
            keywords=known.keywords,
            body=known.body,
            doors=known.doors,
            facets=known.facets,
            container=known.container,
        ) | {
            "thread": known.thread,
            "dated_at": known.dated_at,
            "boost": known.boost,
            "is_gone": entry is None,
            "language_version": language.VERSION,
        }
        if entry is None:
            made[key]["labels"] = ""  # no label, no match: nobody finds what is gone
    return made[key]
