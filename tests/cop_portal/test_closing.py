"""What somebody posts shows at once wherever visitors look, and leaves all of these places at once."""

import re

import pytest

from community.enums import Audience, Scope
from community.models import PortalSettings
from forums import services
from forums.models import RoomPage, Topic
from forums.services import About
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.forums import RoomPageFactory
from tests.factories.pages import home_page
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db
TITLE = "Zamrud kinerja dari mana"


@pytest.fixture
def places():
    """Every address where a public question about a practice and an event shows to visitors."""
    home_page()
    practice, _ = PracticePageFactory(), EventPageFactory(slug="fgd-zamrud")
    room = RoomPageFactory(slug="ruang-zamrud", scope=Scope.HELPING, is_example=False)
    subaspect = PortalSettings.load().active_framework.aspects.get(number=5).subaspects.first()
    services.open_topic(
        room,
        actor=UserFactory(verified=True, is_example=False),
        kind="question",
        title=TITLE,
        source=f"[ini](/praktik/{practice.slug}/) dan [itu](/fgd/fgd-zamrud/)",
        about=About(subaspects=(subaspect.code,)),
    )
    return [
        "/",
        "/forum/",
        "/forum/?tampil=belum-terjawab",
        f"/forum/?sub={subaspect.code}",
        f"/forum/?tentang=/praktik/{practice.slug}/",
        "/forum/belum-terjawab/",
        "/forum/ruang-zamrud/",
        "/forum/feed/",
        "/forum/ruang-zamrud/feed/",
        f"/praktik/{practice.slug}/",
        "/fgd/fgd-zamrud/",
        "/cari/?q=zamrud+kinerja",
        f"/cari/?sub={subaspect.code}&jenis=diskusi",
    ]


def seen(client, places: list[str]) -> list[str]:
    """The places that show the title to a visitor, without its marks in search."""
    found = []
    for place in places:
        text = client.get(place).content.decode().replace("<mark>", "").replace("</mark>", "")
        if TITLE in text.partition("<title>")[0] + text.partition("</title>")[2] or ("feed" in place and TITLE in text):
            found.append(place)
    return found


def test_a_post_shows_everywhere_at_once_and_hiding_takes_it_from_everywhere(client, places):
    assert seen(client, places) == places
    topic = Topic.objects.get(title=TITLE)

    services.hide_post(topic.opening_post, actor=UserFactory(is_superuser=True), reason="Salah tempat.")
    assert seen(client, places) == []
    assert client.get(topic.get_absolute_url()).status_code == 404

    services.unhide_post(topic.opening_post, actor=UserFactory(is_superuser=True), reason="Ternyata benar.")
    assert seen(client, places) == places


def test_closing_the_room_is_one_write_and_takes_all_it_holds_from_everywhere(client, places):
    topic = Topic.objects.select_related("room").get(title=TITLE)
    services.accept_answer(
        services.reply(topic, actor=UserFactory(verified=True), source="Zamrud juga."), actor=topic.author
    )
    number = "pertanyaan terjawab"
    assert number in client.get("/").content.decode()
    url = topic.get_absolute_url()
    sitemap = "".join(client.get(path).content.decode() for path in sitemaps(client))
    assert url in sitemap

    RoomPage.objects.filter(pk=topic.room_id).update(audience=Audience.MEMBERS)

    assert seen(client, [place for place in places if "/ruang-zamrud/" not in place]) == []
    assert client.get("/forum/ruang-zamrud/").status_code == client.get(url).status_code == 404
    assert number not in client.get("/").content.decode()
    assert url not in "".join(client.get(path).content.decode() for path in sitemaps(client))
    client.force_login(UserFactory(verified=True))
    assert client.get(url).status_code == 200


def sitemaps(client) -> list[str]:
    """The addresses of the sitemap and of its sections."""
    index = client.get("/sitemap.xml").content.decode()
    found = (re.sub(r"^https?://[^/]+", "", each) for each in re.findall(r"<loc>([^<]+)</loc>", index))
    return ["/sitemap.xml", *(each for each in found if each.startswith("/sitemap"))]
