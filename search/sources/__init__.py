"""What can be found, kind by kind."""

from search.enums import Kind
from search.sources.base import Entry, Shown, Source
from search.sources.documents import DocumentSource
from search.sources.events import EventSource, NotesSource
from search.sources.forums import PostSource, RoomSource, TopicSource
from search.sources.instansi import InstansiSource
from search.sources.people import PersonSource
from search.sources.practices import PracticeSource

SOURCES: dict[Kind, Source] = {
    source.kind: source
    for source in (
        PracticeSource(),
        EventSource(),
        NotesSource(),
        TopicSource(),
        PostSource(),
        RoomSource(),
        InstansiSource(),
        PersonSource(),
        DocumentSource(),
    )
}

__all__ = ["SOURCES", "Entry", "Shown", "Source"]
