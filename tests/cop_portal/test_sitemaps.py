"""The sitemap: an index of sections, each with the addresses of live pages that everybody may read."""

import xml.etree.ElementTree as ET
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from community.enums import Audience, Scope
from cop_portal import sitemaps
from cop_portal.info_texts import INFO_PAGES
from forums.enums import PostState
from forums.models import Topic
from tests.factories.community import InstansiFactory
from tests.factories.events import EventPageFactory, first_room
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, address: str, root: str, entry: str) -> list[str]:
    """The addresses of a sitemap, which must be well-formed and of the form that sitemaps.org gives."""
    response = client.get(address)
    tree = ET.fromstring(response.content)
    assert response.headers["Content-Type"] == "application/xml"
    assert tree.tag == f"{SPACE}{root}"
    assert {child.tag for child in tree} == {f"{SPACE}{entry}"}
    for child in tree:
        location, *others = child
        assert location.tag == f"{SPACE}loc"
        assert location.text.startswith("http://testserver/")
        assert {other.tag for other in others} <= {f"{SPACE}lastmod"}
        assert all(datetime.fromisoformat(other.text) for other in others)
    return [child[0].text.removeprefix("http://testserver") for child in tree]


def sections(client) -> list[str]:
    return read(client, "/sitemap.xml", "sitemapindex", "sitemap")


def locations(client) -> list[str]:
    return [found for section in sections(client) for found in read(client, section, "urlset", "url")]


def make_hidden() -> None:
    """One of everything that is not for everybody, or an example."""
    for factory in (PracticePageFactory, EventPageFactory, RoomPageFactory):
        factory(is_example=True)
        factory(is_example=False, audience=Audience.MEMBERS)
        factory(is_example=False, for_owners=True, owners=[InstansiFactory()])
        factory(is_example=False, draft=True)
    open_room = RoomPageFactory(is_example=False, slug="ruang-terbuka")
    TopicFactory(room=RoomPageFactory(members=True))
    TopicFactory(room=RoomPageFactory(is_example=True))
    Topic.objects.filter(pk=TopicFactory(room=open_room).pk).update(is_example=True)
    Topic.objects.filter(pk=TopicFactory(room=open_room).pk).update(state=PostState.HIDDEN)


def test_sitemap_lists_public_genuine_pages_only(client):
    make_hidden()
    practice, event = PracticePageFactory(is_example=False), EventPageFactory(is_example=False)
    topic = TopicFactory(room=RoomPageFactory(is_example=False))

    found = locations(client)

    sections = {"/", "/praktik/", "/fgd/", "/forum/", "/komunitas/", "/kontak/", *(f"/{slug}/" for slug in INFO_PAGES)}
    assert len(found) == len(set(found))
    assert set(found) == sections | {
        *(f"/komunitas/{scope.slug}/" for scope in Scope),
        f"/praktik/{practice.slug}/",
        "/praktik/peta/",
        f"/fgd/{event.slug}/",
        f"/fgd/{event.slug}/{first_room(event).slug}/",
        "/forum/ruang-terbuka/",
        f"/forum/{topic.room.slug}/",
        topic.get_absolute_url(),
    }


@pytest.mark.once
def test_every_listed_address_answers(client):
    PracticePageFactory(is_example=False)
    EventPageFactory(is_example=False)
    TopicFactory(room=RoomPageFactory(is_example=False))

    assert {client.get(address).status_code for address in locations(client)} == {200}


def test_a_section_without_addresses_is_not_listed(client):
    assert sections(client) == ["/sitemap-halaman.xml", "/sitemap-peta.xml"]
    assert client.get("/sitemap-topik.xml").status_code == 404


def test_a_large_section_has_pages(client, monkeypatch):
    monkeypatch.setattr(sitemaps.Rows, "limit", 2)
    room = RoomPageFactory(is_example=False)
    topics = [TopicFactory(room=room) for _ in range(5)]

    pages = [address for address in sections(client) if urlsplit(address).path == "/sitemap-topik.xml"]

    assert pages == ["/sitemap-topik.xml", "/sitemap-topik.xml?p=2", "/sitemap-topik.xml?p=3"]
    found = [read(client, page, "urlset", "url") for page in pages]
    assert [len(page) for page in found] == [2, 2, 1]
    assert [address for page in found for address in page] == [topic.get_absolute_url() for topic in topics]


@pytest.mark.parametrize("page", ["0", "99", "abc", "9" * 500])
def test_a_page_that_is_none(client, page):
    assert client.get(f"/sitemap-halaman.xml?p={page}").status_code == 404


@pytest.mark.once
def test_queries_do_not_grow_with_rows(client):
    practice_index()
    room = RoomPageFactory(is_example=False)

    def add():
        PracticePageFactory(is_example=False)
        EventPageFactory(is_example=False)
        TopicFactory(room=room)
        RoomPageFactory(is_example=False)

    def counts() -> dict[str, int]:
        addresses = ["/sitemap.xml", *sections(client)]
        return {address: count_queries(lambda address=address: client.get(address)) for address in addresses}

    add()
    with_one = counts()
    for _ in range(3):
        add()

    assert counts() == with_one
    assert max(with_one.values()) == with_one["/sitemap.xml"] <= 12
    assert max(count for address, count in with_one.items() if address != "/sitemap.xml") <= 5
