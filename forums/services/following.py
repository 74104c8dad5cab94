"""Hearing of a room or a topic, or no longer."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.enums import Subject
from community.services import follows
from forums.models import RoomPage, Topic
from forums.permissions import can_read_room, can_read_topic


@transaction.atomic
def follow_room(room: RoomPage, *, actor) -> None:
    """Tell `actor` of new topics in `room`. `PermissionDenied`."""
    if not can_read_room(actor, room):
        raise PermissionDenied
    follows.follow(actor=actor, subject=Subject.ROOM, object_id=room.pk)


@transaction.atomic
def unfollow_room(room: RoomPage, *, actor) -> None:
    """Tell `actor` no more of `room`. `PermissionDenied` for who is not signed in."""
    follows.unfollow(actor=actor, subject=Subject.ROOM, object_id=room.pk)


@transaction.atomic
def follow_topic(topic: Topic, *, actor) -> None:
    """Tell `actor` of replies in `topic`. `PermissionDenied`."""
    if not can_read_topic(actor, topic):
        raise PermissionDenied
    follows.follow(actor=actor, subject=Subject.TOPIC, object_id=topic.pk)


@transaction.atomic
def unfollow_topic(topic: Topic, *, actor) -> None:
    """Tell `actor` no more of `topic`, also when they answer in it again. `PermissionDenied` as for a room."""
    follows.unfollow(actor=actor, subject=Subject.TOPIC, object_id=topic.pk)
