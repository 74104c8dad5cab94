"""What the worker tells followers: those who follow, may read, and were not told otherwise; once."""

import pytest
from django.core.exceptions import PermissionDenied

from community import work
from community.enums import Audience, NoticeKind, Role, Scope, Subject
from community.markup import mention
from community.models import Follow, Notice
from forums import services
from forums.models import PostNews, RoomPage
from tests.factories.community import ScopeStewardFactory, UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.support.following import follow, unfollow
from tests.support.people import in_group

pytestmark = pytest.mark.django_db


def told() -> set[tuple]:
    return set(Notice.objects.values_list("recipient_id", "kind", "object_id"))


def test_reply_is_told_to_who_follows_the_topic(member):
    topic = TopicFactory()
    work.work_off()
    follow(topic, actor=member)
    muted = UserFactory(verified=True)
    unfollow(topic, actor=muted)

    PostFactory(topic=topic)
    assert told() == set()
    work.work_off()

    assert told() == {(topic.author_id, NoticeKind.REPLY, topic.pk), (member.pk, NoticeKind.REPLY, topic.pk)}
    assert not PostNews.objects.waiting().exists()


def test_new_topic_is_told_to_who_follows_the_room(room, member):
    follow(room, actor=member)

    topic = TopicFactory(room=room)
    work.work_off()

    assert told() == {(member.pk, NoticeKind.NEW_TOPIC, topic.opening_post_id)}


@pytest.mark.once
def test_who_was_mentioned_is_told_that_alone(member):
    topic = TopicFactory()
    follow(topic, actor=member)
    post = PostFactory(topic=topic, source=mention("Nama", member.pk))
    work.work_off()

    assert (member.pk, NoticeKind.MENTION, post.pk) in told()
    assert (member.pk, NoticeKind.REPLY, topic.pk) not in told()


def test_who_may_no_longer_read_is_not_told(room, member, newcomer):
    topic = TopicFactory(room=room)
    work.work_off()
    follow(topic, actor=newcomer)
    follow(topic, actor=member)
    PostFactory(topic=topic)
    RoomPage.objects.filter(pk=room.pk).update(audience=Audience.MEMBERS)

    work.work_off()

    assert told() == {(member.pk, NoticeKind.REPLY, topic.pk), (topic.author_id, NoticeKind.REPLY, topic.pk)}


def test_news_of_what_was_hidden_meanwhile_are_not_told(room, steward):
    post = PostFactory(topic=TopicFactory(room=room))
    services.hide_post(post, actor=steward, reason="Iklan.")

    work.work_off()

    assert not Notice.objects.filter(kind=NoticeKind.REPLY).exists()


@pytest.mark.once
def test_news_told_twice_are_told_once(member):
    topic = TopicFactory()
    post = PostFactory(topic=topic)
    work.work_off()
    PostNews.objects.create(post=post)
    work.work_off()

    assert told() == {(topic.author_id, NoticeKind.REPLY, topic.pk)}


@pytest.mark.once
def test_held_post_is_told_to_the_stewards_of_room_and_scope_alone(newcomer):
    in_room, in_scope = UserFactory(verified=True), ScopeStewardFactory(scope=Scope.HELPING).person
    ScopeStewardFactory(scope=Scope.INNOVATIVE)
    resting = ScopeStewardFactory(scope=Scope.HELPING, person=UserFactory(pending=True)).person
    in_group(Role.ORGANISER, UserFactory(verified=True))
    room = RoomPageFactory(stewards=[in_room, resting])

    post = services.reply(TopicFactory(room=room), actor=newcomer, source="Halo.")

    assert told() == {(in_room.pk, NoticeKind.HELD, post.pk), (in_scope.pk, NoticeKind.HELD, post.pk)}


def test_held_post_is_told_to_organisers_where_nobody_else_looks_after_the_room(newcomer):
    organiser = in_group(Role.ORGANISER, UserFactory(verified=True))

    post = services.reply(TopicFactory(), actor=newcomer, source="Halo.")

    assert told() == {(organiser.pk, NoticeKind.HELD, post.pk)}


def test_follow_and_unfollow(member, newcomer, room):
    closed = TopicFactory(room=RoomPageFactory(members=True))

    follow(room, actor=member)
    follow(room, actor=member)
    follow(closed, actor=member)
    unfollow(room, actor=member)
    for target in (closed, closed.room):
        with pytest.raises(PermissionDenied):
            follow(target, actor=newcomer)

    follows = Follow.objects.filter(person=member).values_list("subject", "object_id", "is_muted")
    assert set(follows) == {(Subject.ROOM, room.pk, True), (Subject.TOPIC, closed.pk, False)}
    assert not Follow.objects.filter(person=newcomer).exists()
