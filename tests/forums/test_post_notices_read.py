"""Notices of a single post, that it names somebody or is their accepted answer: read wherever the post is read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.enums import NoticeKind
from community.markup import mention
from community.models import Notice
from forums import services
from forums.links import PAGE_SIZE, lasting_post_url, topic_url
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(client, reader):
    """A client signed in as `reader`."""
    client.force_login(reader)
    return client


def naming(*people) -> str:
    return " ".join(mention("Nama", person.pk) for person in people)


def left_unread(person) -> list[tuple]:
    """Kind and post of what the person was told of posts and has not read."""
    told = Notice.objects.filter(recipient=person, kind__in=[NoticeKind.MENTION, NoticeKind.ACCEPTED]).unread()
    return list(told.order_by("pk").values_list("kind", "object_id"))


@pytest.mark.parametrize("way", ["mail", "list"])
def test_reading_the_post_reads_that_it_names_one(reading, topic, reader, way):
    other = UserFactory(verified=True)
    post = PostFactory(topic=topic, source=naming(reader, other))

    reading.get(lasting_post_url(post.pk) if way == "mail" else topic_url(topic), follow=True)

    assert left_unread(reader) == []
    assert left_unread(other) == [("mention", post.pk)]


def test_a_page_reads_what_it_shows_and_nothing_of_another(reading, topic, reader):
    PostFactory.create_batch(PAGE_SIZE - 1, topic=topic)
    later = PostFactory(topic=topic, source=naming(reader))
    elsewhere = PostFactory(source=naming(reader))

    reading.get(topic_url(topic))
    assert left_unread(reader) == [("mention", later.pk), ("mention", elsewhere.pk)]
    reading.get(f"{topic_url(topic)}?hal=2")

    assert left_unread(reader) == [("mention", elsewhere.pk)]


def test_a_post_that_names_one_once_it_was_read_is_told_until_it_is_read_again(reading, topic, reader):
    post = PostFactory(topic=topic)
    reading.get(topic_url(topic))
    services.edit_post(post, actor=post.author, source=f"Tanyakan kepada {naming(reader)}.", version=0)
    assert left_unread(reader) == [("mention", post.pk)]

    reading.get(topic_url(topic))

    assert left_unread(reader) == []


def test_an_accepted_answer_is_known_once_its_author_sees_it_so_also_above_the_others(reading, topic, reader):
    PostFactory.create_batch(PAGE_SIZE - 1, topic=topic)
    answer = PostFactory(topic=topic, author=reader)
    services.accept_answer(answer, actor=topic.author)
    assert left_unread(reader) == [("accepted", answer.pk)]

    reading.get(topic_url(topic))

    assert left_unread(reader) == []


def test_pages_that_tell_their_reader_nothing_ask_nothing_of_notices_and_others_write_once(reading, topic, reader):
    other = UserFactory(verified=True)
    PostFactory(topic=topic, source=naming(other))
    answer = PostFactory(topic=topic, author=other)
    services.accept_answer(answer, actor=topic.author)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            reading.get(topic_url(topic))
        assert len(captured) <= 15
        return [query["sql"].split()[0] for query in captured if "IN ('mention:" in query["sql"]]

    reading.get(topic_url(topic))
    assert asked() == []
    PostFactory(topic=topic, source=naming(reader))

    assert [asked(), asked()] == [["UPDATE"], ["SELECT"]]
