"""What a member posts is there at once for a visitor, on its pages and in search, and gone from all at once."""

import pytest
from django.test import Client

from community.enums import Affiliation, Audience
from community.models import User
from forums.links import topic_url
from forums.models import Post, RoomPage, Topic
from tests.factories.community import InstansiFactory
from tests.factories.forums import RoomPageFactory, TopicFactory

pytestmark = pytest.mark.django_db
WORD = "Kromatograf"


@pytest.fixture
def visitor(settings):
    """A visitor whose pages are kept in memory."""
    settings.PAGE_CACHE_BYTES = 8 * 1024 * 1024
    client = Client()
    client.get("/healthz")  # the handler reads the settings with its first request
    return client


def sees(visitor, *addresses: str) -> list[bool]:
    """Whether the word stands in each; asked twice, so that the second answer is the one that was kept."""
    for address in addresses:
        visitor.get(address)
    pages = [visitor.get(address).content.decode() for address in addresses]
    return [WORD in (page.partition("<main")[2] or page) for page in pages]  # a feed has no such part


def test_a_post_shows_at_once_to_a_visitor_and_in_search_and_hiding_takes_it_from_both(visitor, client_of):
    topic = TopicFactory(room=RoomPageFactory(scope="best_practice"))
    addresses = (topic_url(topic), "/cari/?q=spektrometer")
    assert sees(visitor, *addresses) == [False, False]

    client_of("member").post(f"/forum/topik/{topic.pk}/jawab/", {"body": f"{WORD} dan spektrometer.", "action": "send"})
    assert sees(visitor, *addresses) == [True, True]

    post = Post.objects.get(number=2)
    client_of("steward").post(f"/forum/pos/{post.pk}/kelola/", {"action": "hide", "reason": "Keliru."})
    assert sees(visitor, *addresses) == [False, False]


def test_a_topic_shows_at_once_wherever_topics_are_listed(visitor, client_of):
    room = RoomPageFactory(scope="best_practice")
    addresses = ("/", "/forum/", "/forum/feed/", f"/forum/{room.slug}/", "/cari/?q=zamrud")
    sees(visitor, *addresses)

    form = {"kind": "question", "title": f"{WORD} zamrud", "body": "Adakah?", "action": "send"}
    client_of("member").post(f"/forum/{room.slug}/tanya/", form)
    topic = Topic.objects.get()
    assert sees(visitor, *addresses) == [True] * 5

    client_of("steward").post(f"/forum/pos/{topic.opening_post_id}/kelola/", {"action": "hide", "reason": "Iklan."})
    assert sees(visitor, *addresses) == [False] * 5


def test_making_a_room_members_only_takes_all_of_it_away_at_once(visitor, client_of):
    topic = TopicFactory(title=f"{WORD} zamrud")
    addresses = (topic_url(topic), "/", "/forum/", "/forum/feed/", "/cari/?q=zamrud", f"/forum/{topic.room.slug}/")
    assert sees(visitor, *addresses) == [True, True, True, True, True, True]

    RoomPage.objects.filter(pk=topic.room_id).update(audience=Audience.MEMBERS)

    assert sees(visitor, *addresses) == [False] * 6
    assert topic_url(topic) in client_of("member").get("/cari/?q=zamrud").content.decode()


def test_the_page_of_an_agency_follows_its_members_and_their_discussions_at_once(visitor):
    instansi = InstansiFactory()
    address = f"/instansi/{instansi.code}/"
    assert sees(visitor, address) == [False]

    topic = TopicFactory(title=f"{WORD} zamrud", author__instansi=instansi)
    assert sees(visitor, address) == [True]

    User.objects.filter(pk=topic.author_id).update(affiliation=Affiliation.PENDING)
    assert sees(visitor, address) == [False]
    topic.room.owners.add(instansi)
    topic.room.save()
    assert sees(visitor, address) == [True]
