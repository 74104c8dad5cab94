"""Every write of the forum: one function, one use case, one transaction.

Rows are locked in one order: the writing person, the topic, search entries (through the signals), and last the
activity of the rooms by id. Locks of topics and people leave foreign keys to them free (`no_key`): a reader's mark
does not wait for a writer.
"""

from forums.services.answers import accept_answer, vote_helpful, withdraw_accepted, withdraw_helpful
from forums.services.examples import set_times
from forums.services.history import remove_earlier_text
from forums.services.moderation import (
    hide_post,
    lock_topic,
    move_topic,
    pin_topic,
    release_post,
    unhide_post,
    unlock_topic,
    unpin_topic,
)
from forums.services.reading import mark_room_read, mark_topic_read
from forums.services.sorting import About, about_of
from forums.services.writing import edit_post, open_topic, reply

__all__ = [
    "About",
    "about_of",
    "accept_answer",
    "edit_post",
    "hide_post",
    "lock_topic",
    "mark_room_read",
    "mark_topic_read",
    "move_topic",
    "open_topic",
    "pin_topic",
    "release_post",
    "remove_earlier_text",
    "reply",
    "set_times",
    "unhide_post",
    "unlock_topic",
    "unpin_topic",
    "vote_helpful",
    "withdraw_accepted",
    "withdraw_helpful",
]
