"""The Atom feed: valid, public, genuine."""

from xml.etree import ElementTree

import pytest

from community.enums import Audience
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "/praktik/feed/"


def entries(response) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in ElementTree.fromstring(response.content).iter(f"{ATOM}entry")]


def test_feed_has_what_an_atom_feed_must_have(client):
    owner = InstansiFactory(name="Kota Contoh Feed")
    practice = PracticePageFactory(owners=[owner], owner_unit="BKPSDM", summary="Isi & <b>tanda</b>")

    response = client.get(ADDRESS)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    assert all(feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"].endswith(ADDRESS)
    [entry] = feed.findall(f"{ATOM}entry")
    assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "published"))
    assert entry.findtext(f"{ATOM}summary") == "Isi &amp; &lt;b&gt;tanda&lt;/b&gt;"  # HTML that shows as it was typed
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "BKPSDM Kota Contoh Feed"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/praktik/{practice.slug}/"


@pytest.mark.once
def test_feed_is_the_same_for_everyone_and_has_public_practices_only(client):
    public = PracticePageFactory()
    PracticePageFactory(members=True)
    PracticePageFactory(draft=True)
    PracticePageFactory(is_example=True)
    for_owners = PracticePageFactory(for_owners=True)
    gone = PracticePageFactory()
    gone.unpublish()

    for reader in (
        None,
        UserFactory(is_superuser=True),
        UserFactory(verified=True, instansi=for_owners.owners.first()),
    ):
        if reader:
            client.force_login(reader)
        assert entries(client.get(ADDRESS)) == [public.title]


@pytest.mark.once
def test_practice_closed_later_leaves_the_feed(client):
    practice = PracticePageFactory()
    assert entries(client.get(ADDRESS)) == [practice.title]

    practice.audience = Audience.MEMBERS
    practice.save_revision().publish()

    assert entries(client.get(ADDRESS)) == []


def test_control_characters_do_not_break_the_feed(client):
    practice = PracticePageFactory(title="Judul \x0b aneh", summary="Isi \x01 aneh", owner_unit="Unit\x02")

    [title] = entries(client.get(ADDRESS))

    assert title == practice.title.replace("\x0b", " ")


@pytest.mark.once
@pytest.mark.parametrize("item_count", [1, 5])
def test_query_count_does_not_grow(client, django_assert_num_queries, item_count):
    PracticePageFactory.create_batch(item_count)

    with django_assert_num_queries(3):  # the organising body answers for the feed
        client.get(ADDRESS)
