"""The demo's content: the one real practice from its facts, one invented practice per aspect, loaded once."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.html import strip_tags
from playwright.sync_api import expect

from community.demo_accounts import DEMO_ACCOUNTS
from community.enums import Audience, Scope
from community.models import (
    Aspect,
    DocumentReading,
    Instansi,
    NoticeMailing,
    PortalDocument,
    PortalSettings,
    QueuedMail,
    User,
)
from community.services import documents
from cop_portal.demo import content
from cop_portal.demo.files import read
from events.enums import EventState
from events.models import EventPage, NotulenBlock, Room, Seat, Slot
from forums.models import Post, RoomPage, Topic
from forums.services import upkeep
from practices.enums import Health
from practices.library import owner_label
from practices.models import PracticePage
from search.engines.base import forget_engines
from tests.support.walking import walked_by

pytestmark = pytest.mark.django_db
PORTAL = "http://testserver"
REAL_EVENT = "/fgd/kiat-sukses-manajemen-kinerja/"
SUMMARY_MARK = (
    "Ringkasan laporan 28 April 2022, bukan notulen resmi. Laporan itu tidak membagi kiatnya menurut ruang, "
    "dan tidak menyebut keputusan atau tindak lanjut."
)
FIRST_OF_ALL = {  # what is asked, and what may stand first of all, before any event or discussion
    "Mang Bagja": {"mang-bagja"},
    "kinerja bandung": {"mang-bagja"},
    "menilai pegawai": {"mang-bagja", "dialog-15-menit"},
    "dialog kinerja": {"dialog-15-menit"},
    "SKP": {"skp-tanpa-isi-dua-kali"},
}


def test_second_run_adds_nothing_and_keeps_what_was_edited(demo_content):
    practice = PracticePage.objects.get(slug="dialog-15-menit")
    practice.summary = "Ringkasan yang disunting."
    practice.save()

    assert set(content.load().values()) == {0}
    assert PracticePage.objects.get(slug="dialog-15-menit").summary == "Ringkasan yang disunting."


def test_one_real_practice_and_one_example_for_every_aspect(demo_content):
    real = PracticePage.objects.live().filter(is_example=False)
    examples = PracticePage.objects.live().filter(is_example=True)

    assert [practice.slug for practice in real] == ["mang-bagja"]
    assert sorted(aspect.code for practice in examples for aspect in practice.aspects.all()) == sorted(
        Aspect.objects.filter(framework=PortalSettings.load().active_framework).values_list("code", flat=True)
    )
    assert {practice.scope for practice in examples} == set(Scope.values)
    assert {practice.audience for practice in examples} == {Audience.PUBLIC, Audience.MEMBERS}
    assert all(owner.is_example for practice in examples for owner in practice.owners.all())


def test_bandung_practice_claims_no_more_than_its_report(demo_content):
    practice = PracticePage.objects.get(slug="mang-bagja")

    assert owner_label(practice.owner_unit, [owner.name for owner in practice.owners.all()]) == "BKPSDM Kota Bandung"
    assert (practice.reported_at, practice.reviewed_at) == (date(2022, 4, 28), None)  # no review was reported
    assert practice.health == Health.DUE
    assert [len(practice.results), len(practice.risks), len(practice.conditions)] == [0, 0, 0]
    assert [practice.duration, practice.cost, practice.staff] == ["", "", ""]


def test_the_example_attachment_is_found_by_what_it_says_and_served(demo_content, client):
    document = PortalDocument.objects.get()

    documents.read(DocumentReading.objects.get(document=document))

    shown = client.get("/cari/?q=telaah+staf&jenis=dokumen").content.decode()
    assert f'href="{document.url}"' in shown
    assert "Dialog kinerja 15 menit setiap bulan" in shown
    assert client.get(document.url).status_code == 200


def test_the_right_practice_stands_first_of_all(demo_content, client):
    forget_engines()  # it remembers the words of another test's index

    rows = {words: client.get("/cari/", {"q": words}).context["rows"] for words in FIRST_OF_ALL}

    first = {words: found[0].shown.url for words, found in rows.items() if found}
    assert {words: first.get(words) for words in rows if first.get(words) not in allowed(words)} == {}


def allowed(words: str) -> set[str]:
    return {f"/praktik/{slug}/" for slug in FIRST_OF_ALL[words]}


def test_demo_people_are_all_examples(demo_content):
    assert not User.objects.filter(is_example=False).exists()


def test_load_demo_is_refused_where_the_demo_is_off(settings, demo_content):
    PracticePage.objects.get(slug="dialog-15-menit").delete()
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_demo")

    assert not PracticePage.objects.filter(slug="dialog-15-menit").exists()


def test_the_community_is_told_whole_and_as_an_example(demo_content):
    assert RoomPage.objects.live().count() == 12
    assert set(RoomPage.objects.values_list("scope", flat=True)) == set(Scope.values)
    assert Topic.objects.count() == 24
    assert Post.objects.shown().count() == 100
    assert Post.objects.held().count() == 1
    assert not Topic.objects.filter(is_example=False).exists()
    agencies = Instansi.objects.filter(people__in=User.objects.verified()).distinct()
    assert (agencies.count(), agencies.filter(is_example=False).count()) == (15, 0)


def test_thirty_members_write_and_attend_beside_the_accounts_to_sign_in_with(demo_content):
    accounts = [account.email for account in DEMO_ACCOUNTS]
    members = User.objects.filter(is_example=True).exclude(email__in=accounts)
    names = {row["name"] for row in read("members.toml")["members"]}

    assert (members.count(), members.verified().count()) == (30, 30)
    assert {person.name for person in members} == names
    silent = members.exclude(pk__in=Post.objects.values("author")).exclude(pk__in=Seat.objects.values("person"))
    assert list(silent.values_list("name", flat=True)) == []


def test_topics_happened_in_the_past_in_order_and_counts_are_true(demo_content):
    for topic in Topic.objects.prefetch_related("posts"):
        moments = [post.created_at for post in topic.posts.all().order_by("number")]
        assert moments == sorted(moments)
        assert moments[-1] < timezone.now()
    assert list(upkeep.recount()) == []


def test_the_real_event_says_no_more_than_its_report(demo_content):
    event = EventPage.objects.get(slug="kiat-sukses-manajemen-kinerja")
    blocks = NotulenBlock.objects.filter(notulen__event=event)

    assert (event.is_example, event.state, event.is_report_date) == (False, EventState.CLOSED, True)
    assert event.subaspects.count() == 5
    assert not Room.subaspects.through.objects.filter(
        room__slot__page=event
    ).exists()  # the report gives no room its own
    assert {block.kind for block in blocks} == {"point"}
    assert not Seat.objects.filter(event=event).exists()
    assert [practice.slug for practice in event.practices.all()] == ["mang-bagja"]


def test_the_real_event_puts_words_into_nobodys_mouth(demo_content):
    """The report says what a room told, and of the other tips neither the room nor the speaker."""
    event = EventPage.objects.get(slug="kiat-sukses-manajemen-kinerja")
    rooms = Room.objects.of_event(event.pk).order_by("pk")
    told = NotulenBlock.objects.filter(notulen__event=event).order_by("notulen__room", "pk")

    assert {room.title: [(each.name, each.title, each.topic) for each in room.people.all()] for room in rooms} == {
        "Ruang 1": [("Adi Junjunan Mustafa", "Kepala BKPSDM Kota Bandung", "")],
        "Ruang 2": [
            ("Sophia Agustini", "Kepala Subbidang Penilaian dan Evaluasi Kinerja, BKPSDM Kota Bandung", ""),
        ],
    }
    assert list(told.values_list("notulen__room__title", "text", "said_by")) == [
        (
            "Ruang 1",
            "Kota Bandung bergerak dari cara berpikir menuju sistem yang diluncurkan dengan nama Mang Bagja, "
            "singkatan dari Manajemen Bandung Kinerja.",
            "",
        ),
        (
            "Ruang 2",
            "Selain hasil yang diberikan sistem, hasil akhirnya tetap dicocokkan dengan kinerja harian setiap pegawai.",
            "",
        ),
    ]


def test_the_real_event_is_shown_as_a_summary_with_guests_and_conclusions(demo_content, client):
    """Written by hand from what was reported, as a reader sees it."""
    shown = client.get(REAL_EVENT)
    page = words_of(shown)
    rooms = {room: words_of(client.get(view.url)) for room, view in rooms_shown(shown).items()}

    assert [(each["name"], each["title"], each["part"]) for each in shown.context["guests"]] == [
        ("Mustari Irawan", "Komisioner KASN, mengawasi penerapan sistem merit di Wilayah 2", ""),
        ("Andi Abubakar", "Asisten KASN", "menarik simpulan"),
    ]
    assert list(shown.context["conclusions"]) == [
        "Praktik dan kiat yang disampaikan dapat diterapkan oleh setiap instansi yang ikut serta.",
        "Sistem merit yang berjalan optimal sejalan dengan pelayanan publik yang lebih baik.",
    ]
    assert "Disimpulkan oleh Andi Abubakar, Asisten KASN." in page
    assert "Mustari Irawan" in page
    assert page.count(SUMMARY_MARK) == 2  # above the notes of each room
    assert {room: SUMMARY_MARK in words for room, words in rooms.items()} == {"Ruang 1": True, "Ruang 2": True}
    speakers = ("Adi Junjunan Mustafa", "Sophia Agustini")
    assert {room: [name for name in speakers if name in words] for room, words in rooms.items()} == {
        "Ruang 1": ["Adi Junjunan Mustafa"],
        "Ruang 2": ["Sophia Agustini"],
    }


def words_of(response) -> str:
    """What a page says, without its tags."""
    assert response.status_code == 200
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def rooms_shown(response) -> dict:
    return {view.room.title: view for view in response.context["programme"].rooms}


def test_events_stand_in_every_state_and_one_room_is_full(demo_content):
    invented = EventPage.objects.filter(is_example=True)

    assert set(invented.values_list("state", flat=True)) == {"draft", "open", "running", "closed"}
    assert invented.count() == 5
    room = Room.objects.get(title="Jadwal yang bertahan di unit pelayanan")
    assert (room.seats.active().count(), room.capacity, room.waitings.in_queue().count()) == (6, 6, 2)


def test_invented_events_fall_on_working_days(demo_content):
    days = (
        Slot.objects.filter(page__is_example=True).exclude(page__state=EventState.RUNNING).values_list("day", flat=True)
    )

    assert len(days) >= 4
    assert [day for day in days if day.weekday() >= 5] == []


def test_nobody_is_written_to_about_what_is_invented(demo_content):
    assert not QueuedMail.objects.exists()
    assert not NoticeMailing.objects.exists()


def test_the_loop_is_walked_by_links_alone(client, demo_content):
    """Problem → practice → its FGD → notulen → a discussion → another practice."""

    def page(path: str) -> str:
        response = client.get(path)
        assert response.status_code == 200, path
        return response.content.decode()

    assert 'href="/praktik/?' in page("/")
    assert "/praktik/mang-bagja/" in page("/praktik/?masalah=perilaku")
    assert "/fgd/kiat-sukses-manajemen-kinerja/" in page("/praktik/mang-bagja/")
    event = page("/fgd/kiat-sukses-manajemen-kinerja/")
    assert "Mang Bagja, singkatan dari Manajemen Bandung Kinerja" in event
    topic = Topic.objects.select_related("room").get(title__startswith="Membaca Mang Bagja bersama")
    assert topic.get_absolute_url() in event
    assert "/praktik/mang-bagja/" in page(topic.get_absolute_url())


@pytest.mark.browser
def test_the_loop_is_walked_in_a_browser_by_links_alone(demo_content, client):
    """Problem → practice → its FGD → a room's notulen → a discussion → another practice; at 360 px, without scripts."""

    def walk(page):
        page.goto(f"{PORTAL}/")
        page.get_by_role("row", name="Analisis Permasalahan Kinerja").get_by_role("link").last.click()
        page.locator(".cop-item").get_by_role("link", name=re.compile("^Mang Bagja")).click()
        expect(page).to_have_url(f"{PORTAL}/praktik/mang-bagja/")
        page.locator(".cop-loop").get_by_role("link", name="Kiat Sukses").click()
        page.locator(".cop-room").get_by_role("link", name="Ruang 1").click()
        expect(page.get_by_role("heading", name="Notulen")).to_be_visible()
        page.locator("#diskusi").get_by_role("link", name="Membaca Mang Bagja bersama").click()
        page.get_by_label("Tentang topik").get_by_role("link", name="Dialog kinerja 15 menit").click()
        expect(page).to_have_url(f"{PORTAL}/praktik/dialog-15-menit/")
        page.wait_for_load_state()  # as wide as its style sheet makes it
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    walked_by(walk, client, PORTAL)
