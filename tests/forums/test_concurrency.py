"""Counts under many writers at once, on real connections; then a recount must find nothing to correct."""

import random
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction

from community.errors import RuleBroken
from community.models import User
from forums import counting, services
from forums.models import Post, RoomActivity, RoomPage, Topic, TopicMark
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory

MEMBERS = 50
# One worker has all of these: dozens of threads each.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("connections")]


def at_once(*acts) -> None:
    """Run every act in a thread with a connection of its own, all starting together; refusals are answers too."""
    gate, failures = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait(timeout=60)
            act()
        except (RuleBroken, PermissionDenied):
            pass
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failures == []


def assert_counts_true() -> None:
    assert list(counting.differences()) == []


def members(count: int) -> list[User]:
    return UserFactory.create_batch(count, verified=True)


def test_fifty_members_in_one_topic():
    topic = TopicFactory()

    def write(person):
        return lambda: services.reply(topic, actor=User.objects.get(pk=person.pk), source=f"Dari {person.pk}.")

    at_once(*map(write, members(MEMBERS)))

    topic.refresh_from_db()
    assert (topic.reply_count, topic.last_number) == (MEMBERS, MEMBERS + 1)
    numbers = list(topic.posts.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, MEMBERS + 2))
    moments = list(topic.posts.order_by("number").values_list("published_at", flat=True))
    assert moments == sorted(moments)
    assert RoomActivity.objects.get(room=topic.room_id).tick == MEMBERS + 1
    assert_counts_true()


def test_one_person_who_sends_the_same_twice_at_once():
    topic, person = TopicFactory(), UserFactory(verified=True)

    at_once(*[lambda: services.reply(topic, actor=User.objects.get(pk=person.pk), source="Ya.")] * 6)

    assert topic.posts.count() == 2
    assert_counts_true()


def test_answers_votes_moves_and_hides_at_once():
    """Two rooms, three topics, everything at the same time: no deadlock, no lost count."""
    rooms = RoomPageFactory.create_batch(2)
    topics = [TopicFactory(room=rooms[n % 2]) for n in range(3)]
    posts = [PostFactory(topic=topic) for topic in topics for _ in range(4)]
    people, admin = members(12), UserFactory(is_superuser=True)
    dice = random.Random(4713)

    def by(person, act, *args, **kwargs):
        return lambda: act(*args, actor=User.objects.get(pk=person.pk), **kwargs)

    acts = [by(person, services.reply, dice.choice(topics), source=f"Dari {person.pk}.") for person in people]
    acts += [by(person, services.vote_helpful, dice.choice(posts)) for person in people]
    acts += [
        by(topic.author, services.accept_answer, dice.choice(topic.posts.filter(number__gt=1))) for topic in topics
    ]
    acts += [by(admin, services.move_topic, topic, room=room, reason="x") for topic in topics for room in rooms]
    acts += [by(admin, services.hide_post, post, reason="x") for post in dice.sample(posts, 5)]
    acts += [by(admin, services.hide_post, topics[0].opening_post, reason="x")]
    acts += [by(person, services.mark_topic_read, dice.choice(topics), number=5) for person in people]
    acts += [by(person, services.mark_room_read, dice.choice(rooms)) for person in people]
    dice.shuffle(acts)
    at_once(*acts)
    assert_counts_true()

    at_once(*[by(admin, services.unhide_post, post, reason="x") for post in Post.objects.filter(state="hidden")])
    assert_counts_true()
    assert not Topic.objects.exclude(room__in=rooms).exists()


@pytest.mark.only_on("postgresql", why="SQLite has one writer at a time")
@pytest.mark.parametrize("act", [services.accept_answer, services.hide_post])
def test_deciding_on_an_answer_lets_others_point_to_its_topic(act):
    """Whoever holds a room's activity may have to point it to this topic, while this act waits for the activity."""
    topic, admin = TopicFactory(), UserFactory(is_superuser=True)
    answer = PostFactory(topic=topic)
    extra = {}
    if act is services.hide_post:
        services.accept_answer(answer, actor=admin)
        extra = {"reason": "x"}
    decided, pointed = threading.Event(), threading.Event()

    def decide():
        with transaction.atomic():
            act(answer, actor=User.objects.get(pk=admin.pk), **extra)
            decided.set()
            assert pointed.wait(timeout=30)

    def point():
        assert decided.wait(timeout=30)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM forums_topic WHERE id = %s FOR KEY SHARE NOWAIT", [topic.pk])
        finally:
            pointed.set()

    at_once(decide, point)


def test_newcomers_posts_released_while_others_write():
    topic, admin = TopicFactory(), UserFactory(is_superuser=True)
    held = [services.reply(topic, actor=UserFactory(pending=True), source="Halo.") for _ in range(5)]

    def write(person):
        return lambda: services.reply(topic, actor=User.objects.get(pk=person.pk), source=f"Dari {person.pk}.")

    def release(post):
        return lambda: services.release_post(post, actor=User.objects.get(pk=admin.pk))

    at_once(*map(write, members(10)), *map(release, [*held, *held]))

    assert Topic.objects.get().reply_count == 15
    assert_counts_true()


@pytest.mark.only_on("postgresql", why="SQLite has one writer at a time")
def test_mark_of_a_room_never_covers_a_post_that_was_not_in_sight_yet():
    """The reader asks while a reply is written but not committed: it must stay news."""
    topic, reader = TopicFactory(), UserFactory(verified=True)
    person = UserFactory(verified=True)
    written, marked = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            services.reply(topic, actor=User.objects.get(pk=person.pk), source="Baru.")
            written.set()
            assert marked.wait(timeout=30)

    def mark():
        assert written.wait(timeout=30)
        services.mark_room_read(RoomPage.objects.get(pk=topic.room_id), actor=User.objects.get(pk=reader.pk))
        marked.set()

    at_once(write, mark)

    assert list(Topic.objects.unread_for(reader)) == [topic]


def test_topic_marks_of_one_reader_at_once_keep_the_highest():
    topic, reader = PostFactory().topic, UserFactory(verified=True)
    PostFactory.create_batch(6, topic=topic)
    topic.refresh_from_db()

    def mark(number):
        return lambda: services.mark_topic_read(topic, actor=User.objects.get(pk=reader.pk), number=number)

    at_once(*[mark(number) for number in (3, 8, 1, 5, 8, 2)])

    assert TopicMark.objects.get(person=reader).number == 8


@pytest.mark.only_on("postgresql", why="SQLite has one writer at a time")
def test_lower_mark_made_between_two_statements_of_another_page_is_raised():
    topic, reader = TopicFactory(), UserFactory(verified=True)
    PostFactory.create_batch(7, topic=topic)
    topic.refresh_from_db()

    def mark(number):
        services.mark_topic_read(topic, actor=User.objects.get(pk=reader.pk), number=number)

    def interrupt(execute, sql, *arguments):
        nonlocal interrupted
        answer = execute(sql, *arguments)
        if "forums_topicmark" in sql and not interrupted:
            interrupted = True
            at_once(lambda: mark(5))
        return answer

    interrupted = False
    with connection.execute_wrapper(interrupt):
        mark(7)

    assert interrupted
    assert TopicMark.objects.get(person=reader).number == 7
