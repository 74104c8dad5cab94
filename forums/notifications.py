"""What people are told of the forum: few at once, in the transaction of the cause; the followers by the worker."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef
from django.utils import timezone

from community import notifications
from community.enums import NoticeKind, Scope, Subject
from community.models import Follow, Notice, ScopeSteward, User
from community.news import followers
from community.permissions import can_read
from forums.models import Mention, Post, PostNews, RoomMark, RoomPage, RoomSteward, Topic, TopicMark

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
        key=f"{NoticeKind.MENTION}:{post.pk}",
        actor=post.author,
    )


def tell_followers(row: PostNews) -> None:
    """Do what a `PostNews` asks: who follows and may read it now is told, unless the post is gone from sight again."""
    post = _locked_post(row.post_id)
    topic = post.topic
    if not (post.is_shown and topic.is_shown and topic.room.live):
        return
    if post.is_opening:
        scope = (Subject.SCOPE, Scope(topic.room.scope).number)
        _tell(post, NoticeKind.NEW_TOPIC, _who_follow(post, [(Subject.ROOM, topic.room_id), scope]))
    else:
        _tell_of_reply(post)
    if led_to := list(post.links.filter(is_read_before=False).values_list("subject", "object_id")):
        _tell(post, NoticeKind.DISCUSSED, _who_follow(post, led_to).exclude(pk__in=_told_of_reply(post)))


def _locked_post(pk: int) -> Post:
    """The post; who hides it meanwhile waits, and then finds the notices that tell of it.

    Locked without a join, which PostgreSQL may drop from its answer when it had to wait.
    """
    post = Post.objects.select_for_update(no_key=True).get(pk=pk)
    post.topic = Topic.objects.select_related("room").get(pk=post.topic_id)
    return post


def _who_follow(post: Post, pairs: list):
    """The people who follow any of `pairs` and may read `post`, but for whom it names and who muted its topic."""
    people = User.objects.readers_of(post.topic.room).filter(pk__in=followers(pairs))
    muted = Follow.objects.of(Subject.TOPIC, post.topic_id).filter(is_muted=True).values("person")
    named = Mention.objects.filter(post=post).values("person")
    return people.exclude(pk__in=named).exclude(pk__in=muted)


def _told_of_reply(post: Post):
    """Ids of the people whom a reply itself is news for: what it leads to is none for them as well."""
    return User.objects.none().values("pk") if post.is_opening else followers([(Subject.TOPIC, post.topic_id)])


def _tell(post: Post, kind: NoticeKind, people) -> None:
    """One notice for a post, whatever its reader follows: the first kind that fits."""
    notifications.notify(
        people.order_by("pk").values_list("pk", flat=True).iterator(TOLD_AT_ONCE),
        kind,
        subject=Subject.POST,
        object_id=post.pk,
        key=f"post:{post.pk}",
        actor=post.author,
    )


def _tell_of_reply(post: Post) -> None:
    """One notice for all replies to a topic that a follower has not seen; for none that they have read by now."""
    key, topic = f"post:{post.pk}", post.topic
    tick = post.tick if post.number > topic.moved_number else topic.moved_tick  # each room counts its own
    seen = [
        RoomMark.objects.filter(person=OuterRef("pk"), room=topic.room_id, tick__gte=tick),
        TopicMark.objects.filter(person=OuterRef("pk"), topic=post.topic_id, number__gte=post.number),
        Notice.objects.filter(recipient=OuterRef("pk"), key=key),
    ]
    people = _who_follow(post, [(Subject.TOPIC, post.topic_id)]).exclude(pk=post.author_id)
    for rows in seen:
        people = people.exclude(Exists(rows))
    notifications.gather(
        people.values_list("pk", flat=True).iterator(TOLD_AT_ONCE),
        NoticeKind.REPLY,
        subject=Subject.TOPIC,
        object_id=post.topic_id,
        number=post.number,
        key=key,
    )


def settle_read(topic: Topic, *, person: int, number: int) -> None:
    """Take as read what one person (a user's id) was told of replies, once they have read the first of them."""
    told = Notice.objects.gathering(NoticeKind.REPLY, Subject.TOPIC, topic.pk)
    told.filter(recipient=person, first_number__lte=number).mark_read()


def unread_of(posts: Collection[int], *, person: int) -> set[int]:
    """Those of `posts` (ids) of which an unread notice tells one person; no query where there are none."""
    if not posts:
        return set()
    told = Notice.objects.filter(recipient=person, key__in=_keys_of(posts)).unread()
    return set(told.values_list("object_id", flat=True))


def settle_posts(posts: Collection[int], *, person: int) -> None:
    """Take as read that posts name one person, or are their accepted answers, once they have read them."""
    notifications.settle_causes(_keys_of(posts), recipients=[person])


def _keys_of(posts: Collection[int]) -> list[str]:
    """By its key a notice is found at once, however many there are of its post or for its reader."""
    return [f"{kind}:{pk}" for kind in (NoticeKind.MENTION, NoticeKind.ACCEPTED) for pk in posts]


def settle_read_in(room: RoomPage, *, person: int) -> None:
    """Take as read what one person was told of replies in a room."""
    here = Topic.objects.filter(pk=OuterRef("object_id"), room=room.pk)
    told = Notice.objects.filter(recipient=person, kind=NoticeKind.REPLY, subject=Subject.TOPIC)
    told.filter(Exists(here)).mark_read()


def settle_out_of_sight(topic: Topic) -> None:
    """Take as read what people were told of replies that are all hidden by now, so that the next one is told anew."""
    told = Notice.objects.gathering(NoticeKind.REPLY, Subject.TOPIC, topic.pk)
    told.exclude(Exists(Post.objects.told_in_notice())).mark_read()


def queue_accepted(topic: Topic, post: Post, actor) -> None:
    """Tell the author of an answer that it was accepted."""
    if post.author_id:
        notifications.notify(
            [post.author_id],
            NoticeKind.ACCEPTED,
            subject=Subject.POST,
            object_id=post.pk,
            key=f"{NoticeKind.ACCEPTED}:{post.pk}",
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
            *RoomSteward.objects.in_force().filter(room=room).values_list("person_id", flat=True),
            *ScopeSteward.objects.in_force().filter(scope=room.scope).values_list("person_id", flat=True),
        ]
    )
    able = [person.pk for person in stewards if can_read(person, room)] or [
        person.pk for person in User.objects.organisers() if can_read(person, room)
    ]
    notifications.notify(
        able, NoticeKind.HELD, subject=Subject.POST, object_id=post.pk, key=f"held:{post.pk}", actor=post.author
    )
