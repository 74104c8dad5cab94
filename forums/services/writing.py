"""Opening topics, answering, and changing one's own posts."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from community.enums import Subject
from community.markup import Document, document
from community.models import User
from community.services.drafts import discard_draft
from community.services.follows import follow_by_writing
from community.subjects import Pair
from forums import notifications
from forums.counting import Share, now_after, share_of
from forums.enums import PostState
from forums.errors import EditedMeanwhile, KindNotAllowed, TooManyHeld, TooManyPosts, TopicLocked, TopicNotShown
from forums.limits import MOST_HELD, MOST_POSTS, POSTS_WITHIN, SLUG_LIMIT, TWICE_WITHIN
from forums.models import Post, PostRevision, RoomPage, Topic
from forums.permissions import (
    can_edit_post,
    can_moderate,
    can_open_topic,
    can_reply,
    can_write_in,
    is_held_at_first,
)
from forums.places import edit_place, reply_place, topic_place
from forums.services.linking import keep_links, keep_read_before
from forums.services.mentioning import keep_mentions
from forums.services.reading import mark_own_post
from forums.services.sorting import NOTHING, About, add_aspects, checked_about, keep_about, mark_problems
from forums.services.steps import (
    bring_into_sight,
    checked_source,
    checked_title,
    locked_person,
    locked_topic,
    settle,
)
from forums.signals import post_changed, topic_changed, topic_sorted


@transaction.atomic
def open_topic(
    room: RoomPage,
    *,
    actor: User,
    kind: str,
    title: str,
    source: str,
    about: About = NOTHING,
    read_before: Iterable[Pair] = (),
) -> Topic:
    """Open a topic of `kind` (a code of `TopicKind`) in `room`; locks the actor's row and the room's activity.

    `read_before` are the rows that did not answer the question. What an unverified member writes is held. The same
    form sent twice opens one topic. Follows the topic, and takes the draft away. `PermissionDenied`,
    `KindNotAllowed`, `TitleMissing`, `TitleTooLong`, `TooManySubAspects`, `TextMissing`, `TextTooLong`, `TooManyPosts`,
    `TooManyHeld`.
    """
    title, about, (source, laid_out) = checked_title(title), checked_about(about), checked_source(source)
    room = RoomPage.objects.get(pk=room.pk)
    if not can_write_in(actor, room):
        raise PermissionDenied
    if not can_open_topic(actor, room, kind):
        raise KindNotAllowed
    locked_person(actor)
    if earlier := _topic_sent_before(room, actor, title, source):
        return earlier
    is_held = _paced(actor, room)
    topic = _new_topic(room, actor, kind, title)
    post = Post(topic=topic, number=1, author=actor, source=source, html=laid_out.html, created_at=topic.created_at)
    mark_problems(topic, about)
    _take_in(topic, post, laid_out, Share(), is_held, about)
    keep_read_before(post, read_before)
    discard_draft(actor=actor, place=topic_place(room))
    return topic


@transaction.atomic
def reply(topic: Topic, *, actor: User, source: str) -> Post:
    """Answer in `topic`; locks the actor's row, the topic and the room's activity. Costs the same in any topic.

    What an unverified member writes is held. The same form sent twice makes one post. Follows the topic, and takes the
    draft away. `PermissionDenied`, `TopicLocked`, `TopicNotShown`, `TextMissing`, `TextTooLong`, `TooManyPosts`,
    `TooManyHeld`.
    """
    source, laid_out = checked_source(source)
    locked_person(actor)
    topic = locked_topic(topic.pk)
    if not can_reply(actor, topic):
        raise PermissionDenied
    if topic.is_locked and not can_moderate(actor, topic.room):
        raise TopicLocked
    if not topic.is_shown:
        raise TopicNotShown
    if earlier := _reply_sent_before(topic, actor, source):
        return earlier
    is_held = _paced(actor, topic.room)
    old = share_of(topic)
    topic.last_number += 1
    post = Post(topic=topic, number=topic.last_number, author=actor, source=source, html=laid_out.html)
    post.created_at = now_after(topic.created_at)
    _take_in(topic, post, laid_out, old, is_held)
    discard_draft(actor=actor, place=reply_place(topic))
    return post


@transaction.atomic
def edit_post(
    post: Post, *, actor: User, source: str, version: int, title: str | None = None, about: About | None = None
) -> Post:
    """Change one's own post; with an opening post the topic's title and what it is about. The old text stays.

    `version` is the post's `version` that the editor read; the same form sent twice changes it once. Locks the topic.
    `PermissionDenied`, `EditedMeanwhile`, `TextMissing`, `TextTooLong`, `TitleMissing`, `TitleTooLong`,
    `TooManySubAspects`.
    """
    about, (source, laid_out) = about and checked_about(about), checked_source(source)
    topic = locked_topic(post.topic_id)
    post = topic.posts.get(pk=post.pk)
    post.topic = topic
    new_title = checked_title(title) if title is not None and post.is_opening else topic.title
    if not can_edit_post(actor, post):
        raise PermissionDenied
    is_rewritten = (source, new_title) != (post.source, topic.title)
    if version != post.version and is_rewritten:
        raise EditedMeanwhile(post)
    is_sorted = about is not None and post.is_opening and keep_about(topic, about)
    if is_rewritten:
        _rewrite(topic, post, new_title, source, laid_out)
    if is_sorted:
        topic_sorted.send(Topic, topic_id=topic.pk)
    if is_rewritten or is_sorted:
        announce(topic, post)
    discard_draft(actor=actor, place=edit_place(post))
    return post


def _rewrite(topic: Topic, post: Post, title: str, source: str, laid_out: Document) -> None:
    """Write the changed text and title, and what follows from them; the old ones stay as a revision."""
    _keep_revision(topic, post)
    post.source, post.html = source, laid_out.html
    post.edit_count += 1
    post.edited_at = now_after(post.published_at)
    post.save(update_fields=["source", "html", "edit_count", "edited_at"])
    keep_links(post, laid_out.links)
    if title != topic.title:
        topic.title, topic.slug = title, _slug(title)
        topic.save(update_fields=["title", "slug"])
    if post.is_shown:
        notifications.queue_mentions(post, keep_mentions(topic, post, laid_out))


def announce(topic: Topic, post: Post) -> None:
    """Say that a post changed: the topic's entry holds its opening post and its accepted answer."""
    if not post.is_opening:
        post_changed.send(Post, post_id=post.pk, topic_id=topic.pk)
    if post.is_opening or topic.accepted_post_id == post.pk:
        topic_changed.send(Topic, topic_id=topic.pk)


def publish_mentions(topic: Topic, post: Post) -> None:
    """What follows when a post comes into sight for the first time: mentions, news, and its author follows it."""
    notifications.queue_post(post, keep_mentions(topic, post, document(post.source)))
    if post.author_id:
        follow_by_writing(post.author, subject=Subject.TOPIC, object_id=topic.pk)


def _take_in(topic: Topic, post: Post, laid_out, old: Share, is_held: bool, about: About = NOTHING) -> None:
    """Write a new post of a locked or new topic, and all that follows from it."""
    if is_held:
        post.state = PostState.HELD
        if post.is_opening:
            topic.state = PostState.HELD
    else:
        bring_into_sight(topic, post)
    if topic.pk is None:
        topic.last_post = None  # the post is written after the topic
        topic.save()
        add_aspects(topic, about)
        post.topic = topic
    post.save()
    if laid_out.links:
        keep_links(post, laid_out.links)
    if post.is_opening:
        topic.opening_post = post
        topic.save(update_fields=["opening_post"])
    if is_held:
        follow_by_writing(post.author, subject=Subject.TOPIC, object_id=topic.pk)
        notifications.queue_held(topic, post)
    else:
        topic.last_post = post
        notifications.queue_post(post, keep_mentions(topic, post, laid_out))
        follow_by_writing(post.author, subject=Subject.TOPIC, object_id=topic.pk)
        mark_own_post(topic, post)
    announce(topic, post)
    settle(topic, old, appeared=None if is_held else post, held=int(is_held))


def _new_topic(room: RoomPage, actor: User, kind: str, title: str) -> Topic:
    now = timezone.now()
    return Topic(
        room=room,
        kind=kind,
        title=title,
        slug=_slug(title),
        author=actor,
        is_example=room.is_example or actor.is_example,
        last_number=1,
        created_at=now,
        last_post_at=now,
    )


def _slug(title: str) -> str:
    return slugify(title)[:SLUG_LIMIT].strip("-") or "topik"


def _paced(actor: User, room: RoomPage) -> bool:
    """Whether what `actor` writes is held; `TooManyPosts`, `TooManyHeld`. Call it with their row locked."""
    if can_moderate(actor, room):
        return False
    since = timezone.now() - POSTS_WITHIN
    if Post.objects.filter(author=actor, created_at__gte=since).count() >= MOST_POSTS:
        raise TooManyPosts
    if not is_held_at_first(actor, room):
        return False
    if Post.objects.held().filter(author=actor).count() >= MOST_HELD:
        raise TooManyHeld
    return True


def _topic_sent_before(room: RoomPage, actor: User, title: str, source: str) -> Topic | None:
    since = timezone.now() - TWICE_WITHIN
    sent = Topic.objects.filter(room=room, author=actor, title=title, created_at__gte=since)
    return sent.filter(opening_post__source=source).first()


def _reply_sent_before(topic: Topic, actor: User, source: str) -> Post | None:
    since = timezone.now() - TWICE_WITHIN
    sent = Post.objects.filter(author=actor, created_at__gte=since, topic=topic, number__gt=1, source=source)
    return sent.first()


def _keep_revision(topic: Topic, post: Post) -> None:
    PostRevision.objects.create(
        post=post,
        number=post.version,
        title=topic.title if post.is_opening else "",
        source=post.source,
        editor=post.author,
        created_at=post.edited_at or post.created_at,
    )
