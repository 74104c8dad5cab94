"""An entry as Elasticsearch keeps it."""

from search.labels import container_label
from search.language import indexed_words
from search.models import SearchEntry

FIELDS = (
    "id", "version", "is_gone", "title", "summary", "body", "title_stems", "summary_stems", "body_stems", "labels",
    "container", "thread", "dated_at", "boost",
)  # fmt: skip


def document(entry: SearchEntry) -> dict:
    """The document of `entry`. One that is gone leaves a document without labels, which nobody finds.

    It is not deleted, since Elasticsearch forgets versions of what is deleted: a process that was stopped between
    reading an entry and sending it would bring it back.
    """
    if entry.is_gone:
        return {"number": entry.pk, "labels": [], "group": entry.pk}
    found = {
        "title": entry.title_stems,
        "summary": entry.summary_stems,
        "body": entry.body_stems,
        "words": [" ".join(indexed_words(text)) for text in (entry.title, entry.summary, entry.body)],
        "labels": entry.labels.split(),
        "number": entry.pk,
        "group": group_of(entry.pk, entry.thread),
        "boost": entry.boost,
    }
    if entry.thread is not None and entry.container is not None:
        found["room"] = container_label(entry.container)
    if entry.dated_at:
        found["dated"] = int(entry.dated_at.timestamp() * 1000)
    return found


def group_of(number: int, thread: int | None) -> int:
    """What is one result: a topic with its replies (below zero), else the entry by itself."""
    return number if thread is None else -thread
