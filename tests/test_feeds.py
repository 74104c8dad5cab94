"""Every feed is a valid Atom feed (RFC 4287), empty or full, whatever its rows are called."""

import html
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from forums import services
from forums.links import topic_url
from forums.models import Topic
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/praktik/feed/", "/fgd/feed/", "/forum/feed/", "/forum/ruang-umpan/feed/"]
HARD = "<b>Tebal</b> & \ufffe\u202e👩🏽‍💻 \x0bjudul"
ONE = {"id", "title", "updated"}
KNOWN = {
    "feed": {*ONE, "author", "link", "subtitle", "entry", "category", "rights"},
    "entry": {*ONE, "author", "link", "summary", "published", "category"},
}


@pytest.fixture
def room():
    return RoomPageFactory(slug="ruang-umpan", title=f"Ruang {HARD}", is_example=False)


def fill(room) -> None:
    """Rows of each kind with hard names, two of each."""
    for number in range(2):
        PracticePageFactory(title=f"{HARD} {number}", summary=HARD)
        EventPageFactory(title=f"{HARD} {number}", summary=HARD, is_example=False)
        TopicFactory(room=room, title=f"Topik & <b> {number}", source=f"\\<script>alert(1)</script> {HARD}")
    Topic.objects.update(title=f"Topik {HARD}")  # as an import could have written it


def faults(content: bytes, address: str) -> list[str]:
    """What RFC 4287 asks for and the feed does not hold."""
    feed = ElementTree.fromstring(content)
    entries = feed.findall(f"{ATOM}entry")
    found = [] if feed.tag == f"{ATOM}feed" else ["root"]
    has_author = bool(names_of(feed))
    for part, kind in ((feed, "feed"), *((entry, "entry") for entry in entries)):
        tags = [child.tag.removeprefix(ATOM) for child in part]
        found += [f"{kind}: unknown {tag}" for tag in set(tags) - KNOWN[kind]]
        found += [f"{kind}: {tag} {tags.count(tag)} times" for tag in ONE if tags.count(tag) != 1]
        found += [f"{kind}: {tag} empty" for tag in ONE if not (part.findtext(f"{ATOM}{tag}") or "").strip()]
        found += [f"{kind}: no author"] if not (has_author or names_of(part)) else []
        found += [f"{kind}: empty author" for name in part.findall(f"{ATOM}author/{ATOM}name") if not name.text]
        found += [f"{kind}: id" for scheme in [urlsplit(part.findtext(f"{ATOM}id")).scheme] if not scheme]
        for name in ("updated", "published"):
            for moment in part.findall(f"{ATOM}{name}"):
                found += [] if datetime.fromisoformat(moment.text).tzinfo else [f"{kind}: {name} without zone"]
        links = [(link.get("rel"), link.get("href")) for link in part.findall(f"{ATOM}link")]
        found += [f"{kind}: link {href}" for _, href in links if not urlsplit(href).netloc]
        found += [f"{kind}: alternate"] if [rel for rel, _ in links].count("alternate") != 1 else []
    ids = [part.findtext(f"{ATOM}id") for part in (feed, *entries)]
    found += ["ids not unique"] if len(set(ids)) != len(ids) else []
    own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    return found + ([] if own == [f"http://testserver{address}"] else [f"self {own}"])


def names_of(part) -> list[str]:
    return [name for name in (part.findtext(f"{ATOM}author/{ATOM}name"),) if name]


@pytest.mark.once
@pytest.mark.parametrize("address", FEEDS)
def test_feeds_are_valid_empty_and_full(client, room, address):
    empty = client.get(address)
    fill(room)
    full = client.get(address)

    assert empty["Content-Type"] == full["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert (faults(empty.content, address), faults(full.content, address)) == ([], [])
    assert b"<entry>" not in empty.content
    entries = ElementTree.fromstring(full.content).findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        summary = entry.find(f"{ATOM}summary")
        assert summary.get("type") == "html"
        assert "<" not in summary.text  # a reader of feeds takes it for HTML


@pytest.mark.once
@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_reader_of_others_understands_them(client, room, address):
    """The library behind many readers: it notes in `bozo` whatever it had to guess."""
    fill(room)
    answer = client.get(address)

    feed = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})

    assert (feed.bozo, feed.version, feed.encoding) == (False, "atom10", "utf-8"), feed.get("bozo_exception")
    assert (feed.feed.language, feed.feed.id) == ("id", feed.feed.link)
    for part in (feed.feed, *feed.entries):
        assert part.updated_parsed
        assert urlsplit(part.link).netloc == "testserver"
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) == 2
    for entry in feed.entries:
        assert "<b>" in html.unescape(entry.title)  # what was written, not what a browser would make of it
        assert entry.title_detail.type == "text/plain"
        assert entry.get("author") or feed.feed.author  # RFC 4287: the feed's own stands for its entries
        assert entry.published_parsed


def test_an_entry_keeps_its_id_under_a_new_title_and_in_another_room(client, room):
    topic = TopicFactory(room=room, title="Judul lama")
    target = RoomPageFactory(is_example=False, scope=room.scope)
    before = ElementTree.fromstring(client.get("/forum/feed/").content).find(f"{ATOM}entry")

    services.edit_post(topic.opening_post, actor=topic.author, source="Isi lain.", title="Judul baru", version=0)
    services.move_topic(topic, room=target, actor=UserFactory(is_superuser=True), reason="Lebih cocok.")
    after = ElementTree.fromstring(client.get("/forum/feed/").content).find(f"{ATOM}entry")

    moved = Topic.objects.select_related("room").get()
    assert after.find(f"{ATOM}link").get("href") == f"http://testserver{topic_url(moved)}"
    assert before.find(f"{ATOM}link").get("href") != after.find(f"{ATOM}link").get("href")
    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id") == f"tag:testserver,2026:topik/{topic.pk}"
