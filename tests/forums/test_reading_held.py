"""Unread marks and replies that come into sight late: released by a moderator, or hidden and shown again."""

from functools import partial
from importlib import import_module
from itertools import count
from random import Random

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from community import work
from forums import services
from forums.links import PAGE_SIZE, since_url, topic_url
from forums.models import Post, RoomPage, Topic, TopicMark
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, TopicFactory
from tests.support.replies import told_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(reader):
    """A client signed in as `reader`."""
    return signed_in(reader)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def is_unread(topic, person) -> bool:
    """What lists of topics say, and with them lists of rooms."""
    said = Topic.objects.unread_for(person).filter(pk=topic.pk).exists()
    assert RoomPage.objects.with_unread(person).get(pk=topic.room_id).has_unread is said
    return said


def first_unread(client, topic) -> str:
    """Where the list of topics leads to."""
    (row,) = client.get("/forum/").context["topics"].rows
    return client.get(row.new_url).headers["Location"].removeprefix(topic_url(topic)) if row.new_url else ""


# --- what was held ----------------------------------------------------------------------------------------------


def test_a_released_reply_with_nobody_after_it_is_unread_to_who_read_while_it_was_held(
    topic, reader, reading, newcomer, steward
):
    held = services.reply(topic, actor=newcomer, source="Halo.")
    for person in (newcomer, steward):
        signed_in(person).get(topic_url(topic))
    reading.get(topic_url(topic))
    assert not is_unread(topic, reader)

    services.release_post(held, actor=steward)
    work.work_off()

    assert [is_unread(topic, person) for person in (reader, newcomer, steward)] == [True, False, False]
    assert first_unread(reading, topic) == "#p2"
    assert told_of(reader) == [(2, 2, False)]
    reading.get(topic_url(topic))
    assert not is_unread(topic, reader)


def test_a_released_topic_or_overtaken_reply_is_no_news_to_its_author(room, topic, newcomer, steward):
    opened = TopicFactory(room=room, author=newcomer)
    held = services.reply(topic, actor=newcomer, source="Halo.")
    PostFactory(topic=topic)
    signed_in(newcomer).get(topic_url(topic))

    for post in (opened.opening_post, held):
        services.release_post(post, actor=steward)

    assert not is_unread(topic, newcomer)
    assert not is_unread(opened, newcomer)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.once) for seed in range(1, 4))])
def test_a_topic_is_unread_exactly_while_a_reply_in_sight_was_not_shown(
    topic, reader, reading, newcomer, steward, seed
):
    """Whatever was held, released, hidden and read in between; what was shown is counted apart from the marks."""
    chance, writer, seen = Random(seed), UserFactory(verified=True), set()

    def one_of(state: str) -> Post | None:
        found = list(Post.objects.filter(topic=topic, state=state, number__gt=1))
        return chance.choice(found) if found else None

    for step in range(40):
        act = chance.choice(["write", "hold", "hold", "release", "release", "hide", "read", "read", "mark"])
        if act == "write":
            services.reply(topic, actor=writer, source=f"Balasan {step}.")
        elif act == "hold" and Post.objects.held().count() < 3:
            services.reply(topic, actor=newcomer, source=f"Tertahan {step}.")
        elif act == "release" and (post := one_of("held")):
            services.release_post(post, actor=steward)
        elif act == "hide" and (post := one_of("visible")):
            services.hide_post(post, actor=steward, reason="Iklan.")
        elif act == "read":
            for page in range(1, reading.get(topic_url(topic)).context["pages"] + 1):
                shown = reading.get(f"{topic_url(topic)}?hal={page}").context["thread"].numbers
                seen |= set(topic.posts.filter(number__in=shown).values_list("pk", flat=True))
        elif act == "mark":
            services.mark_room_read(topic.room, actor=reader)
            seen |= set(topic.posts.shown().values_list("pk", flat=True))
        unseen = topic.posts.shown().exclude(pk__in=seen).in_order()
        assert is_unread(topic, reader) is unseen.exists(), (step, act)
        if act == "read":
            topic.refresh_from_db()


def test_a_reply_released_while_a_page_is_read_stays_unread_unless_the_page_shows_it(
    topic, reader, reading, newcomer, steward
):
    """Tried between every two statements of the page: it reads the topic first and its posts later."""
    outcomes = set()
    for moment in count(1):
        held = services.reply(topic, actor=newcomer, source=f"Tertahan {moment}.")
        release = partial(services.release_post, held, actor=steward)
        page, asked = read_with(reading, topic, release, before=moment)
        if asked < moment:
            break
        outcomes.add(held.source in page)
        assert is_unread(topic, reader) is not (held.source in page)
        reading.get(topic_url(topic))

    assert outcomes == {True, False}


def read_with(client, topic, act, *, before: int) -> tuple[str, int]:
    """The topic's page, where `act` happens just before a statement of that place; and how many it asked."""
    statements = 0

    def interrupt(execute, sql, *arguments):
        nonlocal statements
        statements += 1
        if statements == before:
            act()
        return execute(sql, *arguments)

    with connection.execute_wrapper(interrupt):
        page = client.get(topic_url(topic)).content.decode()
    return page, statements


# --- what was hidden --------------------------------------------------------------------------------------------


def test_a_last_reply_shown_again_is_unread_to_who_never_saw_it(topic, reader, reading, steward):
    other = UserFactory(verified=True, date_joined=reader.date_joined)
    post = PostFactory(topic=topic)
    signed_in(other).get(topic_url(topic))
    services.hide_post(post, actor=steward, reason="Iklan.")
    for client in (reading, signed_in(other)):
        client.get(topic_url(topic))

    services.unhide_post(post, actor=steward, reason="Keliru.")

    assert [is_unread(topic, person) for person in (reader, other)] == [True, False]


# --- where the unread begin -------------------------------------------------------------------------------------


def test_links_to_the_first_unread_pass_what_is_hidden_also_onto_another_page(topic, reading, steward):
    reading.get(topic_url(topic))
    posts = PostFactory.create_batch(PAGE_SIZE, topic=topic)
    for post in posts[:2]:
        services.hide_post(post, actor=steward, reason="Iklan.")

    assert first_unread(reading, topic) == "#p4"
    assert reading.get(f"{topic_url(topic)}?hal=1").context["unread_url"] == "#p4"
    TopicMark.objects.update(number=PAGE_SIZE - 1)
    services.hide_post(posts[-2], actor=steward, reason="Iklan.")
    assert first_unread(reading, topic) == f"?hal=2#p{PAGE_SIZE + 1}"
    said = reading.get(topic_url(topic)).context["unread_url"]
    assert said == since_url(topic.pk, PAGE_SIZE)


# --- marks from before ------------------------------------------------------------------------------------------


def test_marks_that_cover_a_held_reply_end_before_it_but_for_its_author(topic, reader, newcomer, steward):
    services.reply(topic, actor=newcomer, source="Halo.")
    overtaken = TopicFactory(room=topic.room)
    services.reply(overtaken, actor=newcomer, source="Halo.")
    PostFactory(topic=overtaken)
    marks = [(reader, topic, 2), (newcomer, topic, 2), (steward, topic, 1), (reader, overtaken, 3)]
    TopicMark.objects.all().delete()
    TopicMark.objects.bulk_create(TopicMark(person=who, topic=where, number=to) for who, where, to in marks)

    import_module("forums.migrations.0008_marks_below_held").lower(apps, None)

    assert list(TopicMark.objects.order_by("pk").values_list("number", flat=True)) == [1, 2, 1, 3]
