"""What a person has read: marks of whole rooms and of single topics."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forums.models import Post, RoomActivity, RoomMark, RoomPage, Topic, TopicMark
from forums.permissions import can_read_room, can_read_topic


@transaction.atomic
def mark_topic_read(topic: Topic, *, actor, number: int) -> None:
    """Remember that `actor` has read `topic` up to post `number`; an older mark never replaces a newer one.

    `PermissionDenied` for who may not read it or is not signed in.
    """
    if not actor.is_authenticated or not can_read_topic(actor, topic):
        raise PermissionDenied
    _raise_mark(actor, topic, min(number, topic.last_number))


@transaction.atomic
def mark_room_read(room: RoomPage, *, actor) -> None:
    """Remember that `actor` has read all of `room` that is in sight now. `PermissionDenied` as for a topic."""
    if not actor.is_authenticated or not can_read_room(actor, room):
        raise PermissionDenied
    tick = RoomActivity.objects.values_list("tick", flat=True).get(room=room.pk)
    mark = RoomMark(person=actor, room=room, tick=tick)
    if not RoomMark.objects.filter(person=actor, room=room).update(tick=tick):
        RoomMark.objects.bulk_create([mark], ignore_conflicts=True)


def mark_own_post(topic: Topic, post: Post) -> None:
    """Who writes has read their own post; what somebody else wrote just before it stays unread."""
    before = topic.posts.shown().filter(number__lt=post.number).order_by("-number").values_list("number", flat=True)
    known = TopicMark.objects.filter(person=post.author, topic=topic).values_list("number", flat=True).first()
    if known is None or known >= (before.first() or 0):
        _raise_mark(post.author, topic, post.number)


def _raise_mark(person, topic: Topic, number: int) -> None:
    marks = TopicMark.objects.filter(person=person, topic=topic)
    if marks.filter(number__lt=number).update(number=number) or marks.exists():
        return
    mark = TopicMark(person=person, topic=topic, number=number)
    TopicMark.objects.bulk_create([mark], ignore_conflicts=True)
    marks.filter(number__lt=number).update(number=number)  # another page of the same person may have been first
