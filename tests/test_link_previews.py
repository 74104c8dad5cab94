"""Links to practices, events and topics look alike in messengers, and show nothing that is not open to all."""

import io
import re
from html import unescape

import pytest
from PIL import Image

from forums.models import Topic
from tests.factories.events import EventPageFactory
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PORTAL = "http://testserver"
TITLE = "Dialog & “umpan balik”"


def practice(**fields) -> str:
    return f"/praktik/{PracticePageFactory(title=TITLE, **fields).slug}/"


def event(**fields) -> str:
    return f"/fgd/{EventPageFactory(title=TITLE, **fields).slug}/"


def topic(**fields) -> str:
    return TopicFactory(title=TITLE, room=RoomPageFactory(**fields)).get_absolute_url()


def said(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'<meta property="og:(\S+)" content="([^"]*)">', page)}


@pytest.mark.parametrize("make", [practice, event, topic])
def test_a_public_page_names_its_title_and_a_picture_that_is_there(client, make):
    address = make()

    shared = said(client.get(address).content.decode())
    picture = client.get(shared["image"].removeprefix(PORTAL))

    assert (shared["title"], shared["url"]) == (TITLE, f"{PORTAL}{address}")
    assert shared["description"]
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert picture["Cache-Control"] == "public, no-cache"
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)


@pytest.mark.parametrize("make", [practice, event, topic])
def test_a_page_for_members_has_no_picture_for_messengers(client_of, make):
    address = make(members=True)

    assert said(client_of("member").get(address).content.decode()) == {}
    number = Topic.objects.values_list("pk", flat=True).first()
    picture = f"/forum/topik/{number}/pratinjau.png" if make is topic else f"{address}pratinjau.png"
    assert client_of("visitor").get(picture).status_code == 404
    assert "no-store" in client_of("member").get(picture)["Cache-Control"]
