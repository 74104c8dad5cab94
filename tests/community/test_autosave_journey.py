"""Sending a form of the CMS that also saves by itself: each thing once, nothing refused, nothing lost; in Chromium."""

import time

import pytest
from playwright.sync_api import expect

from forums.models import RoomPage
from tests.factories.forums import RoomPageFactory
from tests.support.cms import press
from tests.support.journeys import complaints_of
from tests.support.visits import session_cookie

pytestmark = pytest.mark.browser
FORM = "form[data-controller~=w-autosave]"
ELEMENT = f"document.querySelector('{FORM}')"
WRITTEN = "new CustomEvent('w-unsaved:add', { bubbles: true, cancelable: true })"
SLOW = 0.8  # seconds that an answer takes, so that the next thing happens meanwhile


@pytest.fixture
def organiser(portal_server, browser, client_of):
    """A page of the CMS whose saves by itself come after a rest of a tenth of a second; what is said fails the test."""
    with browser.new_context(locale="id-ID") as context:
        context.add_cookies([session_cookie(client_of("organiser"), portal_server)])
        page = context.new_page()
        page.set_default_timeout(30_000)
        said = complaints_of(page)
        yield page
        assert said == []


def open_form(page, address: str) -> None:
    page.goto(address)
    page.wait_for_function(f"window.wagtail?.app?.getControllerForElementAndIdentifier({ELEMENT}, 'w-autosave')")
    page.locator(FORM).evaluate("form => form.setAttribute('data-w-autosave-interval-value', '100')")


def begin_saving(page) -> None:
    """As Wagtail's own look at the form does, twice a second, when something was written; until it is on its way."""
    with page.expect_request(is_autosave):
        page.locator(FORM).evaluate(f"form => form.dispatchEvent({WRITTEN})")


def is_autosave(request) -> bool:
    return request.method == "POST" and "application/json" in request.headers.get("accept", "")


def sent_forms(page) -> list[str]:
    """How the forms of pages were sent, in their order; one that is sent by hand takes a while."""
    sent = []

    def handle(route):
        if route.request.method == "POST":
            sent.append("by itself" if is_autosave(route.request) else "by hand")
            if sent[-1] == "by hand":
                time.sleep(SLOW)
        route.continue_()

    page.route("**/cms/pages/**", handle)
    return sent


def slow_down_saving(page) -> None:
    """Lets each answer to a save by itself come late, while the browser and the test go on."""
    page.evaluate(
        """milliseconds => {
            const send = window.fetch;
            window.fetch = async (...args) => {
                const answer = await send(...args);
                await new Promise((go) => setTimeout(go, milliseconds));
                return answer;
            };
        }""",
        SLOW * 1000,
    )


def write(page, title: str) -> None:
    page.get_by_role("textbox", name="Nama ruang").fill(title)
    page.get_by_role("textbox", name="Tentang ruang ini").fill("Kabar tentang portal.")
    page.get_by_role("checkbox", name="Pengumuman").check()
    expect(page.locator("[name=slug]")).to_have_value("kabar-sekali")  # it follows the title after a rest


def publish(page) -> None:
    press(page, "action-publish")


def send_by_script(page) -> None:
    """As the windows of a review do."""
    page.locator(FORM).evaluate("form => form.submit()")


@pytest.mark.parametrize(("send", "is_live"), [(publish, True), (send_by_script, False)])
def test_a_new_page_is_sent_after_the_save_that_is_on_its_way(portal_server, organiser, send, is_live):
    parent = RoomPageFactory().get_parent()
    sent = sent_forms(organiser)
    open_form(organiser, f"{portal_server}/cms/pages/add/forums/roompage/{parent.pk}/")
    organiser.locator("[name=scope]").evaluate("field => (field.value = 'helping')")
    write(organiser, "Kabar sekali")
    slow_down_saving(organiser)
    begin_saving(organiser)
    send(organiser)
    expect(organiser.locator(".messages")).to_contain_text("Kabar sekali", timeout=10_000)

    (room,) = RoomPage.objects.filter(title__startswith="Kabar")
    assert (room.live, room.slug, room.allows_announcements) == (is_live, "kabar-sekali", True)
    assert sent == ["by itself", "by hand"]


def test_nothing_is_saved_by_itself_once_the_form_is_sent(portal_server, organiser):
    """Wagtail looks for changes twice a second: it found one after the press on "publish", and was refused."""
    room = RoomPageFactory(title="Ruang lama")
    sent = sent_forms(organiser)
    open_form(organiser, f"{portal_server}/cms/pages/{room.pk}/edit/")
    organiser.locator(FORM).evaluate(
        f"form => addEventListener('submit', () => setTimeout(() => form.dispatchEvent({WRITTEN}), 50))"
    )
    press(organiser, "action-publish")
    organiser.wait_for_url("**/cms/pages/*/")

    assert sent == ["by hand"]
