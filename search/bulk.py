"""Entries of new rows by the thousand, without asking for the rows again: for content that is written in bulk."""

from collections.abc import Iterable

from search import language
from search.enums import Kind
from search.indexing import indexed_fields
from search.models import SearchEntry
from search.sources import Entry


def insert_entries(kind: Kind, rows: Iterable[tuple[int, Entry, str | None]]) -> None:
    """Write entries of objects that have none yet: (id, entry, roots of its body, or None to find them here).

    Call it in the transaction of the objects, and `vocabulary.add` for their words afterwards.
    """
    SearchEntry.objects.bulk_create(
        SearchEntry(
            object_id=object_id,
            thread=entry.thread,
            dated_at=entry.dated_at,
            boost=entry.boost,
            language_version=language.VERSION,
            **indexed_fields(
                kind,
                title=entry.title,
                summary=entry.summary,
                keywords=entry.keywords,
                body=entry.body,
                body_stems=body_stems,
                doors=entry.doors,
                facets=entry.facets,
                container=entry.container,
            ),
        )
        for object_id, entry, body_stems in rows
    )
