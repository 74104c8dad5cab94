"""Counts of topics and rooms: what each change adds, and what they should be when counted anew.

Every function asks that the caller holds the topic's row; the room's `RoomActivity` is locked here, last of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from forums.enums import PostState, TopicKind
from forums.models import Post, RoomActivity, Topic


@dataclass
class Share:
    """What a topic gives to the counts of its room while it is shown."""

    topics: int = 0
    posts: int = 0
    unanswered: int = 0
    solved: int = 0


def share_of(topic: Topic) -> Share:
    """The topic's share as its fields stand in memory; nothing while it is not shown."""
    if not topic.is_shown:
        return Share()
    return Share(1, topic.reply_count + 1, int(topic.is_unanswered), int(topic.is_question and topic.is_solved))


def held_in(topic: Topic) -> int:
    """How many posts of the topic wait for a moderator."""
    return topic.posts.filter(state=PostState.HELD).count()


def locked_activity(*room_ids: int) -> dict[int, RoomActivity]:
    """The rooms' activity, locked in the order of their ids until the commit."""
    rows = RoomActivity.objects.select_for_update(no_key=True).filter(room__in=room_ids).order_by("room_id")
    return {row.room_id: row for row in rows}


def add(activity: RoomActivity, new: Share, old: Share, held: int = 0) -> None:
    """Replace a topic's old share in the locked `activity` by its new one, in memory."""
    activity.topic_count += new.topics - old.topics
    activity.post_count += new.posts - old.posts
    activity.unanswered_count += new.unanswered - old.unanswered
    activity.solved_count += new.solved - old.solved
    activity.held_count += held


def newest_of(topic: Topic) -> Post | None:
    """The last visible post of a topic: one row of an index, however long the topic is."""
    return topic.posts.shown().order_by("-number").first()


def settle_last_post(topic: Topic) -> None:
    """Set in memory what the topic says of its last visible post; while it has none, its opening stands for it."""
    newest = newest_of(topic)
    topic.last_post = newest
    if newest is None:
        topic.last_tick = topic.moved_tick
        return
    topic.last_post_at = newest.published_at
    topic.last_tick = newest.tick if newest.number > topic.moved_number else topic.moved_tick


def follow_last_post(activity: RoomActivity, topic: Topic) -> None:
    """Make the topic's last post the room's, in memory, unless a later one stands there already."""
    if activity.last_post_at is None or (topic.last_post_at, topic.pk) >= (
        activity.last_post_at,
        activity.last_topic_id,
    ):
        activity.last_topic, activity.last_post = topic, topic.last_post
        activity.last_post_at = topic.last_post_at


def settle_last_topic(activity: RoomActivity) -> None:
    """Set in memory what the room says of its last post: one row of an index."""
    newest = Topic.objects.shown().filter(room=activity.room_id).order_by("-last_post_at", "-pk").first()
    activity.last_topic = newest
    activity.last_post_id = newest.last_post_id if newest else None
    activity.last_post_at = newest.last_post_at if newest else None


# --- counted anew -----------------------------------------------------------------------------------------------


def counted_topic(topic: Topic) -> dict[str, object]:
    """What the topic's counts should be, by field; reads all its posts."""
    shown = topic.posts.shown()
    sums = shown.aggregate(replies=Count("pk", filter=Q(number__gt=1)), helpful=Sum("helpful_count"))
    expected = {"reply_count": sums["replies"], "helpful_count": sums["helpful"] or 0}
    newest = newest_of(topic)
    expected["last_post_id"] = newest.pk if newest else None
    if newest:
        expected["last_post_at"] = newest.published_at
        expected["last_tick"] = newest.tick if newest.number > topic.moved_number else topic.moved_tick
    opening = topic.posts.filter(number=1).first()
    return expected | {"state": opening.state if opening else topic.state}


def counted_room(room_id: int) -> dict[str, object]:
    """What the room's counts should be, by field, going by its topics' own counts."""
    shown = Q(state=PostState.VISIBLE)
    question = shown & Q(kind=TopicKind.QUESTION)
    topics = Topic.objects.filter(room=room_id)
    found = topics.aggregate(
        topic_count=Count("pk", filter=shown),
        replies=Sum("reply_count", filter=shown, default=0),
        unanswered_count=Count("pk", filter=question & Q(accepted_post__isnull=True)),
        solved_count=Count("pk", filter=question & Q(accepted_post__isnull=False)),
    )
    found["post_count"] = found["topic_count"] + found.pop("replies")
    found["held_count"] = Post.objects.filter(topic__room=room_id, state=PostState.HELD).count()
    newest = topics.shown().order_by("-last_post_at", "-pk").first()
    return found | {
        "last_topic_id": newest.pk if newest else None,
        "last_post_id": newest.last_post_id if newest else None,
        "last_post_at": newest.last_post_at if newest else None,
    }


def now_after(moment: datetime | None) -> datetime:
    """The time by the clock, but after `moment`: two web servers' clocks may differ."""
    now = timezone.now()
    return max(now, moment + timedelta(microseconds=1)) if moment else now


@dataclass(frozen=True)
class Difference:
    """A count that is not what its rows say."""

    row: Topic | RoomActivity
    field: str
    stored: object
    counted: object


def differences_of(row: Topic | RoomActivity) -> list[Difference]:
    """Where a topic or a room is miscounted, as its fields stand in memory."""
    counted = counted_topic(row) if isinstance(row, Topic) else counted_room(row.room_id)
    return [
        Difference(row, field, stored, value)
        for field, value in counted.items()
        if (stored := getattr(row, field)) != value
    ]


def differences() -> Iterator[Difference]:
    """Every miscount of the forum: topics first, then rooms going by what their topics say."""
    for rows in (Topic.objects.order_by("pk"), RoomActivity.objects.order_by("pk")):
        for row in rows.iterator(chunk_size=500):
            yield from differences_of(row)
