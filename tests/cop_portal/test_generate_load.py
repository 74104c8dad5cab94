"""Content made in bulk is what the services would have made: counts, entries and pages are true."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from community.markup import document
from community.models import User
from cop_portal.load.texts import Writer
from events.models import EventPage
from forums import counting
from forums.models import Post, RoomPage, Topic
from practices.models import PracticePage
from search import truth
from search.enums import Kind
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db
AMOUNTS = {"members": 20, "practices": 30, "events": 2, "topics": 40, "posts": 400}


@pytest.fixture(scope="module")
def small_pool():
    """A few sentences are enough here, and quick to make."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cop_portal.load.texts.POOL", 300)
        yield


@pytest.fixture
def generate(settings, small_pool):
    settings.DEMO = True
    return lambda **amounts: call_command("generate_load", stdout=StringIO(), **amounts)


def test_all_that_was_made_is_there_and_every_count_and_entry_is_true(generate, client):
    PracticePageFactory()
    PostFactory()
    unlisted = {Kind.PERSON: set(User.objects.values_list("pk", flat=True))}  # factories announce no people

    generate(**AMOUNTS)
    generate(**{**AMOUNTS, "events": 0})

    assert PracticePage.objects.live().count() == 61
    assert EventPage.objects.live().count() == 2
    assert (Topic.objects.count(), Post.objects.count()) == (81, 802)
    assert list(counting.differences()) == []
    for kind in Kind:
        assert set(truth.disagreeing(kind)) <= unlisted.get(kind, set())
    assert Page.find_problems() == ([], [], [], [], [])
    post = Post.objects.order_by("-pk").first()
    assert post.html == document(post.source).html


def test_pages_of_what_was_made_open_and_can_go_on(generate, client):
    generate(**AMOUNTS)

    practice, topic = PracticePage.objects.order_by("pk").last(), Topic.objects.order_by("-reply_count").first()
    event, room = EventPage.objects.order_by("pk").last(), RoomPage.objects.get(pk=topic.room_id)
    addresses = [practice.url, topic.get_absolute_url(), room.url, event.url, "/praktik/", "/forum/", "/fgd/", "/"]
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    assert practice.title in client.get("/praktik/").text
    PracticePageFactory()
    PostFactory(topic=topic)
    UserFactory()
    assert practice.save_revision(clean=False).pk


@pytest.mark.once
def test_topics_differ_in_length_as_in_a_real_forum(generate):
    generate(members=20, topics=100, posts=2_000)

    lengths = sorted(Topic.objects.values_list("reply_count", flat=True))
    assert sum(lengths) == 1_900
    assert lengths[50] < sum(lengths) / 100 < lengths[95]


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ({}, "Say how many"),
        ({"members": -1}, "Say how many"),
        ({"members": 5, "topics": 5, "posts": 4}, "at least one post"),
        ({"members": 5, "posts": 4}, "posts need topics"),
        ({"topics": 5, "posts": 5}, "add --members"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(generate, amounts, words):
    with pytest.raises(CommandError, match=words):
        generate(**amounts)


def test_nothing_is_made_where_people_work(generate, settings):
    settings.DEMO = settings.DEBUG = False

    with pytest.raises(CommandError, match="DEMO or DEBUG"):
        generate(members=5)

    assert not User.objects.exists()


def test_texts_have_the_roots_that_the_index_finds_in_them():
    from search import language

    text = Writer(7).sentences(4)

    assert language.stems(text.plain) == text.stems
