"""The box that suggests, in Chromium: by keyboard and for screen readers."""

import re

import pytest
from playwright.sync_api import expect

from search import vocabulary
from search.engines.base import forget_engines
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.browser


def test_suggestions_are_chosen_by_keyboard(portal_server, page):
    practice = PracticePageFactory(title="Zamrudin setiap pekan")
    vocabulary.relearn()
    forget_engines()
    page.goto(f"{portal_server}/praktik/")
    box = page.get_by_role("combobox", name="Cari di portal")
    options = page.get_by_role("listbox", name="Saran").get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("zamru")

    expect(options).to_have_text(["zamrudin Cari", "Zamrudin setiap pekan Praktik"])
    expect(page.get_by_text("2 saran, pilih dengan tombol panah")).to_be_attached()
    box.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "q0-saran-1")
    box.press("Home")
    expect(options.nth(1)).to_have_attribute("aria-selected", "false")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("zamru")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "q0-saran-0")
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(f"/praktik/{practice.slug}/$"))

    page.go_back()
    box.fill("zamru")
    expect(options).to_have_count(2)
    box.press("Enter")  # nothing was chosen: the form asks what was typed
    expect(page).to_have_url(re.compile(r"/cari/\?q=zamru$"))
