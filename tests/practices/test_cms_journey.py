"""Writing a practice in the CMS as people do: in Chromium, by clicking, wide and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from community.models import PortalSettings
from practices.models import PracticePage
from tests.factories.community import SubAspectFactory
from tests.factories.practices import PracticePageFactory
from tests.support.cms import SCREENS, press, section
from tests.support.journeys import no_wider_than_the_screen

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def subaspect(portal_server):
    settings = PortalSettings.load()
    return SubAspectFactory(aspect__framework=settings.active_framework, aspect__number=90, name="Dialog Kinerja Uji")


def add_block(page, name: str, nth: int = 0):
    """Press the last + of a stream; its `nth` block."""
    section(page, name).locator("[data-streamfield-stream-container] button.c-sf-add-button").last.click()
    return section(page, name).locator("[data-streamfield-child]").nth(nth)


def fill(block, **values) -> None:
    for name, value in values.items():
        block.locator(f"[name$='-value-{name}']").fill(value)


def write_story(page, title: str) -> None:
    page.get_by_role("link", name="Tulis praktik").click()
    page.get_by_role("textbox", name="Judul").fill(title)
    page.get_by_role("textbox", name="Ringkasan").fill("Apel singkat yang membahas satu hal.")
    prose = section(page, "problem").locator("[contenteditable=true]")
    prose.click()
    prose.press_sequentially("Apel memakan satu jam.")
    expect(page.locator("[name=problem]")).to_have_value(
        re.compile("satu jam")
    )  # the editor hands it over after a rest
    page.get_by_role("checkbox", name="Dialog Kinerja Uji").check()
    page.get_by_role("checkbox", name=re.compile("^Masalah perilaku")).check()


def write_steps_and_result(page) -> None:
    page.get_by_role("tab", name="Langkah & hasil").click()
    fill(add_block(page, "steps"), title="Sepakati jadwal", duration="2 minggu", role="Kepala bidang")
    fill(add_block(page, "steps", 1), title="Bahas satu hal", duration="Setiap Senin", role="Atasan langsung")
    result = add_block(page, "results")
    result.locator("[name$='-value-direction']").select_option("down")
    fill(
        result,
        indicator="Lama apel",
        unit="menit",
        baseline="60",
        baseline_period="Januari 2022",
        result="12,5",
        result_period="Juni 2022",
    )


@pytest.mark.parametrize("screen", SCREENS, indirect=True)  # the phone too in `make test`
def test_organiser_makes_a_practice_with_a_chart_and_a_visitor_finds_it(visit, home_instansi):
    page = visit("organiser")
    write_story(page, "Apel pagi lima menit")
    write_steps_and_result(page)
    page.get_by_role("tab", name="Siapa & pembaca").click()
    page.get_by_label("Cari instansi").fill("kota asal")
    page.get_by_role("button", name="Kota Asal").click()
    expect(page.get_by_role("button", name="Hapus Kota Asal")).to_be_visible()
    assert no_wider_than_the_screen(page)
    page.locator(".form-side__trigger, [data-side-panel-toggle=preview]").first.click()
    preview = page.frame_locator("#w-preview-iframe, iframe[id*=preview]").first
    expect(preview.get_by_role("heading", level=1)).to_have_text("Apel pagi lima menit")
    page.locator("[data-side-panel-toggle=preview]").first.click()
    press(page, "action-publish")
    page.wait_for_url("**/cms/pages/*/")

    visitor = visit("visitor")
    visitor.get_by_role("combobox").first.fill("apel pagi")
    visitor.get_by_role("combobox").first.press("Enter")
    visitor.get_by_role("link", name="Apel pagi lima menit").first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Apel pagi lima menit")
    expect(visitor.locator(".cop-steps h3")).to_have_text(["Sepakati jadwal", "Bahas satu hal"])
    visitor.get_by_text("Lihat sebagai tabel").click()
    expect(visitor.get_by_role("cell", name="12,5").first).to_be_visible()
    before, after = (visitor.locator(".cop-bars rect").nth(nth).bounding_box()["width"] for nth in (0, 1))
    assert 0 < after < before
    assert no_wider_than_the_screen(visitor)


def test_contributor_sends_in_steward_sends_back_then_approves(visit):
    title = "Apel yang ditinjau"
    contributor = visit("contributor")
    write_story(contributor, title)
    contributor.locator(".footer .w-dropdown__toggle").click()
    expect(contributor.locator(".footer button[name=action-publish]")).to_have_count(0)
    contributor.locator(".footer button[name=action-submit]").click()
    contributor.wait_for_url("**/cms/pages/*/")

    steward = visit("steward")
    steward.get_by_role("link", name=title).first.click()
    steward.locator(".footer .w-dropdown__toggle").click()
    steward.locator(".footer").get_by_role("button", name="Minta perbaikan").click()
    steward.locator(".modal textarea").fill("Tambahkan angka sesudah.")
    steward.locator(".modal button[type=submit]").click()
    steward.wait_for_url("**/cms/pages/*/")

    contributor.goto(contributor.url.split("/cms/")[0] + "/cms/")
    contributor.get_by_role("link", name=title).first.click()
    expect(contributor.get_by_text("Tambahkan angka sesudah.").first).to_be_visible()
    write_steps_and_result(contributor)
    press(contributor, "action-submit")
    contributor.wait_for_url("**/cms/pages/*/")
    visitor = visit("visitor")
    slug = PracticePage.objects.get().slug
    assert visitor.request.get(f"{visitor.url}praktik/{slug}/").status == 404

    steward.goto(steward.url.split("/cms/")[0] + "/cms/")
    steward.get_by_role("link", name=title).first.click()
    steward.locator(".footer .w-dropdown__toggle").click()
    steward.locator(".footer").get_by_role("button", name=re.compile("^Setujui(?! dengan)")).click()
    steward.wait_for_url("**/cms/pages/*/")
    visitor.goto(f"{visitor.url}praktik/{slug}/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)


def test_a_tip_keeps_its_sub_aspect_when_its_practice_is_opened_again(visit, subaspect):
    tip = {"type": "tip", "value": {"text": "Pilih hari tetap.", "subaspect": subaspect.pk, "source": ""}}
    practice = PracticePageFactory(tips=[tip, {"type": "tip", "value": {**tip["value"], "subaspect": None}}])
    page = visit("organiser")

    page.goto(f"{page.url.split('/cms/')[0]}/cms/pages/{practice.pk}/edit/")

    expect(page.locator("[name='tips-0-value-subaspect']")).to_have_value(str(subaspect.pk))
    expect(page.locator("[name='tips-1-value-subaspect']")).to_have_value("")
    expect(page.locator("[name='tips-1-value-text']")).to_have_value("Pilih hari tetap.")
