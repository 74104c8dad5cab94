"""Pick three practices in the library and see them side by side: by keys alone, on a phone, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.practices import PracticePageFactory
from tests.support.journeys import no_wider_than_the_screen, opened, press_until

pytestmark = pytest.mark.browser


def test_choose_three_and_compare_by_keyboard(portal_server, browser):
    pages = [PracticePageFactory(title=f"Praktik {name}", complete=True) for name in ("satu", "dua", "tiga", "empat")]
    page, said = opened(browser, portal_server, 360)
    page.goto(f"{portal_server}/praktik/")

    for practice in pages[:3]:
        press_until(page, f'#p-{practice.slug} a[href$="#p-{practice.slug}"]')
        page.keyboard.press("Enter")
        page.wait_for_url(f"**#p-{practice.slug}")
    expect(page.get_by_text("3 dari 3 praktik dipilih.")).to_be_visible()
    expect(page.locator(f"#p-{pages[3].slug}")).to_have_count(0)  # a fourth is not offered
    assert no_wider_than_the_screen(page)
    press_until(page, ".cop-picked > .cop-btn")
    page.keyboard.press("Enter")

    expect(page.get_by_role("columnheader")).to_have_text([re.compile(each.title) for each in pages[:3]])
    region = page.get_by_role("region", name="Praktik berdampingan")
    press_until(page, ".cop-scroll")
    expect(region).to_be_focused()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert region.evaluate("region => region.scrollLeft") > 0  # the third practice comes into sight
    assert no_wider_than_the_screen(page)

    page.get_by_role("link", name=re.compile("^Praktik satu lepas dari perbandingan")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader")).to_have_count(2)
    assert said == []
    page.context.close()
