"""Following rooms and topics in tests."""

from community.enums import Subject
from community.services.follows import set_following
from forums.models import RoomPage, Topic

SUBJECTS = {RoomPage: Subject.ROOM, Topic: Subject.TOPIC}


def follow(row, *, actor, is_on: bool = True) -> None:
    """Let `actor` follow a room or a topic, or no longer."""
    set_following(actor=actor, subject=SUBJECTS[type(row)], object_id=row.pk, is_on=is_on)


def unfollow(row, *, actor) -> None:
    """Let `actor` hear no more of a room or a topic."""
    follow(row, actor=actor, is_on=False)
