"""What a look at a page would find, in Chromium: words of crumbs cut to nothing, buttons beside their row's line."""

import pytest

from events.services import registration
from forums import services
from forums.models import PostRevision
from tests.factories.events import EventPageFactory, first_room
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.support.journeys import no_wider_than_the_screen, opened

pytestmark = pytest.mark.browser
READABLE = 40  # px: some four letters and what tells that they go on
CRUMBS = """() => [...document.querySelectorAll(".cop-crumb li :is(a, [aria-current])")]
    .filter((part) => part.offsetWidth)
    .map((part) => [part.textContent, part.clientWidth || part.offsetWidth, part.scrollWidth > part.clientWidth])"""
MIDDLES = """() => [...document.querySelectorAll("tbody tr")].map((row) => ["th", "summary"].map((tag) => {
    const range = document.createRange();
    range.selectNodeContents(row.querySelector(tag));
    const lines = range.getClientRects()[0];
    return (lines.top + lines.bottom) / 2;
}))"""


@pytest.mark.parametrize("width", [320, 360, 700])
def test_the_way_to_a_deep_page_can_be_read(portal_server, browser, person_of, client_of, width):
    author = person_of("member")
    room = RoomPageFactory(title="Bedah praktik bersama")
    topic = TopicFactory(room=room, author=author, title="Membaca Mang Bagja bersama: syarat apa yang perlu ada?")
    post = topic.opening_post
    services.edit_post(post, actor=author, source="Teks baru.", title=topic.title, version=0)
    number = PostRevision.objects.get(post=post).number
    page, _ = opened(browser, portal_server, width, client_of("organiser"))

    page.goto(f"{portal_server}/forum/pos/{post.pk}/riwayat/{number}/hapus/")

    shown = page.evaluate(CRUMBS)
    assert no_wider_than_the_screen(page)
    assert [text for text, _, is_cut in shown if is_cut] == [topic.title]
    assert [text for text, space, is_cut in shown if is_cut and space < READABLE] == []


def test_buttons_of_participants_stand_on_their_line(portal_server, browser, person_of, client_of):
    event = EventPageFactory()
    registration.register(first_room(event), actor=person_of("member"))
    page, _ = opened(browser, portal_server, 1280, client_of("organiser"))

    page.goto(f"{portal_server}/fgd/{event.slug}/kelola/")

    rows = page.evaluate(MIDDLES)
    assert rows
    assert all(abs(name - button) < 2 for name, button in rows), rows
