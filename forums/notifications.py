"""What people are told of the forum: few at once, in the transaction of the cause; the followers by the worker."""

from django.utils import timezone

from community import notifications
from community.enums import NoticeKind, Scope, Subject
from community.models import Follow, ScopeSteward, User
from community.news import followers
from community.permissions import can_read
from forums.models import Mention, Post, PostNews, Topic

TOLD_AT_ONCE = 500


def queue_post(post: Post, mentioned: list[User]) -> None:
    """News of a post that came into sight: at once to those it mentions, later to followers of its topic or room."""
    _tell_mentioned(post, mentioned)
    PostNews.objects.create(post=post)


def queue_mentions(post: Post, mentioned: list[User]) -> None:
    """News of an edited post, to those it did not mention before."""
    _tell_mentioned(post, mentioned)


def _tell_mentioned(post: Post, mentioned: list[User]) -> None:
    notifications.notify(
        [person.pk for person in mentioned],
        NoticeKind.MENTION,
        subject=Subject.POST,
        object_id=post.pk,
        key=f"mention:{post.pk}",
        actor=post.author,
    )


def tell_followers(row: PostNews) -> None:
    """Do what a `PostNews` asks: who follows and may read it now is told, unless the post is gone from sight again."""
    post = Post.objects.select_related("topic__room", "author").get(pk=row.post_id)
    topic = post.topic
    if not (post.is_shown and topic.is_shown and topic.room.live):
        return
    if post.is_opening:
        scope = (Subject.SCOPE, Scope(topic.room.scope).number)
        _tell_who_follows(post, NoticeKind.NEW_TOPIC, [(Subject.ROOM, topic.room_id), scope])
    else:
        _tell_who_follows(post, NoticeKind.REPLY, [(Subject.TOPIC, topic.pk)])
    if led_to := list(post.links.filter(is_read_before=False).values_list("subject", "object_id")):
        _tell_who_follows(post, NoticeKind.DISCUSSED, led_to)


def _tell_who_follows(post: Post, kind: NoticeKind, pairs: list) -> None:
    """One notice for a post, whatever its reader follows: the first kind that fits."""
    people = User.objects.readers_of(post.topic.room).filter(pk__in=followers(pairs))
    muted = Follow.objects.of(Subject.TOPIC, post.topic_id).filter(is_muted=True).values("person")
    told_otherwise = Mention.objects.filter(post=post).values("person")
    ids = people.exclude(pk__in=told_otherwise).exclude(pk__in=muted).order_by("pk").values_list("pk", flat=True)
    notifications.notify(
        ids.iterator(TOLD_AT_ONCE),
        kind,
        subject=Subject.POST,
        object_id=post.pk,
        key=f"post:{post.pk}",
        actor=post.author,
    )


def queue_accepted(topic: Topic, post: Post, actor) -> None:
    """Tell the author of an answer that it was accepted."""
    if post.author_id:
        notifications.notify(
            [post.author_id],
            NoticeKind.ACCEPTED,
            subject=Subject.POST,
            object_id=post.pk,
            key=f"accepted:{post.pk}",
            actor=actor,
        )


def queue_moderated(post: Post, kind: NoticeKind, actor, reason: str) -> None:
    """Tell the author of a post what a moderator did to it, or to the topic it opens, and why."""
    if post.author_id:
        notifications.notify(
            [post.author_id],
            kind,
            subject=Subject.POST,
            object_id=post.pk,
            key=f"{kind}:{post.pk}:{timezone.now().timestamp():.6f}",
            actor=actor if actor.pk else None,
            data={"reason": reason},
        )


def settle_held(post: Post) -> None:
    """Take a post that a moderator has looked at out of what waits for their colleagues."""
    notifications.settle(NoticeKind.HELD, subject=Subject.POST, object_id=post.pk)


def queue_held(topic: Topic, post: Post) -> None:
    """Tell those who look after the room that a post waits for them; the organisers where nobody else does."""
    room = topic.room
    stewards = User.objects.filter(
        pk__in=[
            *room.room_stewards.values_list("person_id", flat=True),
            *ScopeSteward.objects.filter(scope=room.scope).values_list("person_id", flat=True),
        ]
    )
    able = [person.pk for person in stewards if can_read(person, room)] or [
        person.pk for person in User.objects.organisers() if can_read(person, room)
    ]
    notifications.notify(
        able, NoticeKind.HELD, subject=Subject.POST, object_id=post.pk, key=f"held:{post.pk}", actor=post.author
    )
