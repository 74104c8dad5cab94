"""Rooms of the forum, topics and replies as findable objects."""

from math import log1p

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.rich_text import get_text_for_indexing

from community.audience import doors_of
from community.enums import Scope
from community.markup import plain
from community.models import Aspect, SubAspect
from community.prepared import Ids, ReaderKind, prepared
from forums.models import Post, RoomPage, Topic
from search.enums import Kind
from search.sources.base import EXAMPLE_BOOST, Entry, Shown, Source, one_line

ROOM_BOOST = 0.7  # a room is a place to ask; the practice that answers comes first
TOPIC_BOOST, SOLVED, HELPFUL = (
    0.75,
    1.1,
    0.03,
)  # what is told at length in practices and FGDs comes before what is discussed
POST_BOOST = 0.65


class RoomSource(Source):
    """Live rooms, by their own doors."""

    kind = Kind.ROOM
    model = RoomPage

    def rows(self):
        return RoomPage.objects.live().prefetch_related("owners", "audience_groups", "aspects", "subaspects")

    def entry(self, row) -> Entry:
        aspects, subaspects = list(row.aspects.all()), list(row.subaspects.all())
        return Entry(
            title=one_line(row.title),
            summary=one_line(row.summary),
            keywords=one_line(", ".join(each.name for each in [*aspects, *subaspects])),
            body=one_line(get_text_for_indexing(row.guidelines)),
            doors=doors_of(row),
            facets=room_facets(row),
            boost=ROOM_BOOST * (EXAMPLE_BOOST if row.is_example else 1.0),
            leans_on=frozenset(
                [*((Aspect, each.pk) for each in aspects), *((SubAspect, each.pk) for each in subaspects)]
            ),
        )

    def shown(self, ids, reader) -> dict[int, Shown]:
        return {
            room.pk: Shown(url=room.get_url() or "", scope=Scope(room.scope), is_example=room.is_example)
            for room in _shown_rooms(tuple(ids), kind=ReaderKind.of(reader))
        }


@prepared
def _shown_rooms(ids: Ids, *, kind: ReaderKind):
    return RoomPage.objects.readable_by(kind.reader()).filter(pk__in=ids)


def room_facets(room) -> dict[str, list[str]]:
    """The facets of a room, which all that lies in it has too."""
    return {
        "scope": [room.scope],
        "aspect": sorted(aspect.code for aspect in room.aspects.all()),
        "subaspect": sorted(subaspect.code for subaspect in room.subaspects.all()),
        "example": ["yes" if room.is_example else "no"],
    }


class TopicSource(Source):
    """Topics in sight, with their opening post and accepted answer; who may open the room may find them.

    Whether the room is published is not asked: its container is in nobody's request then, and results look again.
    A topic is hidden and moved with all its entries by one statement, which passes by an entry that another transaction
    is making: so whoever makes one holds the topic.
    """

    kind = Kind.TOPIC
    model = Topic

    def rows(self):
        topics = Topic.objects.shown().select_related("opening_post", "accepted_post")
        return topics.prefetch_related("aspects", "subaspects")

    def entry(self, row) -> Entry:
        texts = [post.source for post in (row.opening_post, row.accepted_post) if post is not None]
        return self.entry_of(row, "\n".join(map(plain, texts)))

    def entry_of(self, row, text: str) -> Entry:
        """The entry of a topic whose posts say `text`, free of markup."""
        return Entry(
            title=one_line(row.title),
            body=one_line(text),
            facets=_facets(row, row.created_at),
            container=row.room_id,
            thread=row.pk,
            leans_on=frozenset({(Topic, row.pk)}),
            dated_at=row.created_at,
            boost=_topic_boost(row),
        )

    def shown(self, ids, reader) -> dict[int, Shown]:
        return {
            topic.pk: Shown(
                url=topic.get_absolute_url(),
                owners=topic.room.title,
                scope=Scope(topic.room.scope),
                note=_note(topic),
                is_example=topic.is_example,
            )
            for topic in _shown_topics(tuple(ids), kind=ReaderKind.of(reader))
        }


@prepared
def _shown_topics(ids: Ids, *, kind: ReaderKind):
    return Topic.objects.open_to(kind.reader()).filter(pk__in=ids).select_related("room")


class PostSource(Source):
    """Replies in sight, each an entry of its own: a reply costs the same in a long topic. Results show its topic."""

    kind = Kind.POST
    model = Post

    def rows(self):
        return Post.objects.shown().filter(number__gt=1, topic__in=Topic.objects.shown()).select_related("topic")

    def entries(self, ids) -> dict[int, Entry]:
        rows = self.rows().filter(pk__in=ids).prefetch_related("topic__aspects", "topic__subaspects")
        return {row.pk: self.entry(row) for row in rows}

    def entry(self, row) -> Entry:
        return self.entry_of(row, plain(row.source))

    def entry_of(self, row, text: str) -> Entry:
        """The entry of a reply that says `text`, free of markup."""
        return Entry(
            body=one_line(text),
            facets=_facets(row.topic, row.created_at),
            container=row.topic.room_id,
            thread=row.topic_id,
            leans_on=frozenset({(Topic, row.topic_id)}),
            dated_at=row.created_at,
            boost=POST_BOOST * (EXAMPLE_BOOST if row.topic.is_example else 1.0) * _helpfulness(row.helpful_count),
        )

    def shown(self, ids, reader) -> dict[int, Shown]:
        return {
            post.pk: Shown(url=post.get_absolute_url(), owners=post.author.name if post.author else "")
            for post in _shown_posts(tuple(ids), kind=ReaderKind.of(reader))
        }


@prepared
def _shown_posts(ids: Ids, *, kind: ReaderKind):
    rooms = RoomPage.objects.readable_by(kind.reader()).order_by().values("pk")
    posts = PostSource().rows().filter(pk__in=ids, topic__room__in=rooms)
    return posts.select_related("topic__room", "author")


def _facets(topic, written_at) -> dict[str, list[str]]:
    """What a topic, and with it a reply, has by itself; its room adds scope and aspects (`search.containers`)."""
    return {
        "aspect": sorted(aspect.code for aspect in topic.aspects.all()),
        "subaspect": sorted(subaspect.code for subaspect in topic.subaspects.all()),
        "problem": [kind.value for kind in topic.problem_kinds],
        "year": [str(timezone.localtime(written_at).year)],
        "example": ["yes" if topic.is_example else "no"],
    }


def _topic_boost(topic) -> float:
    boost = TOPIC_BOOST * (SOLVED if topic.is_solved else 1.0) * _helpfulness(topic.helpful_count)
    return boost * (EXAMPLE_BOOST if topic.is_example else 1.0)


def _helpfulness(votes: int) -> float:
    """A small multiplier that grows ever more slowly; rounded, as an entry is compared with what it should say."""
    return round(1 + HELPFUL * log1p(votes), 4)


def _note(topic) -> str:
    replies = ngettext("%(count)s balasan", "%(count)s balasan", topic.reply_count) % {"count": topic.reply_count}
    if topic.is_solved:
        return _("Terjawab, %(replies)s") % {"replies": replies}
    return replies
