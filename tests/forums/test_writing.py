"""Answering and editing: every exit of the services, and what the database refuses."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from community.enums import NoticeKind
from community.markup import mention
from community.models import Follow, Notice
from forums import errors, services
from forums.enums import PostState, TopicKind
from forums.limits import SOURCE_LIMIT
from forums.models import Mention, Post, PostRevision, RoomActivity, Topic
from forums.signals import post_changed, topic_changed
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.support.following import unfollow

pytestmark = pytest.mark.django_db


# --- replying -----------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_reply_is_counted_and_last(room, member, counts, heard):
    topic = TopicFactory(room=room)
    said = heard(post_changed)

    post = services.reply(topic, actor=member, source="Kami mulai dari satu unit.")

    topic.refresh_from_db()
    activity = RoomActivity.objects.get(room=room)
    assert (post.number, topic.reply_count, topic.last_number) == (2, 1, 2)
    assert (topic.last_post, topic.last_post_at, topic.last_tick) == (post, post.published_at, activity.tick)
    assert (activity.last_topic, activity.last_post, activity.last_post_at) == (topic, post, post.published_at)
    assert counts(room) == (1, 2, 1, 0, 0)
    assert said == [{"post_id": post.pk, "topic_id": topic.pk}]
    assert Follow.objects.filter(person=member, object_id=topic.pk).exists()


@pytest.mark.once
def test_reply_of_a_newcomer_is_held(room, newcomer, counts):
    topic = TopicFactory(room=room)

    post = services.reply(topic, actor=newcomer, source="Halo.")

    topic.refresh_from_db()
    assert (post.state, topic.reply_count, topic.last_post.number) == (PostState.HELD, 0, 1)
    assert counts(room) == (1, 1, 1, 0, 1)


def test_reply_sent_twice_makes_one_post(member):
    topic = TopicFactory()

    assert services.reply(topic, actor=member, source="Ya.") == services.reply(topic, actor=member, source="Ya. ")
    assert topic.posts.count() == 2


@pytest.mark.once
def test_reply_by_who_muted_the_topic_does_not_follow_it(member):
    topic = TopicFactory()
    unfollow(topic, actor=member)

    services.reply(topic, actor=member, source="Ya.")

    assert Follow.objects.get(person=member).is_muted


@pytest.mark.once
def test_reply_refuses_a_locked_topic_but_not_its_moderator(room, member, steward):
    topic = TopicFactory(room=room)
    services.lock_topic(topic, actor=steward, reason="Selesai.")

    with pytest.raises(errors.TopicLocked):
        services.reply(topic, actor=member, source="Tetapi…")
    assert services.reply(topic, actor=steward, source="Dikunci karena selesai.").number == 2


def test_reply_refuses_what_the_writer_may_not_read(newcomer):
    topic = TopicFactory(room=RoomPageFactory(members=True))

    for actor in (newcomer, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            services.reply(topic, actor=actor, source="Halo.")


@pytest.mark.once
def test_reply_refuses_a_topic_that_is_not_shown(room, newcomer, steward, member):
    held = TopicFactory(room=room, author=newcomer)

    for actor in (newcomer, steward):
        with pytest.raises(errors.TopicNotShown):
            services.reply(held, actor=actor, source="Halo.")
    with pytest.raises(PermissionDenied):
        services.reply(held, actor=member, source="Halo.")


@pytest.mark.once
def test_reply_refuses_bad_texts(member):
    topic = TopicFactory()

    with pytest.raises(errors.TextMissing):
        services.reply(topic, actor=member, source="")
    with pytest.raises(errors.TextTooLong):
        services.reply(topic, actor=member, source="a" * (SOURCE_LIMIT + 1))
    assert topic.posts.count() == 1


def test_reply_told_to_whom_it_mentions(member):
    reader, stranger = UserFactory(verified=True), UserFactory(pending=True)
    topic = TopicFactory(room=RoomPageFactory(members=True))

    post = services.reply(
        topic, actor=member, source=f"{mention('A', reader.pk)} {mention('B', stranger.pk)} @[C](anggota:999999)"
    )

    assert [row.person for row in Mention.objects.filter(post=post)] == [reader]
    assert [(row.recipient, row.kind) for row in Notice.objects.all()] == [(reader, NoticeKind.MENTION)]


# --- editing ------------------------------------------------------------------------------------------------------


def test_edit_keeps_the_earlier_text(heard):
    topic = TopicFactory(title="Lama", source="Satu.")
    post, said = topic.opening_post, heard(topic_changed)

    edited = services.edit_post(post, actor=topic.author, source="Dua.", version=0, title="Baru")

    topic.refresh_from_db()
    revision = PostRevision.objects.get()
    assert (edited.source, edited.edit_count, topic.title, topic.slug) == ("Dua.", 1, "Baru", "baru")
    assert (revision.number, revision.source, revision.title, revision.editor) == (0, "Satu.", "Lama", topic.author)
    assert "Dua" in Post.objects.get(pk=post.pk).html
    assert said == [{"topic_id": topic.pk}]


@pytest.mark.once
def test_edit_of_a_reply_is_announced_and_an_accepted_one_changes_its_topic(heard):
    post = PostFactory()
    changed, topics = heard(post_changed), heard(topic_changed)

    services.edit_post(post, actor=post.author, source="Dua.", version=0)
    services.accept_answer(post, actor=post.topic.author)
    topics.clear()
    services.edit_post(post, actor=post.author, source="Tiga.", version=1)

    assert len(changed) == 2
    assert topics == [{"topic_id": post.topic_id}]


def test_edit_without_a_change_leaves_no_revision():
    post = PostFactory()

    services.edit_post(post, actor=post.author, source=post.source, version=0)

    assert not PostRevision.objects.exists()


def test_edit_sent_twice_changes_the_post_once():
    post = PostFactory()

    for _ in range(2):
        services.edit_post(post, actor=post.author, source="Dua.", version=0)

    assert list(PostRevision.objects.values_list("source", flat=True)) == [post.source]


@pytest.mark.once
def test_edit_refuses_an_old_version_and_shows_the_current():
    post = PostFactory()
    services.edit_post(post, actor=post.author, source="Dua.", version=0)

    with pytest.raises(errors.EditedMeanwhile) as refusal:
        services.edit_post(post, actor=post.author, source="Tiga.", version=0)

    assert refusal.value.current.source == "Dua."
    assert Post.objects.get(pk=post.pk).source == "Dua."


@pytest.mark.once
def test_edit_refuses_others_and_what_was_hidden_or_locked(room, steward, member):
    post = PostFactory(topic=TopicFactory(room=room))

    for actor in (member, steward, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            services.edit_post(post, actor=actor, source="Dua.", version=0)
    services.lock_topic(post.topic, actor=steward, reason="Selesai.")
    with pytest.raises(PermissionDenied):
        services.edit_post(post, actor=post.author, source="Dua.", version=0)
    services.unlock_topic(post.topic, actor=steward, reason="Dibuka.")
    services.hide_post(post, actor=steward, reason="Memuat NIP.")
    with pytest.raises(PermissionDenied):
        services.edit_post(post, actor=post.author, source="Dua.", version=0)
    assert not PostRevision.objects.exists()


@pytest.mark.once
def test_newcomer_edits_what_is_held_but_not_what_was_released(room, newcomer, steward):
    post = services.reply(TopicFactory(room=room), actor=newcomer, source="Halo.")

    services.edit_post(post, actor=newcomer, source="Halo semua.", version=0)
    services.release_post(post, actor=steward, version=1)

    with pytest.raises(PermissionDenied):
        services.edit_post(post, actor=newcomer, source="Beli obat.", version=1)
    assert Post.objects.get(pk=post.pk).source == "Halo semua."


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"source": ""}, errors.TextMissing),
        ({"source": "a" * (SOURCE_LIMIT + 1)}, errors.TextTooLong),
        ({"title": ""}, errors.TitleMissing),
        ({"title": "a" * 201}, errors.TitleTooLong),
    ],
)
def test_edit_refuses_bad_texts(changes, error):
    topic = TopicFactory()

    with pytest.raises(error):
        services.edit_post(topic.opening_post, actor=topic.author, version=0, **({"source": "Dua."} | changes))
    assert not PostRevision.objects.exists()


def test_edit_tells_only_those_it_newly_mentions(member):
    one, two = UserFactory.create_batch(2, verified=True)
    post = services.reply(TopicFactory(), actor=member, source=mention("Satu", one.pk))

    text = f"{mention('Satu', one.pk)} {mention('Dua', two.pk)}"
    services.edit_post(post, actor=member, source=text, version=0)
    services.edit_post(post, actor=member, source="Tanpa.", version=1)
    services.edit_post(post, actor=member, source=text, version=2)

    assert sorted(Notice.objects.values_list("recipient", flat=True)) == sorted([one.pk, two.pk])


# --- what the database refuses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"kind": "gosip"}, {"state": "rahasia"}])
def test_database_refuses_unknown_values_of_a_topic(change):
    topic = TopicFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(**change)


@pytest.mark.parametrize(
    "change", [{"state": "rahasia"}, {"published_at": None}, {"source": "a" * (SOURCE_LIMIT + 1)}, {"number": 1}]
)
def test_database_refuses_impossible_posts(change):
    post = PostFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(**change)


def test_database_refuses_an_answer_to_what_is_no_question():
    post = PostFactory(topic=TopicFactory(kind=TopicKind.DISCUSSION))

    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=post.topic_id).update(accepted_post=post)


def test_what_a_deleted_person_wrote_stays(member):
    post = PostFactory(author=member)
    services.vote_helpful(post, actor=post.topic.author)

    post.topic.author.delete()
    member.delete()

    post = Post.objects.select_related("topic").get(pk=post.pk)
    assert (post.author, post.topic.author, post.helpful_count, post.helpful_votes.count()) == (None, None, 1, 1)


# --- times of examples --------------------------------------------------------------------------------------------


@pytest.mark.once
def test_times_of_an_example_are_set():
    topic = TopicFactory(room=RoomPageFactory(is_example=True))
    PostFactory(topic=topic)
    days = [timezone.now() - timedelta(days=ago) for ago in (9, 7)]

    services.set_times(topic, actor=UserFactory(is_superuser=True), times=dict(enumerate(days, 1)))

    topic.refresh_from_db()
    activity = RoomActivity.objects.get(room=topic.room)
    assert (topic.created_at, topic.last_post_at, activity.last_post_at) == (days[0], days[1], days[1])
    assert [post.published_at for post in topic.posts.order_by("number")] == days


@pytest.mark.once
def test_times_are_refused_for_others_and_out_of_order(member):
    real, example = TopicFactory(), TopicFactory(room=RoomPageFactory(is_example=True))
    admin, now = UserFactory(is_superuser=True), timezone.now()

    with pytest.raises(PermissionDenied):
        services.set_times(example, actor=member, times={1: now})
    with pytest.raises(errors.NotAnExample):
        services.set_times(real, actor=admin, times={1: now})
    with pytest.raises(errors.TimesOutOfOrder):
        services.set_times(example, actor=admin, times={1: now + timedelta(days=1)})
