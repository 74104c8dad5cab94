"""Which answer solved a question, and which posts people found helpful."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forums import notifications
from forums.counting import share_of
from forums.errors import AlreadySo, NotAnAnswer, NotAQuestion, OwnPost
from forums.models import HelpfulVote, Post, Topic
from forums.permissions import can_accept_answer, can_moderate, can_read_post, can_vote_helpful
from forums.services.steps import audit, locked_topic, settle
from forums.signals import topic_changed

ACCEPTED = ["accepted_post", "accepted_at", "accepted_by"]


@transaction.atomic
def accept_answer(post: Post, *, actor) -> Topic:
    """Say that `post` solved its question, in place of any other; its author is told. Locks the topic.

    `PermissionDenied`, `NotAQuestion`, `NotAnAnswer` for the question itself or a post not in sight, `AlreadySo`.
    """
    topic = locked_topic(post.topic_id)
    if not can_accept_answer(actor, topic):
        raise PermissionDenied
    if not topic.is_question:
        raise NotAQuestion
    post = topic.posts.get(pk=post.pk)
    if post.is_opening or not post.is_shown:
        raise NotAnAnswer
    if topic.accepted_post_id == post.pk:
        raise AlreadySo
    old = share_of(topic)
    topic.accepted_post, topic.accepted_at = post, timezone.now()
    topic.accepted_by_id = actor.pk
    _write(topic, old)
    _audit_of_other(topic, "forums.accept_answer", actor, post)
    notifications.queue_accepted(topic, post, actor)
    return topic


@transaction.atomic
def withdraw_accepted(topic: Topic, *, actor) -> Topic:
    """Take back which answer solved `topic`. Locks the topic. `PermissionDenied`, `AlreadySo`."""
    topic = locked_topic(topic.pk)
    if not can_accept_answer(actor, topic):
        raise PermissionDenied
    if not topic.is_solved:
        raise AlreadySo
    old, post = share_of(topic), topic.accepted_post
    topic.accepted_post = topic.accepted_at = topic.accepted_by = None
    _write(topic, old)
    _audit_of_other(topic, "forums.withdraw_accepted", actor, post)
    return topic


@transaction.atomic
def vote_helpful(post: Post, *, actor) -> None:
    """Find somebody else's post helpful, once. Locks the topic. `PermissionDenied`, `OwnPost`."""
    topic, post = _votable(post, actor)
    vote = HelpfulVote(post=post, person=actor)
    if HelpfulVote.objects.filter(post=post, person=actor).exists():
        return
    vote.save()
    _count(topic, post, +1)


@transaction.atomic
def withdraw_helpful(post: Post, *, actor) -> None:
    """Take one's vote back; nothing happens without one. Locks the topic. `PermissionDenied`, `OwnPost`."""
    topic, post = _votable(post, actor)
    deleted, _ = HelpfulVote.objects.filter(post=post, person=actor).delete()
    if deleted:
        _count(topic, post, -1)


def _votable(post: Post, actor) -> tuple[Topic, Post]:
    topic = locked_topic(post.topic_id)
    post = topic.posts.get(pk=post.pk)
    post.topic = topic
    if actor.pk is not None and post.author_id == actor.pk and can_read_post(actor, post):
        raise OwnPost
    if not can_vote_helpful(actor, post):
        raise PermissionDenied
    return topic, post


def _count(topic: Topic, post: Post, change: int) -> None:
    Post.objects.filter(pk=post.pk).update(helpful_count=F("helpful_count") + change)
    Topic.objects.filter(pk=topic.pk).update(helpful_count=F("helpful_count") + change)
    topic_changed.send(Topic, topic_id=topic.pk)


def _write(topic: Topic, old) -> None:
    topic.save(update_fields=ACCEPTED)
    topic_changed.send(Topic, topic_id=topic.pk)
    settle(topic, old)


def _audit_of_other(topic: Topic, action: str, actor, post: Post) -> None:
    """A moderator who decides for the asker leaves a trace."""
    if actor.pk != topic.author_id and can_moderate(actor, topic.room):
        audit(topic, action, actor, post=post.number)
