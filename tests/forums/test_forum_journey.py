"""Ask, get an answer, accept it; a steward releases a held post: in Chromium, with and without JavaScript, by keys."""

import re

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from forums.links import topic_url
from forums.models import Post, Topic
from tests.factories.community import PASSWORD, ScopeStewardFactory, UserFactory
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.support.journeys import complaints_of, no_wider_than_the_screen, press_until

pytestmark = pytest.mark.browser
WIDTHS = (360, 1280)
TITLE = "Bagaimana memulai dialog kinerja mingguan?"


def signed_in(browser, server: str, person, **options):
    """A page of a browser in which `person` has signed in, and what it complains about."""
    # the server knows only the hashers of production
    person.password = PBKDF2PasswordHasher().encode(PASSWORD, "garamuji", iterations=1)
    person.save(update_fields=["password"])
    page = browser.new_context(locale="id-ID", **options).new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{server}/akun/masuk/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    page.wait_for_url(f"{server}/")
    return page, complaints_of(page)


@pytest.mark.parametrize(
    ("width", "has_script"),
    [
        (360, True),
        (1280, False),
        *(pytest.param(*each, marks=pytest.mark.slow) for each in [(360, False), (1280, True)]),
    ],
)
def test_ask_answer_accept_and_find(portal_server, browser, width, has_script):
    asker, helper = UserFactory(verified=True, name="Penanya Uji"), UserFactory(verified=True, name="Penjawab Uji")
    RoomPageFactory(title="Tanya kinerja uji", slug="tanya-kinerja-uji")
    options = {"viewport": {"width": width, "height": 800}, "java_script_enabled": has_script}
    page, said = signed_in(browser, portal_server, asker, **options)
    page.goto(f"{portal_server}/forum/")
    page.get_by_role("main").get_by_role("link", name="Ajukan pertanyaan").click()
    page.get_by_label("Dalam satu kalimat").fill(TITLE)
    page.get_by_role("button", name="Lanjut pilih ruang").click()
    page.get_by_role("link", name="Tanya kinerja uji").click()
    expect(page.get_by_label("Judul")).to_have_value(TITLE)
    page.get_by_label("Isi", exact=True).fill("Dialog hanya terjadi di **akhir tahun**.")
    page.get_by_role("button", name="Pratinjau").click()
    expect(page.locator("#pratinjau strong")).to_have_text("akhir tahun")
    assert no_wider_than_the_screen(page)
    page.get_by_role("button", name="Kirim topik").last.click()
    page.get_by_role("heading", level=1, name=TITLE).wait_for()
    question = page.url

    other, other_said = signed_in(browser, portal_server, helper, **options)
    other.goto(question)
    other.get_by_label("Isi", exact=True).fill("Mulai dari kalender rapat unit kecil.")
    other.get_by_role("button", name="Kirim jawaban").last.click()
    other.get_by_text("Mulai dari kalender rapat").wait_for()
    expect(other).to_have_url(re.compile("#p2$"))

    page.reload()
    page.get_by_role("button", name="Terima jawaban ini").click()
    page.get_by_text("Jawaban yang diterima penanya").wait_for()
    with browser.new_context(**options) as context:
        visitor = context.new_page()
        visitor_said = complaints_of(visitor)
        visitor.goto(f"{portal_server}/cari/?q=kalender+rapat+unit")
        visitor.get_by_role("main").get_by_role("link", name=re.compile("dialog kinerja mingguan")).first.click()
        expect(visitor.locator(".cop-post--accepted").get_by_text("Mulai dari kalender rapat")).to_have_count(1)
        expect(visitor.locator(".cop-post").nth(1)).to_have_id("p2")
        assert no_wider_than_the_screen(visitor)
    assert said + other_said + visitor_said == []


@pytest.mark.parametrize("width", WIDTHS)
def test_steward_releases_a_held_post(portal_server, browser, width):
    steward = ScopeStewardFactory(scope="helping").person
    topic = TopicFactory()
    newcomer = UserFactory(pending=True, name="Anggota Baru")
    options = {"viewport": {"width": width, "height": 800}, "java_script_enabled": False}
    page, said = signed_in(browser, portal_server, newcomer, **options)
    page.goto(portal_server + topic_url(topic))
    page.get_by_label("Isi", exact=True).fill("Kami juga mengalaminya.")
    page.get_by_role("button", name="Kirim jawaban").last.click()
    page.get_by_text("Tulisan Anda menunggu pemeriksaan penatalayan").wait_for()

    queue, queue_said = signed_in(browser, portal_server, steward, **options)
    queue.goto(f"{portal_server}/forum/")
    queue.get_by_role("link", name="Periksa sekarang").click()
    expect(queue.get_by_text("Kami juga mengalaminya.")).to_be_visible()
    queue.get_by_role("button", name=re.compile("^Tampilkan")).click()
    queue.get_by_text("Tidak ada yang menunggu").wait_for()
    with browser.new_context(**options) as context:
        visitor = context.new_page()
        visitor.goto(portal_server + topic_url(topic))
        expect(visitor.get_by_text("Kami juga mengalaminya.")).to_be_visible()
    assert said + queue_said == []


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.slow)])
def test_reply_by_keyboard_alone(portal_server, browser, width):
    topic = TopicFactory()
    member = UserFactory(verified=True)
    page, said = signed_in(browser, portal_server, member, viewport={"width": width, "height": 800})
    page.goto(portal_server + topic_url(topic))
    press_until(page, "textarea[name=body]")
    page.keyboard.type("Ditulis tanpa tetikus.")
    press_until(page, "button[value=preview]")
    page.keyboard.press("Enter")
    page.locator("#pratinjau").get_by_text("Ditulis tanpa tetikus.").wait_for()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.value") == "send"
    page.keyboard.press("Enter")
    page.wait_for_url("**#p2")

    assert Post.objects.get(topic=topic, number=2).source == "Ditulis tanpa tetikus."
    assert Topic.objects.get(pk=topic.pk).reply_count == 1
    assert said == []
