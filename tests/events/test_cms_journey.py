"""An organiser makes an event, a room of the forum and an announcement, in Chromium, wide and on a phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from community.enums import Scope
from events.models import AgendaItem, EventPage, Room, RoomPerson
from tests.support.cms import press
from tests.support.journeys import no_wider_than_the_screen

pytestmark = pytest.mark.browser
ROOMS = ("Ruang Dialog", "Ruang Catatan", "Ruang Jadwal")


def add(page, rows: str) -> None:
    """Press the + below `rows`."""
    page.locator(f"#{rows}-ADD").click()


def write_room(page, number: int, title: str) -> None:
    """Fill the room `number` of the first slot: its name, a speaker and an agenda item."""
    row = f"id_slots-0-rooms-{number}"
    if number:
        add(page, "id_slots-0-rooms")
    page.locator(f"#{row}-title").fill(title)
    page.locator(f"#{row}-capacity").fill("20")
    add(page, f"{row}-people")
    page.locator(f"#{row}-people-0-name").fill(f"Narasumber {title}")
    add(page, f"{row}-agenda")
    page.locator(f"#{row}-agenda-0-title").fill(f"Pembukaan {title}")


def preview_of(page):
    """Open the preview beside the form; its heading."""
    page.locator("[data-side-panel-toggle=preview]").first.click()
    return page.frame_locator("iframe[id*=preview]").first.get_by_role("heading", level=1)


def test_organiser_makes_an_event_and_a_visitor_sees_it(visit):
    page = visit("organiser")
    page.get_by_role("link", name="Buat acara").click()
    page.get_by_role("textbox", name="Judul").fill("Dialog kinerja di tiga ruang")
    page.get_by_role("textbox", name="Ringkasan").first.fill("Tiga cara memulai percakapan yang jujur.")
    page.get_by_role("tab", name="Sesi & ruang").click()
    page.locator("#id_slots-0-day").fill(f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}")
    page.locator("#id_slots-0-starts").fill("09:00")
    page.locator("#id_slots-0-ends").fill("11:30")
    page.locator("#id_slots-0-title").click()  # shuts the list of hours, whose end would shift the page under a tap
    for number, title in enumerate(ROOMS):
        write_room(page, number, title)
    assert no_wider_than_the_screen(page)
    expect(preview_of(page)).to_have_text("Dialog kinerja di tiga ruang")
    page.locator("[data-side-panel-toggle=preview]").first.click()
    press(page, "action-publish")
    page.wait_for_url("**/cms/pages/*/")

    event = EventPage.objects.get()
    assert list(Room.objects.order_by("pk").values_list("title", flat=True)) == list(ROOMS)
    assert (RoomPerson.objects.count(), AgendaItem.objects.count()) == (3, 3)
    page.goto(f"{page.url.split('/cms/')[0]}/fgd/{event.slug}/kelola/")
    page.get_by_role("button", name="Buka pendaftaran").click()
    told = page.get_by_role("status").or_(page.get_by_role("alert"))
    expect(told.filter(has_text="Pendaftaran dibuka").first).to_be_visible()
    visitor = visit("visitor")
    visitor.goto(f"{visitor.url}fgd/")
    visitor.get_by_role("link", name="Dialog kinerja di tiga ruang").first.click()
    for title in ROOMS:
        expect(visitor.get_by_role("heading", name=title)).to_be_visible()
        expect(visitor.get_by_text(f"Narasumber {title}").first).to_be_visible()
    expect(visitor.get_by_role("link", name="Masuk untuk mendaftar").first).to_be_visible()
    assert no_wider_than_the_screen(visitor)


def test_organiser_opens_a_room_and_announces_in_it(visit):
    page = visit("organiser")
    page.get_by_role("link", name="Buka ruang diskusi").click()
    page.get_by_role("textbox", name="Nama ruang").fill("Kabar penyelenggara")
    page.get_by_role("textbox", name="Tentang ruang ini").fill("Kabar tentang portal dan acaranya.")
    page.get_by_role("checkbox", name="Pengumuman").check()
    page.get_by_role("tab", name=re.compile("pembaca", re.IGNORECASE)).click()
    page.locator("[name=scope]").select_option(Scope.HELPING)
    assert no_wider_than_the_screen(page)
    expect(preview_of(page)).to_have_text("Kabar penyelenggara")
    page.locator("[data-side-panel-toggle=preview]").first.click()
    press(page, "action-publish")
    page.wait_for_url("**/cms/pages/*/")

    page.goto(f"{page.url.split('/cms/')[0]}/cms/")
    page.get_by_role("link", name="Tulis pengumuman").click()
    page.get_by_role("main").get_by_role("link", name="Kabar penyelenggara").click()
    expect(page.get_by_label("Pengumuman")).to_be_checked()
    page.get_by_label("Judul").fill("Jadwal FGD berikutnya")
    page.get_by_label("Isi", exact=True).fill("FGD berikutnya pekan depan.")
    page.get_by_role("button", name="Kirim topik").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jadwal FGD berikutnya")

    visitor = visit("visitor")
    visitor.goto(f"{visitor.url}forum/")
    visitor.get_by_role("link", name="Jadwal FGD berikutnya").first.click()
    expect(visitor.get_by_text("FGD berikutnya pekan depan.")).to_be_visible()
    assert no_wider_than_the_screen(visitor)
