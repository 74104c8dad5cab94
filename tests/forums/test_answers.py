"""Accepted answers and helpful votes: every exit of the services."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from community.enums import NoticeKind
from community.models import Notice
from forums import errors, services
from forums.enums import TopicKind
from forums.models import HelpfulVote, Post, Topic
from forums.signals import topic_changed
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


def actions() -> list[str]:
    rows = ModelLogEntry.objects.filter(action__startswith="forums.").order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_the_asker_accepts_an_answer_and_its_author_is_told(room, counts, heard):
    post = PostFactory(topic=TopicFactory(room=room))
    asker, said = post.topic.author, heard(topic_changed)

    services.accept_answer(post, actor=asker)

    topic = Topic.objects.get()
    assert (topic.accepted_post, topic.accepted_by, topic.is_solved) == (post, asker, True)
    assert counts(room) == (1, 2, 0, 1, 0)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.object_id) == (post.author, NoticeKind.ACCEPTED, post.pk)
    assert said == [{"topic_id": topic.pk}]
    assert actions() == []


@pytest.mark.once
def test_another_answer_takes_the_place_of_the_accepted_one(room, counts):
    first = PostFactory(topic=TopicFactory(room=room))
    second = PostFactory(topic=first.topic)

    services.accept_answer(first, actor=first.topic.author)
    services.accept_answer(second, actor=first.topic.author)

    assert Topic.objects.get().accepted_post == second
    assert counts(room) == (1, 3, 0, 1, 0)


def test_a_steward_accepts_and_withdraws_with_a_trace(room, steward, counts):
    post = PostFactory(topic=TopicFactory(room=room))

    services.accept_answer(post, actor=steward)
    services.withdraw_accepted(post.topic, actor=steward)

    assert Topic.objects.get().accepted_post is None
    assert counts(room) == (1, 2, 1, 0, 0)
    assert actions() == ["forums.accept_answer", "forums.withdraw_accepted"]


def test_accepting_own_answer_tells_nobody():
    topic = TopicFactory()
    post = services.reply(topic, actor=topic.author, source="Ketemu: mulai dari satu unit.")

    services.accept_answer(post, actor=topic.author)

    assert not Notice.objects.exists()


@pytest.mark.once
def test_accept_refuses_others(member):
    post = PostFactory()

    for actor in (member, post.author, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            services.accept_answer(post, actor=actor)
        with pytest.raises(PermissionDenied):
            services.withdraw_accepted(post.topic, actor=actor)
    assert Topic.objects.get().accepted_post is None


@pytest.mark.once
def test_accept_refuses_an_asker_who_may_no_longer_read_the_room():
    topic = TopicFactory(room=RoomPageFactory(members=True))
    post = PostFactory(topic=topic)
    topic.author.affiliation = "pending"

    with pytest.raises(PermissionDenied):
        services.accept_answer(post, actor=topic.author)


def test_accept_refuses_what_is_no_answer(room, newcomer, steward):
    discussed = PostFactory(topic=TopicFactory(kind=TopicKind.DISCUSSION))
    topic = TopicFactory(room=room)
    held = services.reply(topic, actor=newcomer, source="Halo.")
    hidden = PostFactory(topic=topic)
    services.hide_post(hidden, actor=steward, reason="Iklan.")

    with pytest.raises(errors.NotAQuestion):
        services.accept_answer(discussed, actor=discussed.topic.author)
    for post in (topic.opening_post, held, hidden):
        with pytest.raises(errors.NotAnAnswer):
            services.accept_answer(post, actor=topic.author)
    assert not Topic.objects.filter(accepted_post__isnull=False).exists()


@pytest.mark.once
def test_accept_and_withdraw_twice_are_refused():
    post = PostFactory()
    asker = post.topic.author
    services.accept_answer(post, actor=asker)

    with pytest.raises(errors.AlreadySo):
        services.accept_answer(post, actor=asker)
    services.withdraw_accepted(post.topic, actor=asker)
    with pytest.raises(errors.AlreadySo):
        services.withdraw_accepted(post.topic, actor=asker)


def test_vote_counts_once_and_is_withdrawn(member, heard):
    post = PostFactory()
    said = heard(topic_changed)

    services.vote_helpful(post, actor=member)
    services.vote_helpful(post, actor=member)

    assert (Post.objects.get(pk=post.pk).helpful_count, Topic.objects.get().helpful_count) == (1, 1)
    services.withdraw_helpful(post, actor=member)
    services.withdraw_helpful(post, actor=member)
    assert (Post.objects.get(pk=post.pk).helpful_count, Topic.objects.get().helpful_count) == (0, 0)
    assert not HelpfulVote.objects.exists()
    assert len(said) == 2


def test_vote_refuses_own_posts_newcomers_and_what_is_not_shown(room, member, newcomer, steward):
    topic = TopicFactory(room=room)
    post, hidden = PostFactory(topic=topic), PostFactory(topic=topic)
    services.hide_post(hidden, actor=steward, reason="Iklan.")

    with pytest.raises(errors.OwnPost):
        services.vote_helpful(post, actor=post.author)
    for target, actor in ((post, newcomer), (post, AnonymousUser()), (hidden, member), (hidden, steward)):
        with pytest.raises(PermissionDenied):
            services.vote_helpful(target, actor=actor)
    assert not HelpfulVote.objects.exists()


@pytest.mark.once
def test_vote_refuses_who_may_not_read():
    post = PostFactory(topic=TopicFactory(room=RoomPageFactory(members=True)))

    with pytest.raises(PermissionDenied):
        services.vote_helpful(post, actor=UserFactory(pending=True))
