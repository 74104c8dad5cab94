"""Unread marks, lists and their pages."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from forums import services
from forums.enums import TopicKind
from forums.models import Post, RoomPage, Topic, TopicMark
from forums.paging import BadCursor, TopicCursor
from forums.rows import room_row, topic_row
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.support.following import follow, unfollow
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


def unread(reader) -> set[int]:
    return set(Topic.objects.unread_for(reader).values_list("pk", flat=True))


def rooms_with_news(reader) -> set[int]:
    return {room.pk for room in RoomPage.objects.with_unread(reader) if room.has_unread}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.once) for seed in range(1, 4))])
def test_a_room_has_news_exactly_when_one_of_its_topics_has(seed):
    """Rooms ask another way than topics, so both must agree whatever was marked, before or after joining."""
    chance = Random(seed)
    reader = UserFactory(verified=True, date_joined=timezone.now() - timedelta(days=2))
    rooms = RoomPageFactory.create_batch(6)
    for room in rooms:
        for _ in range(3):
            topic = TopicFactory(room=room)
            for _ in range(chance.randrange(3)):
                PostFactory(topic=topic)
            if chance.random() < 0.5:
                Topic.objects.filter(pk=topic.pk).update(last_post_at=timezone.now() - timedelta(days=3))
            if chance.random() < 0.5:
                services.mark_topic_read(topic, actor=reader, number=chance.randrange(1, 4))
        if chance.random() < 0.5:
            services.mark_room_read(room, actor=reader)
            if chance.random() < 0.5:
                PostFactory(topic=Topic.objects.filter(room=room).first())

    expected = {topic.room_id for topic in Topic.objects.shown().unread_for(reader)}

    assert rooms_with_news(reader) == expected


# --- marks --------------------------------------------------------------------------------------------------------


def test_topic_is_unread_until_its_last_post_was_read(reader):
    post = PostFactory()
    topic = post.topic

    assert unread(reader) == {topic.pk}
    services.mark_topic_read(topic, actor=reader, number=1)
    assert unread(reader) == {topic.pk}
    services.mark_topic_read(topic, actor=reader, number=2)
    assert unread(reader) == set()
    PostFactory(topic=topic)
    assert unread(reader) == {topic.pk}


def test_older_mark_never_replaces_a_newer_one(reader):
    topic = PostFactory().topic
    topic.refresh_from_db()

    services.mark_topic_read(topic, actor=reader, number=2)
    services.mark_topic_read(topic, actor=reader, number=1)
    services.mark_topic_read(topic, actor=reader, number=10**9)

    assert TopicMark.objects.get(person=reader).number == 2


def test_room_mark_reads_all_of_it_and_nothing_of_another(room, reader):
    topic, other = TopicFactory(room=room), TopicFactory()

    services.mark_room_read(room, actor=reader)
    assert (unread(reader), rooms_with_news(reader)) == ({other.pk}, {other.room_id})

    PostFactory(topic=topic)
    assert unread(reader) == {topic.pk, other.pk}
    services.mark_room_read(room, actor=reader)
    assert unread(reader) == {other.pk}


def test_what_is_older_than_the_account_is_no_news():
    topic = PostFactory().topic
    late = UserFactory(verified=True)

    assert unread(late) == set()
    PostFactory(topic=topic)
    assert unread(late) == {topic.pk}


def test_hiding_the_only_news_makes_it_read_again(room, steward, reader):
    topic = TopicFactory(room=room)
    services.mark_room_read(room, actor=reader)
    post = PostFactory(topic=topic)
    assert unread(reader) == {topic.pk}

    services.hide_post(post, actor=steward, reason="Iklan.")

    assert unread(reader) == set()


def test_moved_topic_is_news_in_its_new_room_unless_it_was_read(room, steward, reader):
    topic, seen, target = TopicFactory(room=room), TopicFactory(room=room), RoomPageFactory()
    services.mark_topic_read(seen, actor=reader, number=1)
    services.mark_room_read(target, actor=reader)

    for each in (topic, seen):
        services.move_topic(each, room=target, actor=steward, reason="Lebih cocok.")

    assert unread(reader) == {topic.pk}


def test_released_post_is_news_to_who_had_read_all(room, newcomer, steward, reader):
    topic = TopicFactory(room=room)
    held = services.reply(topic, actor=newcomer, source="Halo.")
    PostFactory(topic=topic)
    topic.refresh_from_db()
    services.mark_topic_read(topic, actor=reader, number=3)

    services.release_post(held, actor=steward)

    assert unread(reader) == {topic.pk}


def test_own_post_is_read_but_not_what_came_just_before(reader):
    topic = TopicFactory()
    services.mark_topic_read(topic, actor=reader, number=1)

    services.reply(topic, actor=reader, source="Setuju.")
    assert unread(reader) == set()
    PostFactory(topic=topic)
    services.reply(topic, actor=reader, source="Sudah dicoba.")

    assert unread(reader) == {topic.pk}
    assert TopicMark.objects.get(person=reader).number == 2


def test_marks_refuse_who_may_not_read(newcomer):
    topic = TopicFactory(room=RoomPageFactory(members=True))

    for actor in (newcomer, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            services.mark_topic_read(topic, actor=actor, number=1)
        with pytest.raises(PermissionDenied):
            services.mark_room_read(topic.room, actor=actor)
    assert not TopicMark.objects.filter(person=newcomer).exists()


def test_annotations_for_a_visitor_are_empty():
    PostFactory()

    topic = Topic.objects.with_unread(AnonymousUser()).get()
    room = RoomPage.objects.with_unread(AnonymousUser()).get()
    post = Post.objects.with_vote_of(AnonymousUser()).first()
    assert (topic.is_unread, topic.read_number, room.has_unread, post.is_voted) == (False, None, False, False)


def test_annotations_say_what_a_reader_has_read_and_voted(reader):
    post = PostFactory()
    services.mark_topic_read(post.topic, actor=reader, number=1)
    services.vote_helpful(post, actor=reader)

    topic = Topic.objects.with_unread(reader).get()
    assert (topic.is_unread, topic.read_number) == (True, 1)
    assert list(Post.objects.with_vote_of(reader).in_order().values_list("is_voted", flat=True)) == [False, True]


# --- lists --------------------------------------------------------------------------------------------------------


def test_filters_of_topics(member):
    question, solved, talk = TopicFactory(), TopicFactory(), TopicFactory(kind=TopicKind.DISCUSSION)
    services.accept_answer(PostFactory(topic=solved), actor=solved.author)
    follow(talk, actor=member)
    follow(solved, actor=member)
    unfollow(solved, actor=member)

    assert list(Topic.objects.unanswered()) == [question]
    assert list(Topic.objects.solved()) == [solved]
    assert list(Topic.objects.followed_by(member)) == [talk]
    assert list(Topic.objects.written_by(talk.author)) == [talk]
    assert list(Topic.objects.in_rooms([question.room_id])) == [question]
    assert list(Topic.objects.followed_by(AnonymousUser())) == []


def test_pages_of_a_room_show_every_topic_once_and_pinned_ones_first(room, steward):
    topics = TopicFactory.create_batch(7, room=room)
    for topic in topics[:2]:
        services.pin_topic(topic, actor=steward, reason="Penting.")
    same = timezone.now()
    Topic.objects.filter(pk__in=[topic.pk for topic in topics[3:6]]).update(last_post_at=same)

    seen, after = [], None
    while page := list(Topic.objects.filter(room=room).pinned_first(after)[:2]):
        seen += page
        after = TopicCursor.parse(str(TopicCursor.of(page[-1])))

    assert seen == list(Topic.objects.filter(room=room).pinned_first())
    assert {topic.pk for topic in seen[:2]} == {topic.pk for topic in topics[:2]}
    assert len(seen) == 7


def test_pages_over_all_rooms_go_by_time_alone(steward, room):
    topics = TopicFactory.create_batch(4, room=room)
    services.pin_topic(topics[0], actor=steward, reason="Penting.")

    first = list(Topic.objects.newest_first()[:3])
    rest = list(Topic.objects.newest_first(TopicCursor.of(first[-1])))

    assert first + rest == topics[::-1]


@pytest.mark.parametrize(
    "text",
    ["", "x", "1-2", "2-1-1", "1--1-1", "0-1-1-1", "0-²-1", f"0-{10**18}-1", f"0-1-{10**19 - 1}", "0-1-" + "9" * 99],
)
def test_bad_cursor_is_refused(text):
    with pytest.raises(BadCursor):
        TopicCursor.parse(text)


def test_cursor_is_read_as_it_was_written():
    cursor = TopicCursor(True, datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), 45)

    assert TopicCursor.parse(str(cursor)) == cursor


def test_posts_are_paged_by_number(room, steward):
    topic = TopicFactory(room=room)
    posts = PostFactory.create_batch(4, topic=topic)
    services.hide_post(posts[1], actor=steward, reason="Iklan.")
    shown = Post.objects.filter(topic=topic).shown()

    assert list(shown.filter(number__gt=1).in_order()[:2]) == [posts[0], posts[2]]


@pytest.mark.once
@pytest.mark.parametrize("who", ["reader", "visitor"])
def test_lists_cost_the_same_with_more_rows(room, reader, assert_flat_queries, who):
    user = reader if who == "reader" else AnonymousUser()

    def topics():
        rows = Topic.objects.visible_to(user).for_list().with_unread(user).pinned_first()
        for topic in rows:
            assert topic_row(topic).url

    def rooms():
        for row in RoomPage.objects.readable_by(user).for_list().with_unread(user):
            assert room_row(row).title

    assert_flat_queries(lambda: PostFactory(topic=TopicFactory(room=room)), topics, at_most=4)
    assert_flat_queries(lambda: PostFactory(), rooms, at_most=4)


def test_posts_of_a_page_cost_one_query(reader):
    post = PostFactory()
    PostFactory.create_batch(4, topic=post.topic)
    topic = Topic.objects.for_page().get()
    str(Post.objects.of_topic(topic, reader).query)  # asks for the reader's standing

    def page():
        for each in Post.objects.of_topic(topic, reader).for_list().with_vote_of(reader).in_order()[:20]:
            assert each.author.instansi.name

    assert count_queries(page) == 1
