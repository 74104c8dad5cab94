"""Steps that several services share."""

from django.core.exceptions import PermissionDenied
from wagtail.log_actions import log

from community.markup import Document, document
from community.markup.characters import cleaned
from community.models import User
from forums import counting
from forums.counting import Share, now_after
from forums.enums import PostState
from forums.errors import ReasonMissing, ReasonTooLong, TextMissing, TextTooLong, TitleMissing, TitleTooLong
from forums.limits import REASON_LIMIT, SOURCE_LIMIT, TITLE_LIMIT
from forums.models import Post, Topic
from forums.permissions import can_moderate

COUNTED = [
    "state",
    "accepted_post",
    "accepted_at",
    "accepted_by",
    "reply_count",
    "helpful_count",
    "last_number",
    "last_post",
    "last_post_at",
    "last_tick",
    "moved_number",
    "moved_tick",
]


def checked_title(title: str) -> str:
    """The title on one line. `TitleMissing`, `TitleTooLong`."""
    title = " ".join(cleaned(title).split())
    if not title:
        raise TitleMissing
    if len(title) > TITLE_LIMIT:
        raise TitleTooLong
    return title


def checked_source(source: str) -> tuple[str, Document]:
    """The text as it is kept, and laid out; call it before taking a lock. `TextMissing`, `TextTooLong`."""
    if len(source) > 2 * SOURCE_LIMIT:  # line breaks may count twice before they are made one
        raise TextTooLong
    source = cleaned(source).strip()
    if len(source) > SOURCE_LIMIT:
        raise TextTooLong
    laid_out = document(source)
    if not laid_out.text.strip():
        raise TextMissing
    return source, laid_out


def checked_reason(reason: str) -> str:
    """The reason on one line. `ReasonMissing`, `ReasonTooLong`."""
    reason = " ".join(cleaned(reason).split())
    if not reason:
        raise ReasonMissing
    if len(reason) > REASON_LIMIT:
        raise ReasonTooLong
    return reason


def locked_person(person) -> User:
    """The row of who writes, locked: what they send twice at once comes one after the other. `PermissionDenied`."""
    if not (person.is_authenticated and person.pk):
        raise PermissionDenied
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def locked_topic(pk: int) -> Topic:
    """The topic; its row lock guards its posts and counts too.

    Without a join: PostgreSQL drops a row from a joined answer when it waited for the lock and the room changed.
    """
    return Topic.objects.select_for_update(no_key=True).get(pk=pk)


def moderated_topic(pk: int, actor) -> Topic:
    """The topic, locked for a moderator. `PermissionDenied`."""
    topic = locked_topic(pk)
    if not can_moderate(actor, topic.room):
        raise PermissionDenied
    return topic


def bring_into_sight(topic: Topic, post: Post) -> None:
    """Make `post` the newest that all readers see, in memory; one that others overtook goes to the end."""
    if post.is_opening:
        topic.moved_number = topic.moved_tick = 0
    elif post.number != topic.last_number or post.number <= topic.moved_number:
        topic.last_number += 1
        post.number = topic.last_number
    post.state = PostState.VISIBLE
    before = [topic.last_post_at if topic.last_post_id else None, post.edited_at]
    post.published_at = now_after(max(filter(None, before), default=None))
    topic.last_post, topic.last_post_at = post, post.published_at
    if post.is_opening:
        topic.state = PostState.VISIBLE
    else:
        topic.reply_count += 1


def settle(
    topic: Topic, old: Share, *, appeared: Post | None = None, is_last_lost: bool = False, held: int = 0
) -> None:
    """Write the topic's counts and bring the room's after them; its `RoomActivity` is locked until the commit.

    `old` was the topic's share before; `appeared` a post that came into sight now; `is_last_lost` says that the last
    visible post may have gone; `held` is how many more posts wait for a moderator.
    """
    activity = counting.locked_activity(topic.room_id)[topic.room_id]
    counting.add(activity, counting.share_of(topic), old, held)
    if appeared is not None:
        activity.tick += 1
        appeared.tick = topic.last_tick = activity.tick
        Post.objects.filter(pk=appeared.pk).update(tick=activity.tick)
    topic.save(update_fields=COUNTED)
    if is_last_lost:
        counting.settle_last_topic(activity)
    elif appeared is not None and topic.is_shown:
        counting.follow_last_post(activity, topic)
    activity.save()


def audit(topic: Topic, action: str, actor, **data) -> None:
    """Leave a trace of what a moderator did, in this transaction."""
    log(topic, action, user=actor if actor.pk else None, data=data)
