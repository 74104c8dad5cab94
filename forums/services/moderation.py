"""What moderators do: each act asks for a reason, leaves a trace, and is told to the author.

An act on the opening post is one on the topic. Every function locks the topic; `PermissionDenied` for who does not look
after the room, `ReasonMissing`, `ReasonTooLong`, and `AlreadySo` where a colleague was faster.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.enums import NoticeKind
from forums import counting, notifications
from forums.counting import Share, share_of
from forums.enums import PostState
from forums.errors import AlreadySo, KindNotAllowed, NotAsRead, SameRoom
from forums.models import Post, RoomPage, Topic
from forums.permissions import can_moderate
from forums.services.reading import mark_own_post
from forums.services.steps import COUNTED, audit, bring_into_sight, checked_reason, moderated_topic, settle
from forums.services.writing import announce, publish_mentions
from forums.signals import topic_changed, topic_moved, topic_shown

MODERATED = ["number", "state", "published_at", "moderated_at", "moderated_by", "moderation_reason"]


@transaction.atomic
def release_post(post: Post, *, actor, reason: str = "", version: int | None = None) -> Post:
    """Let all readers see a held post; it needs no reason. One that others overtook goes to the end of its topic.

    `version` is the post's `version` that the moderator read, that of `post` unless given; also `NotAsRead`.
    """
    read = post.version if version is None else version
    topic, post = _taken_up(post, actor, {PostState.HELD})
    if post.version != read:
        raise NotAsRead
    reason = checked_reason(reason) if reason.strip() else ""
    _show(topic, post, actor, reason)
    notifications.settle_held(post)
    return _noted(topic, post, actor, reason, "forums.release_post", NoticeKind.RELEASED)


@transaction.atomic
def hide_post(post: Post, *, actor, reason: str) -> Post:
    """Take a post out of sight: its author and moderators alone see it; an accepted answer is one no more."""
    reason = checked_reason(reason)
    topic, post = _taken_up(post, actor, {PostState.VISIBLE, PostState.HELD})
    old, was = share_of(topic), post.state
    _moderate(post, PostState.HIDDEN, actor, reason)
    if post.is_opening:
        topic.state = PostState.HIDDEN
    if was == PostState.VISIBLE:
        _take_out(topic, post)
    else:
        notifications.settle_held(post)
    topic.save(update_fields=COUNTED)
    _announce_sight(topic, post)
    settle(topic, old, is_last_lost=was == PostState.VISIBLE, held=-1 if was == PostState.HELD else 0)
    if not post.is_opening:
        notifications.settle_out_of_sight(topic)
    return _noted(topic, post, actor, reason, "forums.hide_post", NoticeKind.HIDDEN)


@transaction.atomic
def unhide_post(post: Post, *, actor, reason: str) -> Post:
    """Show a hidden post again, in its old place; one that was never in sight comes as if released."""
    reason = checked_reason(reason)
    topic, post = _taken_up(post, actor, {PostState.HIDDEN})
    _show(topic, post, actor, reason)
    return _noted(topic, post, actor, reason, "forums.unhide_post", NoticeKind.UNHIDDEN)


@transaction.atomic
def lock_topic(topic: Topic, *, actor, reason: str) -> Topic:
    """Let nobody but moderators write in a topic any more."""
    return _mark(topic, "is_locked", True, actor, reason, "forums.lock_topic", NoticeKind.LOCKED)


@transaction.atomic
def unlock_topic(topic: Topic, *, actor, reason: str) -> Topic:
    """Let everybody write in a topic again."""
    return _mark(topic, "is_locked", False, actor, reason, "forums.unlock_topic", NoticeKind.UNLOCKED)


@transaction.atomic
def pin_topic(topic: Topic, *, actor, reason: str) -> Topic:
    """Keep a topic at the top of its room."""
    return _mark(topic, "is_pinned", True, actor, reason, "forums.pin_topic", NoticeKind.PINNED)


@transaction.atomic
def unpin_topic(topic: Topic, *, actor, reason: str) -> Topic:
    """Let a topic stand in its room like any other."""
    return _mark(topic, "is_pinned", False, actor, reason, "forums.unpin_topic", NoticeKind.UNPINNED)


@transaction.atomic
def move_topic(topic: Topic, *, room: RoomPage, actor, reason: str) -> Topic:
    """Put a topic with all its posts into another room, whose audience they take; there it counts as news.

    The actor must look after both rooms. Locks the topic, then the activity of both rooms by id. Also `SameRoom`, and
    `KindNotAllowed` where the other room does not take this kind of topic.
    """
    reason = checked_reason(reason)
    topic = moderated_topic(topic.pk, actor)
    target = RoomPage.objects.get(pk=room.pk)
    if not can_moderate(actor, target):
        raise PermissionDenied
    if target.pk == topic.room_id:
        raise SameRoom
    if topic.kind not in target.allowed_kinds:
        raise KindNotAllowed
    source = topic.room
    topic.room, topic.is_pinned = target, False
    topic.save(update_fields=["room", "is_pinned"])
    topic_moved.send(Topic, topic_id=topic.pk, room_id=target.pk)
    _carry_counts(topic, source)
    audit(topic, "forums.move_topic", actor, source=source.title, target=target.title, reason=reason)
    notifications.queue_moderated(topic.opening_post, NoticeKind.MOVED, actor, reason)
    return topic


def _carry_counts(topic: Topic, source: RoomPage) -> None:
    share, held = share_of(topic), counting.held_in(topic)
    activities = counting.locked_activity(source.pk, topic.room_id)
    left, entered = activities[source.pk], activities[topic.room_id]
    counting.add(left, Share(), share, -held)
    counting.add(entered, share, Share(), held)
    counting.settle_last_topic(left)
    if topic.is_shown:
        entered.tick += 1
        counting.follow_last_post(entered, topic)
    topic.moved_number, topic.moved_tick = topic.last_number, entered.tick
    topic.last_tick = entered.tick
    topic.save(update_fields=["moved_number", "moved_tick", "last_tick"])
    left.save()
    entered.save()


def _mark(topic: Topic, field: str, value: bool, actor, reason: str, action: str, notice: NoticeKind) -> Topic:
    reason = checked_reason(reason)
    topic = moderated_topic(topic.pk, actor)
    if getattr(topic, field) == value:
        raise AlreadySo
    setattr(topic, field, value)
    topic.save(update_fields=[field])
    topic_changed.send(Topic, topic_id=topic.pk)
    audit(topic, action, actor, reason=reason)
    notifications.queue_moderated(topic.opening_post, notice, actor, reason)
    return topic


def _taken_up(post: Post, actor, states: set[PostState]) -> tuple[Topic, Post]:
    """The locked topic and the post as it stands now; `AlreadySo` when it is in none of `states` any more."""
    topic = moderated_topic(post.topic_id, actor)
    post = topic.posts.get(pk=post.pk)
    if post.state not in states:
        raise AlreadySo
    return topic, post


def _noted(topic: Topic, post: Post, actor, reason: str, action: str, notice: NoticeKind) -> Post:
    """Leave the trace of an act on a post, and tell its author."""
    audit(topic, action, actor, post=post.number, reason=reason)
    notifications.queue_moderated(post, notice, actor, reason)
    return post


def _moderate(post: Post, state: PostState, actor, reason: str) -> None:
    post.state = state
    post.moderated_at, post.moderated_by_id, post.moderation_reason = timezone.now(), actor.pk, reason
    post.save(update_fields=MODERATED)


def _take_out(topic: Topic, post: Post) -> None:
    """The topic without a post that all readers saw, in memory."""
    if not post.is_opening:
        topic.reply_count -= 1
    topic.helpful_count -= post.helpful_count
    if topic.accepted_post_id == post.pk:
        topic.accepted_post = topic.accepted_at = topic.accepted_by = None
    counting.settle_last_post(topic)


def _show(topic: Topic, post: Post, actor, reason: str) -> None:
    """Bring a held or hidden post into sight, for the first time or again."""
    old, was_held = share_of(topic), post.state == PostState.HELD
    is_first = post.published_at is None
    if is_first:
        bring_into_sight(topic, post)
        publish = post
    else:
        publish = None
        if post.is_opening:
            topic.state = PostState.VISIBLE
        else:
            topic.reply_count += 1
    _moderate(post, PostState.VISIBLE, actor, reason)
    if not is_first:
        topic.helpful_count += post.helpful_count
        counting.settle_last_post(topic)
    topic.save(update_fields=COUNTED)
    if is_first:
        publish_mentions(topic, post)
        if post.author_id:
            mark_own_post(topic, post)
    _announce_sight(topic, post)
    settle(topic, old, appeared=publish, is_last_lost=not is_first, held=-1 if was_held else 0)


def _announce_sight(topic: Topic, post: Post) -> None:
    """Say that a post came into sight or left it; with an opening post go all replies of its topic."""
    if post.is_opening:
        topic_shown.send(Topic, topic_id=topic.pk, is_shown=topic.is_shown)
    announce(topic, post)
    if not post.is_opening and topic.accepted_post_id is None:
        topic_changed.send(Topic, topic_id=topic.pk)  # it may have held the accepted answer
