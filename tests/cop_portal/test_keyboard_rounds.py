"""In Chromium, without JavaScript, by the keyboard alone, on a phone and at a desk: what is done less often.

A post is edited, voted for and followed; a topic is locked; an event is opened and closed; a room is changed; visitors
write to who runs the portal.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from community.enums import Scope
from community.models import Follow, PageFeedback, PortalSettings, QueuedMail
from events.enums import EventState
from events.models import EventPage, Seat, Slot
from events.services.registration import register
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory, first_room, make_room, make_slot
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.support.journeys import EACH_WIDTH, no_wider_than_the_screen, opened, press, press_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, EACH_WIDTH]


def test_a_member_edits_a_post_reads_its_history_votes_and_follows(portal_server, browser, client_of, person_of, width):
    topic = TopicFactory(room=RoomPageFactory())
    own = PostFactory(topic=topic, author=person_of("member"), source="Kami mulai dari kalender.")
    other = PostFactory(topic=topic, source="Kami memasang satu jam tetap.")
    page, said = opened(browser, portal_server, width, client_of("member"))
    page.goto(portal_server + topic.get_absolute_url())
    press(page, f'a[href="/forum/pos/{own.pk}/ubah/"]')
    press_until(page, "textarea[name=body]")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Lalu jadwal pekanan.")
    press(page, "button.cop-btn[value=send]")
    press(page, f'a[href="/forum/pos/{own.pk}/riwayat/"]')
    expect(page.locator("ins").filter(has_text="Lalu jadwal pekanan.")).to_be_visible()
    press(page, "main a.cop-more")
    press(page, f'form[action="/forum/pos/{other.pk}/membantu/"] button')
    expect(page.locator(f'form[action="/forum/pos/{other.pk}/membantu/"] button')).to_have_attribute(
        "aria-pressed", "true"
    )
    press(page, f'form[action="/saya/ikuti/topic/{topic.pk}/"] button')

    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.source, other.helpful_count) == ("Kami mulai dari kalender. Lalu jadwal pekanan.", 1)
    assert Follow.objects.filter(person=person_of("member")).count() == 1
    assert no_wider_than_the_screen(page)
    assert said == []


def test_a_steward_locks_and_pins_a_topic(portal_server, browser, client_of, width):
    topic = TopicFactory(room=RoomPageFactory(scope=Scope.BEST_PRACTICE))
    page, said = opened(browser, portal_server, width, client_of("steward"))
    page.goto(portal_server + topic.get_absolute_url())
    for act in ("lock", "pin"):
        press(page, f'main a[href="/forum/topik/{topic.pk}/kelola/"]')
        press_until(page, "[name=reason]")
        page.keyboard.type("Sudah terjawab.")
        press(page, f"button[value={act}]")

    topic.refresh_from_db()
    assert (topic.is_locked, topic.is_pinned) == (True, True)
    expect(page.get_by_text("Topik ini dikunci.")).to_be_visible()
    assert no_wider_than_the_screen(page)
    assert said == []


def test_an_organiser_opens_an_event_takes_a_seat_back_and_closes_it(portal_server, browser, client_of, width):
    event = EventPageFactory(prepared=True, slots=[make_slot(minutes=60)])
    page, said = opened(browser, portal_server, width, client_of("organiser"))
    page.goto(f"{portal_server}/fgd/{event.slug}/")
    press(page, f'main a[href="/fgd/{event.slug}/kelola/"]')
    press(page, 'form[action$="/kelola/buka/"] button')
    expect(page.get_by_text("Pendaftaran dibuka.")).to_be_visible()

    seat = register(first_room(event), actor=UserFactory(verified=True))
    page.reload()
    press_until(page, "main table summary")
    page.keyboard.press("Enter")
    press(page, f'form[action$="/kursi/{seat.pk}/batal/"] button')
    expect(page.get_by_text("Kursi dibatalkan dan pemegangnya disurati.")).to_be_visible()
    assert not Seat.objects.active().exists()

    over = timezone.now() - timedelta(minutes=1)
    Slot.objects.filter(page=event).update(starts_at=over - timedelta(hours=1), ends_at=over)
    EventPage.objects.filter(pk=event.pk).update(starts_at=over - timedelta(hours=1), ends_at=over)
    page.reload()
    press(page, 'form[action$="/kelola/tutup/"] button')

    event.refresh_from_db()
    assert event.state == EventState.CLOSED
    assert no_wider_than_the_screen(page)
    assert said == []


def test_a_member_changes_rooms(portal_server, browser, client_of, person_of, width):
    event = EventPageFactory(slots=[make_slot(rooms=[make_room("Ruang Satu"), make_room("Ruang Dua")])])
    register(first_room(event), actor=person_of("member"))
    page, said = opened(browser, portal_server, width, client_of("member"))
    page.goto(f"{portal_server}/fgd/{event.slug}/")
    press(page, f'form[action="/fgd/{event.slug}/ruang-dua/pindah/"] button')

    assert Seat.objects.active().get().room.title == "Ruang Dua"
    press_until(page, f'form[action="/fgd/{event.slug}/ruang-dua/batal/"] button')
    assert no_wider_than_the_screen(page)
    assert said == []


def test_a_visitor_writes_a_message_and_says_what_a_page_lacks(portal_server, browser, client_of, width):
    PortalSettings.objects.update(contact_email="kontak@contoh.go.id")
    page, said = opened(browser, portal_server, width)
    page.goto(f"{portal_server}/kontak/")
    for name, text in (("name", "Sri"), ("email", "sri@contoh.go.id"), ("text", "Halaman SKP memuat angka lama.")):
        press_until(page, f"main [name={name}]")
        page.keyboard.type(text)
    press(page, 'form[action="/kontak/kirim/"] button')
    expect(page.get_by_text("Jawabannya dikirim ke sri@contoh.go.id.")).to_be_visible()
    press_until(page, ".cop-feedback summary")
    page.keyboard.press("Enter")
    press_until(page, ".cop-feedback textarea")
    page.keyboard.type("Jam layanan.")
    press(page, ".cop-feedback button[value=tidak]")
    expect(page.get_by_text("Jawaban Anda sampai kepada yang merawat halaman ini.")).to_be_visible()

    assert list(PageFeedback.objects.values_list("is_helpful", "missing")) == [(False, "Jam layanan.")]
    assert [row.recipients for row in QueuedMail.objects.all()] == [["kontak@contoh.go.id"]]
    assert no_wider_than_the_screen(page)
    assert said == []
