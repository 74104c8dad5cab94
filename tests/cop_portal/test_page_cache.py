"""Pages kept for visitors: as new as the database, for visitors only, and few enough to fit.

Each client has a handler of its own, so two clients stand for two server processes with a memory each.
"""

import gzip
from dataclasses import dataclass
from functools import partial

import pytest
from django.contrib.auth.models import update_last_login
from django.db import connection, transaction
from django.test import Client
from prometheus_client import REGISTRY

from community.enums import Audience
from community.models import Instansi, PortalSettings, User
from community.services.profiles import choose_language
from cop_portal.page_cache import middleware, triggers
from events.models import EventPage
from events.services.events import cancel_event
from events.services.registration import register
from forums import services
from forums.models import Post, RoomPage, Topic
from practices.facets import LONGEST_SLUG
from practices.links import compare_url
from practices.models import PracticePage
from practices.services import publish_practice, save_draft
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory, first_room
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.pages import PAGES, filled, make_content
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db

# Forms with a key, answers to what was typed, errors, and what reads the search index.
NEVER_KEPT = {
    "ask",
    "ask, rooms",
    "contact",
    "agencies, none",
    "sign-in",
    "sign-up",
    "password forgotten",
    "link expired",
    "search",
    "search narrowed",
    "search start",
    "search empty",
    "search, long word",
    "not found",
    "not found, near",
    "address verification",
    "address verification failed",
    "password sent",
    "password done",
    "inactive",
    "bad request",
    "method not taken",
}


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def bare():
    """A client whose pages are all made anew."""
    client = Client()
    client.get("/healthz")  # the handler reads the settings with its first request
    return client


@pytest.fixture
def minute(monkeypatch) -> list[int]:
    """The minute of the clock, which stands still: a test may begin in one and end in the next."""
    now = [1]
    monkeypatch.setattr(middleware, "this_minute", lambda: now[0])
    return now


@pytest.fixture
def process(settings, bare, minute):
    """A new server process, so to speak: a client whose handler keeps pages."""
    settings.PAGE_CACHE_BYTES = 8 * 1024 * 1024
    return Client


def is_kept(response) -> bool:
    """Whether this page was put in memory, or came from there: only such pages have a tag."""
    return response.has_header("ETag")


@pytest.mark.once
def test_every_kind_of_page_for_visitors_is_kept_except_forms_search_and_errors(process):
    practice, client = make_content(), process()

    kept = {kind for kind, address in PAGES.items() if is_kept(client.get(filled(address, practice)))}

    assert set(PAGES) - kept == NEVER_KEPT


def test_a_topic_that_names_somebody_is_kept_and_follows_their_name(process, portal):
    named = UserFactory(verified=True, name="Sari Wulandari")
    services.reply(portal.topic, actor=portal.actor, source=f"Tanya @[Sari](anggota:{named.pk}) saja.")
    visitor, address = process(), portal.address("topic")

    first = visitor.get(address)
    User.objects.filter(pk=named.pk).update(name="Sari Kencana")
    then = visitor.get(address)

    assert is_kept(first)
    assert is_kept(then)
    assert "Sari Wulandari" in first.content.decode()
    assert "Sari Kencana" in then.content.decode()


@dataclass(frozen=True)
class Portal:
    """A small portal to change, and who may change all of it."""

    practice: PracticePage
    beside: PracticePage
    topic: Topic
    answer: Post
    event: EventPage
    actor: User

    def address(self, name: str) -> str:
        found = {
            "practice": lambda: self.practice.url,
            "comparison": lambda: compare_url([self.practice.slug, self.beside.slug]),
            "topic": self.topic.get_absolute_url,
            "event": lambda: self.event.url,
        }
        return found[name]() if name in found else name


@pytest.fixture
def portal(db) -> Portal:
    practice = PracticePageFactory(title="Dialog setiap pekan", complete=True)
    topic = TopicFactory(room__title="Ruang uji", title="Dari mana memulai dialog kinerja?")
    answer = PostFactory(topic=topic, source="Mulai dari kalender.")
    PostFactory(topic=topic, source="Setuju dengan jawaban itu.")
    event = EventPageFactory(practices=[practice])
    actor = UserFactory(is_superuser=True, verified=True)
    return Portal(practice, PracticePageFactory(), topic, answer, event, actor)


def rename_practice(portal: Portal):
    save_draft(portal.practice, actor=portal.actor, title="Dialog setiap hari")
    publish_practice(portal.practice, actor=portal.actor)


def rename_by_hand(portal: Portal):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'Dialog tiap bulan' WHERE id = %s", [portal.practice.pk])


def close_practice(portal: Portal):
    PracticePage.objects.filter(pk=portal.practice.pk).update(audience=Audience.MEMBERS)


def move_topic(portal: Portal):
    services.move_topic(portal.topic, room=RoomPageFactory(), actor=portal.actor, reason="Salah ruang.")


# what is done → addresses of pages that show it
WRITES = {
    "practice renamed": (rename_practice, ["practice", "comparison", "/praktik/", "/"]),
    "practice renamed by hand": (rename_by_hand, ["practice", "/praktik/"]),
    "practice unpublished": (
        lambda p: p.practice.unpublish(),
        ["practice", "comparison", "/praktik/", "/praktik/peta/", "/"],
    ),
    "practice closed to visitors": (close_practice, ["practice", "comparison", "event"]),
    "owner renamed": (
        lambda p: Instansi.objects.filter(pk=p.practice.owners.get().pk).update(name="Kota Baru"),
        ["practice", "comparison"],
    ),
    "link to an owner gone": (
        lambda p: p.practice.owners.through.objects.all().delete(),
        ["practice", "comparison"],
    ),
    "reply": (lambda p: services.reply(p.topic, actor=p.actor, source="Kami juga begitu."), ["topic", "/forum/"]),
    "answer accepted": (lambda p: services.accept_answer(p.answer, actor=p.actor), ["topic", "/forum/"]),
    "vote": (lambda p: services.vote_helpful(p.answer, actor=p.actor), ["topic"]),
    "reply hidden": (lambda p: services.hide_post(p.answer, actor=p.actor, reason="Iklan."), ["topic", "/forum/"]),
    "topic moved": (move_topic, ["topic", "/forum/", "/forum/ruang/"]),
    "author renamed": (lambda p: User.objects.filter(pk=p.answer.author_id).update(name="Nama Baru"), ["topic"]),
    "room unpublished": (lambda p: RoomPage.objects.get(pk=p.topic.room_id).unpublish(), ["topic", "/forum/ruang/"]),
    "seat taken": (lambda p: register(first_room(p.event), actor=p.actor), ["event"]),
    "event cancelled": (lambda p: cancel_event(p.event, actor=p.actor), ["event", "/fgd/"]),
    "footer": (lambda p: PortalSettings.objects.update(organiser_name="Badan Uji"), ["/tentang/", "practice", "topic"]),
}


# by hand, to a link table, and by a service
ON_BOTH = {"practice renamed by hand", "link to an owner gone", "seat taken"}


@pytest.mark.parametrize(
    "write", [write if write in ON_BOTH else pytest.param(write, marks=pytest.mark.once) for write in WRITES]
)
def test_a_write_by_one_process_is_on_the_next_page_of_another(process, bare, portal, write):
    act, names = WRITES[write]
    addresses = [portal.address(name) for name in names]
    other = process()
    before = {address: other.get(address) for address in addresses}
    assert all(map(is_kept, before.values()))
    assert [count_queries(partial(other.get, address)) for address in addresses] == [1] * len(addresses)

    act(portal)

    for address in addresses:
        now, made = other.get(address), bare.get(address)
        assert (now.status_code, now.content) == (made.status_code, made.content)
        assert now.content != before[address].content


def test_a_write_that_is_rolled_back_leaves_the_page_as_it_was(process, portal):
    client, address = process(), portal.practice.url
    before = client.get(address)

    with transaction.atomic():
        rename_practice(portal)
        transaction.set_rollback(True)

    assert client.get(address).content == before.content
    assert count_queries(lambda: client.get(address)) == 1


@pytest.mark.once
def test_a_page_is_made_anew_with_every_minute(process, portal, minute):
    """What begins, ends or is over by the clock alone is told on time."""
    client = process()
    client.get("/fgd/")

    minute[0] += 1

    assert count_queries(lambda: client.get("/fgd/")) > 1
    assert count_queries(lambda: client.get("/fgd/")) == 1


@pytest.mark.once
def test_metrics_count_what_is_sent_from_memory(process, portal):
    client = process()
    client.get("/tentang/")
    before = REGISTRY.get_sample_value("cop_pages_from_memory_total")

    client.get("/tentang/")
    client.get("/akun/masuk/")

    assert REGISTRY.get_sample_value("cop_pages_from_memory_total") == before + 1


def test_signing_in_and_drafts_leave_kept_pages_alone(process, portal):
    """What is written all day and never shown must not empty the memory."""
    client, address = process(), portal.practice.url
    client.get(address)

    update_last_login(User, portal.actor)
    choose_language(actor=portal.actor, language="en")
    save_draft(portal.practice, actor=portal.actor, title="Rancangan yang belum terbit")

    assert count_queries(lambda: client.get(address)) == 1


@pytest.mark.once
def test_nobody_with_a_session_gets_a_kept_page_or_makes_one(process, portal, client_of):
    client, address = process(), portal.topic.get_absolute_url()
    member = process()
    member.force_login(portal.actor, backend=BACKEND)

    assert not is_kept(member.get(address))
    visitor = client.get(address)
    assert is_kept(visitor)
    assert portal.actor.name not in visitor.content.decode()
    client.force_login(portal.actor, backend=BACKEND)
    seen = client.get(address)
    assert not is_kept(seen)
    assert portal.actor.name in seen.content.decode()
    client.cookies.clear()
    assert client.get(address).content == visitor.content


@pytest.mark.once
@pytest.mark.parametrize(
    "headers",
    [{"authorization": "Bearer x"}, {"hx-request": "true"}, {"cookie": "messages=x"}, {"cookie": "sessionid=x"}],
)
def test_requests_that_may_be_personal_are_not_answered_from_memory(process, portal, headers):
    client = process()
    client.get("/tentang/")

    assert not is_kept(client.get("/tentang/", headers=headers))


@pytest.mark.once
def test_languages_schemes_hosts_and_compression_do_not_mix(process, portal):
    client, english = process(), {"cookie": "bahasa=en"}
    askings = [
        {},
        {"headers": english},
        {"headers": {"host": "localhost"}},
        {"secure": True},
        {"headers": {"accept-encoding": "gzip"}},
        {"headers": {**english, "accept-encoding": "br, gzip"}},
    ]

    first = [client.get("/tentang/", **asking) for asking in askings]
    again = [client.get("/tentang/", **asking) for asking in askings]

    assert [page.content for page in again] == [page.content for page in first]
    assert [page.headers["Content-Language"] for page in again] == ["id", "en", "id", "id", "id", "en"]
    assert [page.headers.get("Content-Encoding") for page in again] == [None] * 4 + ["gzip"] * 2
    assert gzip.decompress(again[4].content) == again[0].content
    assert gzip.decompress(again[5].content) == again[1].content != again[0].content
    assert is_kept(client.get("/tentang/", headers={"cookie": "bahasa=xx"}))


@pytest.mark.once
@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("masalah=perilaku&hal=1", True),
        ("utm_source=surat", False),
        ("hal=1&hal=1&hal=1&hal=1&hal=1&hal=1", False),
        ("&".join(f"p={letter * LONGEST_SLUG}" for letter in "abc"), True),
        (f"tahun={'9' * 1_000}", False),
        ("tahun=%20", False),
        ("tahun", False),
        ("q=dialog", False),
    ],
)
def test_only_filters_that_lists_have_are_kept(process, portal, query, kept):
    response = process().get(f"/praktik/?{query}")

    assert response.status_code == 200
    assert is_kept(response) is kept


@pytest.mark.once
def test_a_browser_that_has_the_page_gets_304_until_it_changes(process, portal):
    client, other, address = process(), process(), portal.practice.url
    tag = client.get(address).headers["ETag"]

    unchanged = other.get(address, headers={"if-none-match": tag})
    rename_practice(portal)
    changed = other.get(address, headers={"if-none-match": tag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert {"ETag", "Cache-Control", "Vary"} <= set(unchanged.headers)
    assert unchanged.headers["Cache-Control"] == "no-cache"
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


@pytest.mark.once
def test_kept_pages_carry_the_headers_of_made_ones(process, bare, portal):
    client = process()
    client.get("/praktik/")

    kept, made = client.get("/praktik/"), bare.get("/praktik/")

    assert dict(kept.headers).items() - dict(made.headers).items() == {
        ("ETag", kept.headers["ETag"]),
        ("Cache-Control", "no-cache"),
    }
    assert "default-src 'none'" in kept.headers["Content-Security-Policy"]
    assert client.head("/praktik/").headers["ETag"] == kept.headers["ETag"]


@pytest.mark.once
def test_no_page_with_the_key_of_a_form_is_kept_for_who_has_a_key_already(process, portal):
    PortalSettings.objects.update(contact_email="kontak@contoh.go.id")
    client = process()
    key = client.get("/kontak/").cookies["csrftoken"].value

    response = client.get("/kontak/")

    assert client.cookies["csrftoken"].value == key
    assert not is_kept(response)


def test_a_table_without_a_stamp_makes_no_kept_page(process, portal):
    client = process()
    assert is_kept(client.get("/tentang/"))

    triggers.remove()
    without = client.get("/tentang/")
    triggers.install()

    assert not is_kept(without)
    assert is_kept(client.get("/tentang/"))
