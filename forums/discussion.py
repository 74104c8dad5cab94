"""The topics that lead to a row of another app, for that row's own page."""

from dataclasses import dataclass
from datetime import datetime

from community.prepared import NEVER, ReaderKind, prepared, values_of
from community.subjects import Pair
from forums.links import ask_url, forum_url
from forums.models import Topic
from forums.rows import TopicRow, topic_row

SHOWN = 5


@dataclass(frozen=True)
class Discussion:
    """The newest topics about something, where all of them are if there are others, and where another is opened."""

    rows: list[TopicRow]
    all_url: str
    ask_url: str


def discussion_of(pair: Pair, path: str, reader, **about) -> Discussion:
    """What `reader` may read of what is said about the row that stands at `path`; one query.

    `about` fills in the form that asks: `sub` and `masalah`, as the library's address names them.
    """
    subject, object_id = pair
    topics = _leading_to(object_id, *values_of(reader), subject=subject, kind=ReaderKind.of(reader))
    rows = [topic_row(topic) for topic in topics]
    all_url = forum_url(tentang=path) if len(rows) > SHOWN else ""
    return Discussion(rows[:SHOWN], all_url, ask_url(tentang=path, **about))


@prepared
def _leading_to(object_id: int, person: int = 0, joined: datetime = NEVER, *, subject: str, kind: ReaderKind):
    reader = kind.reader(person, joined)
    topics = Topic.objects.open_to(reader).linking_to(subject, object_id)
    return topics.newest_first().for_list().with_unread(reader)[: SHOWN + 1]
