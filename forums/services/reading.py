"""What a person has read: marks of whole rooms and of single topics."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from forums import notifications
from forums.models import Post, RoomActivity, RoomMark, RoomPage, Topic, TopicMark
from forums.permissions import can_read_room, can_read_topic


def mark_topic_read(
    topic: Topic, *, actor, number: int, is_told: bool = True, told_posts: Collection[int] = ()
) -> None:
    """Remember that `actor` has read `topic` up to post `number`; an older mark never replaces a newer one.

    `number` is that of the last post which they were shown, never of one that was out of their sight: when that comes
    into sight it is news to them. A notice of new replies is read with the first of them; not `is_told` saves looking
    for one where the caller knows that there is none. `told_posts` are ids of posts whose own notices are read too:
    that they name `actor`, or are their answer that was accepted. `PermissionDenied` for who may not read the topic or
    is not signed in.
    """
    if not actor.is_authenticated or not can_read_topic(actor, topic):
        raise PermissionDenied
    with transaction.atomic(savepoint=False):  # part of opening a page, where each statement counts
        _raise_mark(TopicMark, "number", min(number, topic.last_number), person=actor, topic=topic)
        if is_told:
            notifications.settle_read(topic, person=actor.pk, number=number)
        if told_posts:
            notifications.settle_posts(told_posts, person=actor.pk)


@transaction.atomic
def mark_room_read(room: RoomPage, *, actor) -> None:
    """Remember that `actor` has read all of `room` that is in sight now, with what they were told of replies there.

    `PermissionDenied` as for a topic.
    """
    if not actor.is_authenticated or not can_read_room(actor, room):
        raise PermissionDenied
    tick = RoomActivity.objects.values_list("tick", flat=True).get(room=room.pk)
    _raise_mark(RoomMark, "tick", tick, person=actor, room=room)
    notifications.settle_read_in(room, person=actor.pk)


def mark_own_post(topic: Topic, post: Post) -> None:
    """Who writes has read their own post; what somebody else wrote just before it stays unread."""
    before = topic.posts.shown().filter(number__lt=post.number).order_by("-number").values_list("number", flat=True)
    known = TopicMark.objects.filter(person=post.author, topic=topic).values_list("number", flat=True).first()
    if known is None or known >= (before.first() or 0):
        _raise_mark(TopicMark, "number", post.number, person=post.author, topic=topic)


def _raise_mark(marks: type[Model], field: str, value: int, **of) -> None:
    """Set `field` of the mark `of` a person in a room or topic to `value`, unless it stands there or further on.

    Other pages of the same person may do the same between these statements: who finds no mark makes one, which waits
    for another that is being made, and then raises whichever was kept; who finds a lower one raises it again.
    """
    kept = marks.objects.filter(**of)
    lower = kept.filter(**{f"{field}__lt": value})
    if lower.update(**{field: value}):
        return
    known = kept.values_list(field, flat=True).first()
    if known is None:
        marks.objects.bulk_create([marks(**of, **{field: value})], ignore_conflicts=True)
    if known is None or known < value:
        lower.update(**{field: value})
