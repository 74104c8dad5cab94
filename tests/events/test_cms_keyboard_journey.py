"""An organiser makes an event in the CMS and publishes it by the keyboard alone; in Chromium, wide and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.models import EventPage, Room, RoomPerson
from tests.factories.events import EventPageFactory
from tests.support.journeys import press_until

pytestmark = pytest.mark.browser
DAY = timezone.localdate() + timedelta(days=9)


def write(page, matches: str, text: str) -> None:
    """Tab to a field and write."""
    press_until(page, matches, most=200)
    page.keyboard.type(text)


def enter(page, matches: str) -> None:
    """Tab to what matches, and press it."""
    press_until(page, matches, most=200)
    page.keyboard.press("Enter")


def publish(page) -> None:
    """The menu beside "save" opens by Enter; its entries follow."""
    enter(page, ".footer .w-dropdown__toggle")
    expect(page.locator(".footer [name=action-publish]")).to_be_visible()
    enter(page, "[name=action-publish]")
    page.wait_for_url("**/cms/pages/*/")


@pytest.mark.parametrize("screen", ["phone"], indirect=True)
def test_an_event_is_changed_and_published(visit):
    event = EventPageFactory(title="Dialog kinerja")
    page = visit("organiser")
    page.goto(f"{page.url}pages/{event.pk}/edit/")
    write(page, "[name=title]", "Dialog yang singkat")
    publish(page)

    event.refresh_from_db()
    assert (event.live, event.title, event.has_unpublished_changes) == (True, "Dialog yang singkat", False)


BEHIND_A_BAR = """() => {
    const has = document.activeElement;
    const { left, right, top, bottom } = has.getBoundingClientRect();
    const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const bar = found?.closest(".footer, .w-slim-header, [data-minimap-container]");
    return !found || (bar && !bar.contains(has)) ? `${has.name || has.outerHTML} behind ${found?.outerHTML}` : "";
}"""


@pytest.mark.parametrize("screen", ["wide", "phone"], indirect=True)
def test_a_new_page_begins_at_its_title_and_nothing_with_the_focus_is_behind_a_bar(visit):
    """Forwards to the end of the form and round, and backwards over the top to its end."""
    page = visit("organiser")
    with page.expect_navigation():
        page.locator("a[href*='/pages/add/events/eventpage/']").first.click()
    expect(page.locator("[name=title]")).to_be_focused()

    behind = []
    for key in ["Tab"] * 60 + ["Shift+Tab"] * 75:
        page.keyboard.press(key)
        behind += [said for said in [page.evaluate(BEHIND_A_BAR)] if said]

    assert behind == []


@pytest.mark.slow
def test_an_event_is_made_and_published(visit):
    page = visit("organiser")
    with page.expect_navigation():
        enter(page, "a[href*='/pages/add/events/eventpage/']")
    expect(page.locator("[name=title]")).to_be_focused()
    page.keyboard.type("Dialog di ruang sendiri")
    write(page, "[name=summary]", "Cara memulai percakapan yang jujur.")
    press_until(page, "[role=tab][aria-selected=true]", most=200)
    page.keyboard.press("ArrowRight")
    write(page, "[name=slots-0-day]", f"{DAY:%Y-%m-%d}")
    write(page, "[name=slots-0-starts]", "09:00")
    write(page, "[name=slots-0-ends]", "11:30")
    write(page, "[name=slots-0-rooms-0-title]", "Ruang Dialog")
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)  # what is written in is not covered
    write(page, "[name=slots-0-rooms-0-capacity]", "20")
    enter(page, "#id_slots-0-rooms-0-people-ADD")
    write(page, "[name=slots-0-rooms-0-people-0-name]", "Ratna Wijayanti")
    publish(page)

    event = EventPage.objects.get()
    assert (event.live, event.title) == (True, "Dialog di ruang sendiri")
    assert list(Room.objects.values_list("title", "capacity", "slot__day")) == [("Ruang Dialog", 20, DAY)]
    assert RoomPerson.objects.get().name == "Ratna Wijayanti"
