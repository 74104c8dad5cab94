"""Rooms, topics and posts in bulk: most topics are short, a few have thousands of posts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from community.enums import Scope
from cop_portal.load.people import continue_keys, next_pk
from cop_portal.load.texts import Text, Writer
from forums import counting
from forums.enums import TopicKind
from forums.models import ForumIndexPage, Post, RoomActivity, RoomPage, Topic
from search import bulk
from search.enums import Kind
from search.sources import SOURCES

POSTS_AT_ONCE = 4_000
TOPICS_A_ROOM, MOST_ROOMS = 500, 200
LONGEST_SHARE = 0.005  # of all replies, in one topic
SKEW = 1.3  # of Pareto's law: the less, the longer the longest topics
YEARS = 4
SOLVED_SHARE, HELPFUL_SHARE = 0.4, 0.15


def add_forum(topics: int, posts: int, people: range, writer: Writer) -> Iterator[int]:
    """Write `topics` topics with `posts` posts of `people` in rooms made for them; yields how many posts are written.

    Nobody is told, and nobody follows what they wrote. Topics, posts and their entries are written together.
    """
    rooms = [_room(number, writer) for number in range(min(MOST_ROOMS, 1 + topics // TOPICS_A_ROOM))]
    batch, planned, written = _Batch(rooms, people, writer), 0, 0
    for length in _lengths(topics, posts, writer):
        batch.plan(length)
        planned += length
        if planned - written >= POSTS_AT_ONCE:
            batch.write()
            written = planned
            yield written
    batch.write()
    yield planned
    for room in rooms:
        _count(room)
    for model in (Topic, Post):
        continue_keys(model)


def _room(number: int, writer: Writer) -> RoomPage:
    scope = list(Scope)[number % len(Scope)]
    title = writer.title("").plain
    page = RoomPage(
        title=f"{title[:60]} ({number + 1})",
        summary=writer.sentences(1).plain[:200],
        scope=scope,
        slug=f"uji-{next_pk(RoomPage)}",
        is_example=True,
    )
    return ForumIndexPage.objects.get().add_child(instance=page)


def _lengths(topics: int, posts: int, writer: Writer) -> Iterator[int]:
    """How many posts each topic has, their opening posts included; they add up to `posts`."""
    shares = [writer.random.paretovariate(SKEW) for _ in range(topics)]
    most = max(sum(shares) * LONGEST_SHARE, min(shares))
    shares = [min(share, most) for share in shares]
    whole, replies, sofar = sum(shares), posts - topics, 0.0
    bounds = [0]
    for share in shares:
        sofar += share
        bounds.append(round(replies * sofar / whole))
    return (1 + after - before for before, after in pairwise(bounds))


@dataclass
class _Batch:
    """Topics in memory with all their posts, written by a few statements."""

    rooms: list[RoomPage]
    people: range
    writer: Writer
    topics: list[Topic] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    texts: dict[int, Text] = field(default_factory=dict)  # id of a post → its text

    def __post_init__(self):
        self.next_topic, self.next_post = next_pk(Topic), next_pk(Post)
        self.ticks = {room.pk: 0 for room in self.rooms}

    def plan(self, length: int) -> None:
        """Make one topic with so many posts."""
        random = self.writer.random
        topic = self._topic(self.writer.skewed(self.rooms), length)
        moment = topic.created_at
        gap = (timezone.now() - moment) / (length + 1)
        posts = []
        for number in range(1, length + 1):
            posts.append(self._post(topic, number, moment))
            moment += gap * random.random()
        topic.opening_post, topic.last_post = posts[0], posts[-1]
        topic.last_post_at, topic.last_tick = posts[-1].published_at, posts[-1].tick
        topic.helpful_count = sum(post.helpful_count for post in posts)
        if topic.is_question and length > 1 and random.random() < SOLVED_SHARE:
            topic.accepted_post = random.choice(posts[1:])
            topic.accepted_at, topic.accepted_by_id = topic.accepted_post.published_at, topic.author_id
        self.topics.append(topic)
        self.posts += posts

    def _topic(self, room: RoomPage, length: int) -> Topic:
        random = self.writer.random
        title = self.writer.title("").plain[:150]
        topic = Topic(
            pk=self.next_topic,
            room=room,
            kind=random.choice([TopicKind.QUESTION, TopicKind.QUESTION, TopicKind.DISCUSSION]),
            title=title,
            slug=slugify(title)[:60].strip("-") or "topik",
            author_id=random.choice(self.people),
            is_example=True,
            reply_count=length - 1,
            last_number=length,
            created_at=timezone.now() - timedelta(days=365 * YEARS * random.random() ** 1.5 + 0.01),
        )
        topic._prefetched_objects_cache = {"aspects": [], "subaspects": []}  # its room says what it is about
        self.next_topic += 1
        return topic

    def _post(self, topic: Topic, number: int, moment: datetime) -> Post:
        random, room = self.writer.random, topic.room_id
        paragraphs = [self.writer.sentences(random.randint(1, 4)) for _ in range(random.choice([1, 1, 1, 2, 3]))]
        self.texts[self.next_post] = Text(
            " ".join(each.plain for each in paragraphs), " ".join(each.stems for each in paragraphs)
        )
        self.ticks[room] += 1
        post = Post(
            pk=self.next_post,
            topic=topic,
            number=number,
            author_id=topic.author_id if number == 1 else random.choice(self.people),
            source="\n\n".join(each.plain for each in paragraphs),
            html="".join(f"<p>{each.plain}</p>\n" for each in paragraphs),
            helpful_count=random.randint(1, 9) if number > 1 and random.random() < HELPFUL_SHARE else 0,
            created_at=moment,
            published_at=moment,
            tick=self.ticks[room],
        )
        self.next_post += 1
        return post

    @transaction.atomic
    def write(self) -> None:
        """Write what was planned; topics and posts name each other, which the databases check at the commit."""
        Topic.objects.bulk_create(self.topics)
        Post.objects.bulk_create(self.posts)
        topics, posts = SOURCES[Kind.TOPIC], SOURCES[Kind.POST]
        bulk.insert_entries(Kind.TOPIC, [(topic.pk, *self._said(topics, topic)) for topic in self.topics])
        replies = [post for post in self.posts if post.number > 1]
        bulk.insert_entries(
            Kind.POST,
            [(post.pk, posts.entry_of(post, self.texts[post.pk].plain), self.texts[post.pk].stems) for post in replies],
        )
        self.topics, self.posts, self.texts = [], [], {}

    def _said(self, source, topic: Topic) -> tuple:
        said = [self.texts[post.pk] for post in (topic.opening_post, topic.accepted_post) if post is not None]
        return source.entry_of(topic, " ".join(each.plain for each in said)), " ".join(each.stems for each in said)


def _count(room: RoomPage) -> None:
    """Write the room's counts from its topics."""
    activity = RoomActivity.objects.get(room=room.pk)
    for name, value in counting.counted_room(room.pk).items():
        setattr(activity, name, value)
    activity.tick = Topic.objects.filter(room=room.pk).aggregate(last=Max("last_tick"))["last"] or 0
    activity.save()
