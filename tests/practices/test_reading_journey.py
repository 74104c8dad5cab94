"""Find a practice and read it: from the front page through the finder and the library, without JavaScript, by keys."""

import re

import pytest
from playwright.sync_api import expect

from community.models import PortalSettings
from tests.factories.community import AspectFactory, SubAspectFactory
from tests.factories.practices import PracticePageFactory
from tests.support.journeys import complaints_of, no_wider_than_the_screen, press_until

pytestmark = pytest.mark.browser
WIDTHS = (360, 1280)


@pytest.fixture
def practice(portal_server):
    aspect = AspectFactory(name="Manajemen Kinerja Uji", number=1)
    settings = PortalSettings.load()
    settings.active_framework = aspect.framework
    settings.save()
    sought = SubAspectFactory(aspect=aspect, name="Dialog Kinerja Uji")
    found = PracticePageFactory(title="Dialog singkat yang dicari", complete=True, subaspects=[sought])
    PracticePageFactory(subaspects=[sought], has_behaviour_problem=False, has_substance_problem=True)
    PracticePageFactory(subaspects=[SubAspectFactory(aspect=aspect)], has_substance_problem=True)
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_find_and_read_without_javascript(portal_server, practice, browser, width):
    with browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False) as context:
        page = context.new_page()
        said = complaints_of(page)
        page.goto(portal_server)
        summary = page.locator("summary", has_text="Manajemen Kinerja Uji")
        if summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()
        page.get_by_role("row", name=re.compile("Dialog Kinerja Uji")).get_by_role("link").nth(1).click()

        expect(page).to_have_url(re.compile("masalah=perilaku"))
        expect(page.get_by_text("1 praktik", exact=True)).to_be_visible()
        expect(page.locator(".cop-item h2")).to_have_text(["Dialog singkat yang dicari"])

        page.get_by_role("link", name=re.compile("^Perilaku")).first.click()
        expect(page.get_by_text("2 praktik", exact=True)).to_be_visible()
        if width < 992:
            page.get_by_text(re.compile("^Saring")).click()
        page.get_by_label(re.compile("^Perilaku")).check()
        page.get_by_role("button", name="Tampilkan praktik").click()
        expect(page.locator(".cop-item h2")).to_have_count(1)

        page.get_by_role("link", name="Dialog singkat yang dicari", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dialog singkat yang dicari")
        page.get_by_text("Lihat sebagai tabel").click()
        expect(page.get_by_role("cell", name="91%").first).to_be_visible()
        page.get_by_role("link", name="Cetak atau PDF").click()
        expect(page.get_by_text("Lembar cetak.")).to_be_visible()
        page.get_by_role("link", name="Kembali ke halaman praktik").click()
        page.get_by_role("complementary").get_by_role("link", name="Perilaku").click()
        expect(page).to_have_url(re.compile(r"/praktik/\?masalah=perilaku$"))
        assert said == []


@pytest.mark.parametrize("width", WIDTHS)
def test_find_and_read_by_keyboard(portal_server, practice, browser, width):
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        said = complaints_of(page)
        page.goto(f"{portal_server}/praktik/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "cop-skip"
        page.keyboard.press("Enter")
        if width < 992:
            press_until(page, ".cop-facets > summary")
            page.keyboard.press("Enter")
        press_until(page, "input[name=masalah][value=perilaku]")
        page.keyboard.press("Space")
        press_until(page, ".cop-facets button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/praktik/?masalah=perilaku")
        press_until(page, f'a[href="/praktik/{practice.slug}/"]')
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{practice.slug}/")
        press_until(page, ".cop-twin > summary")
        page.keyboard.press("Enter")

        expect(page.get_by_role("cell", name="91%").first).to_be_visible()
        assert no_wider_than_the_screen(page)
        assert said == []


def test_structured_data_and_script_pass_the_strict_policy(portal_server, practice, browser):
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        said = complaints_of(page)
        page.add_init_script("window.print = () => { window.printed = true }")
        page.goto(f"{portal_server}/praktik/{practice.slug}/")

        assert (
            page.evaluate(
                "JSON.parse(document.querySelector('[type=\"application/ld+json\"]').textContent)['@graph'][0].headline"
            )
            == practice.title
        )
        page.get_by_role("button", name="Salin tautan").click()
        page.get_by_text("Tautan tersalin").wait_for()
        assert page.evaluate("navigator.clipboard.readText()").endswith(f"/praktik/{practice.slug}/")
        page.get_by_role("link", name="Cetak atau PDF").click()
        assert page.evaluate("window.printed")
        assert page.url.endswith(f"/{practice.slug}/")
        assert said == []


def test_pages_fit_a_window_enlarged_four_times(portal_server, practice, browser):
    """320 px, as WCAG 2.2 asks of reflow (1.4.10)."""
    addresses = ["/", "/praktik/", f"/praktik/{practice.slug}/", "/cari/?q=dialog", "/akun/daftar/", "/tidak-ada/"]
    with browser.new_context(viewport={"width": 320, "height": 256}) as context:
        page = context.new_page()

        wider = [path for path in addresses if page.goto(portal_server + path) and not no_wider_than_the_screen(page)]

    assert wider == []
