"""In Chromium, without JavaScript, by the keyboard alone.

A seat and its link, a waitlist and its offer, notulen, a question and its answer, what a steward does.
"""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from community.enums import Scope
from events.enums import BlockKind, NotulenState, PersonRole, WaitingState
from events.models import EventPage, Notulen, RoomPerson, Seat, Slot, Waiting
from events.services.registration import cancel_registration
from forums import services
from forums.links import topic_url
from forums.models import Post, Topic
from tests.factories.events import EventPageFactory, SeatFactory, first_room, make_open_room
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.support.journeys import EACH_WIDTH, no_wider_than_the_screen, opened, press, press_until

pytestmark = [pytest.mark.browser, EACH_WIDTH]
TITLE = "Bagaimana memulai dialog pekanan?"
ANSWER = "Mulai dari kalender unit."


def test_a_seat_is_taken_entered_and_given_back(portal_server, browser, client_of, person_of, width):
    event = EventPageFactory(title="Dialog kinerja yang singkat")
    page, said = opened(browser, portal_server, width, client_of("member"))
    page.goto(f"{portal_server}/fgd/")
    press(page, f'main a[href="/fgd/{event.slug}/"]')
    expect(page.get_by_role("heading", level=1)).to_have_text(event.title)
    press(page, 'form[action$="/daftar/"] button')
    expect(page.get_by_text("Anda terdaftar.")).to_be_visible()
    assert Seat.objects.active().get().person == person_of("member")

    soon = timezone.now() + timedelta(minutes=10)
    Slot.objects.filter(page=event).update(starts_at=soon, ends_at=soon + timedelta(hours=1))
    EventPage.objects.filter(pk=event.pk).update(starts_at=soon, ends_at=soon + timedelta(hours=1))
    page.reload()
    press_until(page, 'a[href="https://rapat.example/ruang"]')
    press(page, 'form[action$="/batal/"] button')
    expect(page.get_by_role("link", name="Masuk ke rapat")).to_have_count(0)

    assert not Seat.objects.active().exists()
    assert no_wider_than_the_screen(page)
    assert said == []


def test_a_place_in_a_waitlist_is_left_taken_again_and_becomes_a_seat(
    portal_server, browser, client_of, person_of, width
):
    room = make_open_room(capacity=1)
    held = SeatFactory(room=room)
    page, said = opened(browser, portal_server, width, client_of("member"))
    page.goto(f"{portal_server}/fgd/{room.slot.page.slug}/")
    press(page, 'form[action$="/tunggu/"] button')
    expect(page.get_by_text("Anda di daftar tunggu", exact=True)).to_be_visible()
    press(page, 'form[action$="/lepas/"] button')
    expect(page.get_by_text("Tempat Anda di daftar tunggu dilepas.")).to_be_visible()
    press(page, 'form[action$="/tunggu/"] button')
    expect(page.get_by_text("Anda di daftar tunggu", exact=True)).to_be_visible()

    cancel_registration(held, actor=held.person)
    page.goto(f"{portal_server}/saya/")
    press(page, f'main a[href$="/{room.slug}/"]')
    press(page, 'form[action$="/ambil/"] button')
    expect(page.get_by_text("Kursi itu kini milik Anda.")).to_be_visible()

    assert Seat.objects.active().get().person == person_of("member")
    states = Waiting.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [WaitingState.LEFT, WaitingState.ACCEPTED]
    assert no_wider_than_the_screen(page)
    assert said == []


def test_notulen_are_written_and_made_final(portal_server, browser, client_of, person_of, width):
    room = first_room(EventPageFactory(running=True))
    RoomPerson.objects.create(room=room, role=PersonRole.NOTULIS, name="Ratna", person=person_of("member"))
    path = f"/fgd/{room.slot.page.slug}/{room.slug}/"
    page, said = opened(browser, portal_server, width, client_of("member"))
    page.goto(portal_server + path)
    press(page, f'main a[href="{path}notulen/"]')
    press_until(page, "textarea")
    page.keyboard.type("Dialog dimulai dari kalender unit.")
    press_until(page, "select[name$=kind]")
    page.keyboard.type("Tindak")
    press_until(page, "textarea")
    page.keyboard.type("Unit menyusun kalendernya.")
    press_until(page, "details summary")
    page.keyboard.press("Enter")
    press_until(page, "[name$=due_on]")
    page.keyboard.type("02022027")  # day and month change places with the browser
    press(page, f'form[action="{path}notulen/"] button')
    press(page, f'form[action="{path}notulen/final/"] button')
    expect(page.get_by_text("Notulen ini sudah final.")).to_be_visible()

    notulen = Notulen.objects.get()
    assert notulen.state == NotulenState.FINAL
    assert list(notulen.blocks.order_by("position").values_list("kind", "text", "due_on")) == [
        (BlockKind.POINT, "Dialog dimulai dari kalender unit.", None),
        (BlockKind.FOLLOW_UP, "Unit menyusun kalendernya.", date(2027, 2, 2)),
    ]
    visitor, visitor_said = opened(browser, portal_server, width)
    visitor.goto(portal_server + path)
    expect(visitor.get_by_text("Unit menyusun kalendernya.")).to_be_visible()
    assert no_wider_than_the_screen(page)
    assert said + visitor_said == []


def test_a_question_is_asked_and_its_answer_accepted(portal_server, browser, client_of, width):
    room = RoomPageFactory(title="Tanya kinerja uji")
    page, said = opened(browser, portal_server, width, client_of("member"))
    page.goto(f"{portal_server}/forum/")
    press(page, 'main a[href^="/forum/tanya/"]')
    press_until(page, "[name=judul]")
    page.keyboard.type(TITLE)
    press(page, "main form button")
    press(page, f'main h2 a[href^="/forum/{room.slug}/tanya/"]')
    press_until(page, "textarea[name=body]")
    page.keyboard.type("Dialog hanya terjadi di akhir tahun.")
    press(page, "button[value=preview]")
    expect(page.locator("#pratinjau")).to_contain_text("akhir tahun")
    press(page, "button.cop-btn[value=send]")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    PostFactory(topic=Topic.objects.get(), source=ANSWER)
    page.reload()
    press(page, 'form[action$="/terima/"] button')
    expect(page.get_by_text("Jawaban yang diterima penanya")).to_be_visible()

    assert Topic.objects.get().accepted_post.source == ANSWER
    assert no_wider_than_the_screen(page)
    assert said == []


def test_a_steward_releases_one_held_post_and_hides_another(portal_server, browser, client_of, person_of, width):
    topic = TopicFactory(room=RoomPageFactory(scope="best_practice"))
    held = [services.reply(topic, actor=person_of("unverified"), source=text) for text in ("Tulisan baik.", "Iklan.")]
    page, said = opened(browser, portal_server, width, client_of("steward"))
    page.goto(f"{portal_server}/forum/")
    press(page, 'a[href="/forum/periksa/"]')
    press(page, f'form[action="/forum/pos/{held[0].pk}/kelola/"] button[value=release]')
    expect(page.get_by_role("main").get_by_text("Tulisan baik.")).to_have_count(0)
    press(page, f'a[href^="/forum/pos/{held[1].pk}/kelola/"]')
    press_until(page, "[name=reason]")
    page.keyboard.type("Bukan urusan forum ini.")
    press(page, "button[value=hide]")
    expect(page).to_have_url(re.compile("/forum/periksa/$"))

    assert list(Post.objects.filter(number__gt=1).order_by("pk").values_list("state", flat=True)) == [
        "visible",
        "hidden",
    ]
    visitor, visitor_said = opened(browser, portal_server, width)
    visitor.goto(portal_server + topic_url(topic))
    expect(visitor.get_by_text("Tulisan baik.")).to_be_visible()
    expect(visitor.get_by_text("Iklan.")).to_have_count(0)
    assert said + visitor_said == []


def test_a_steward_moves_a_topic(portal_server, browser, client_of, width):
    topic = TopicFactory(room=RoomPageFactory(scope=Scope.BEST_PRACTICE, title="Asal"))
    target = RoomPageFactory(scope=Scope.BEST_PRACTICE, title="Tujuan uji")
    page, said = opened(browser, portal_server, width, client_of("steward"))
    page.goto(portal_server + topic_url(topic))
    press(page, f'main a[href="/forum/topik/{topic.pk}/kelola/"]')
    press_until(page, "select[name$=room]")
    page.keyboard.type("Tujuan")
    press_until(page, "[name=move-reason]")
    page.keyboard.type("Lebih cocok di sana.")
    press(page, 'form[action$="/pindah/"] button')
    expect(page.get_by_role("main").get_by_role("link", name="Tujuan uji").first).to_be_visible()

    topic.refresh_from_db()
    assert topic.room_id == target.pk
    assert no_wider_than_the_screen(page)
    assert said == []
