"""In Chromium: a member takes a seat and gets the meeting link in time, on a phone and on a wide screen."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone
from playwright.sync_api import expect

from events.models import EventPage, Seat, Slot
from tests.factories.community import PASSWORD, UserFactory
from tests.factories.events import EventPageFactory, make_slot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("width", "javascript"),
    [
        (360, True),
        (1280, False),
        *(pytest.param(*each, marks=pytest.mark.slow) for each in [(360, False), (1280, True)]),
    ],
)
def test_register_for_a_room_and_get_its_link_in_time(portal_server, browser, width, javascript):
    member = UserFactory(verified=True)
    member.password = PBKDF2PasswordHasher().encode(PASSWORD, "garam", 1_000)  # the server hashes as the demo does
    member.save(update_fields=["password"])
    event = EventPageFactory(title="Dialog kinerja yang singkat", slots=[make_slot()])

    with browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=javascript, locale="id-ID"
    ) as context:
        page = context.new_page()
        page.goto(f"{portal_server}/fgd/")
        page.get_by_role("link", name=event.title).click()
        page.get_by_role("link", name="Masuk untuk mendaftar").click()
        page.locator("[name=login]").fill(member.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/fgd/**")
        page.get_by_role("button", name="Ambil kursi").focus()
        page.keyboard.press("Enter")

        page.get_by_text("Anda terdaftar. Surel dengan berkas kalender sedang dikirim.").wait_for()
        assert page.get_by_text("rapat.example").count() == 0
        assert Seat.objects.active().get().person == member

        move_to(event, timezone.now() + timedelta(minutes=10))
        page.reload()
        link = page.get_by_role("link", name="Masuk ke rapat")
        expect(link).to_have_attribute("href", "https://rapat.example/ruang")
        page.goto(f"{portal_server}/fgd/{event.slug}/")
        expect(page.get_by_role("link", name="Masuk ke rapat")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

        move_to(event, timezone.now() - timedelta(hours=3))
        page.reload()
        assert "rapat.example" not in page.content()


def move_to(event, start) -> None:
    """Let the event begin at another moment, as if time had passed."""
    span = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    Slot.objects.filter(page=event).update(**span)
    EventPage.objects.filter(pk=event.pk).update(**span)
