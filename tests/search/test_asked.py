"""What is asked is kept without who asked: once a reader, nothing personal, after the answer, for a while."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search import asked, entries
from search.enums import Kind
from search.models import AskedSearch, SearchClick
from tests.factories.community import UserFactory
from tests.factories.practices import PracticePageFactory
from tests.factories.search import AskedSearchFactory, PromotedResultFactory, SearchClickFactory

pytestmark = pytest.mark.django_db
FIREFOX, CHROME = {"user-agent": "Mozilla/5.0 Firefox/140"}, {"user-agent": "Mozilla/5.0 Chrome/140"}


def kept() -> list[tuple]:
    return list(AskedSearch.objects.order_by("asked_at").values_list("text", "results"))


def pings(page) -> list[str]:
    return re.findall(r'ping="([^"]+)"', page.content.decode())


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  Gimana bikin SKP?? ", "gimana bikin skp"),
        ('"Penilaian  Kinerja"; -guru', '"penilaian kinerja" -guru'),
        ("=HYPERLINK(1)", "hyperlink 1"),
        ("PP 30/2019 & e-kinerja", "pp 30/2019 & e-kinerja"),
        ("SKP 2022-2024", "skp 2022-2024"),
        ("x" * 300, "x" * 200),
        ("?!", ""),
        ("NIP 19800101 200501 1 001", ""),
        ("nik 3273010101800001", ""),
        ("telepon 0812 3456 7890", ""),
        ("hubungi (022) 423-4567", ""),
        ("budi.santoso@bandung.go.id", ""),
        ("budi (at) bandung", ""),
        ("rekening 123.456.789", ""),
    ],
)
def test_a_question_is_kept_as_one_plain_line_and_nothing_personal(typed, text):
    assert asked.normalised(typed) == text


def test_a_question_is_kept_with_its_results_and_no_one(client):
    PracticePageFactory(title="Rotasi terbuka")

    client.get("/cari/", {"q": "Rotasi?"}, headers=CHROME)

    row = AskedSearch.objects.get()
    assert (row.text, row.results, row.engine, row.is_visitor) == ("rotasi", 1, "database", True)
    assert row.milliseconds < 60_000
    assert timezone.now() - row.asked_at < timedelta(minutes=1)
    names = {field.name for field in AskedSearch._meta.get_fields()}
    assert names == {"id", "text", "results", "engine", "milliseconds", "is_visitor", "asked_at", "clicks"}


def test_reloading_paging_and_filtering_count_once_for_each_reader(client, client_of):
    member = client_of("member")
    for query in ({}, {}, {"jenis": "praktik"}, {"tahun": "2022"}, {"urut": "terbaru"}):
        client.get("/cari/", {"q": "rotasi", **query}, headers=CHROME)
    client.get("/cari/", {"q": "ROTASI!"}, headers=CHROME)
    Client().get("/cari/", {"q": "rotasi"}, headers=FIREFOX)
    member.get("/cari/", {"q": "rotasi"}, headers=CHROME)
    member.get("/cari/", {"q": "rotasi", "hal": "1"}, headers=CHROME)

    assert kept() == [("rotasi", 0)] * 3
    assert AskedSearch.objects.filter(is_visitor=True).count() == 2


@pytest.mark.once
def test_what_is_no_question_of_a_person_is_not_kept(client, client_of, settings):
    person = UserFactory(verified=True, name="Sulastri Wibowo")
    entries.refresh(Kind.PERSON, person.pk)
    for headers in ({"user-agent": "Googlebot/2.1"}, {"sec-purpose": "prefetch"}, {"user-agent": "X crawler"}):
        client.get("/cari/", {"q": "rotasi"}, headers=headers)
    client.head("/cari/", {"q": "rotasi"})
    client.get("/cari/", {"aspek": "pengadaan"})
    client.get("/cari/", {"q": "rotasi", "tahun": "2022"})
    client.get("/cari/", {"q": "rotasi", "dari": "2022-01-01"})
    client.get("/cari/", {"q": "081234567890"})
    client_of("member").get("/cari/", {"q": "sulastri"})
    client_of("member").get("/cari/", {"q": "rotasi", "jenis": "orang"})
    settings.SEARCH_LOG_DAYS = 0
    page = client.get("/cari/", {"q": "rotasi"})

    assert kept() == []
    assert pings(page) == []


def test_one_reader_can_not_fill_the_table(client, monkeypatch):
    monkeypatch.setattr(asked, "MOST_AN_HOUR", 2)
    for number, word in enumerate(("satu", "dua", "tiga")):
        client.get("/cari/", {"q": word}, headers={"user-agent": f"Mozilla/5.0 {number}"})

    assert [text for text, _ in kept()] == ["satu", "dua"]


@pytest.mark.once
def test_a_page_costs_one_insert_and_comes_without_it_too(client, settings, monkeypatch):
    PracticePageFactory(title="Rotasi terbuka")

    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/cari/", {"q": "rotasi"}).status_code == 200
        return len(queries)

    settings.SEARCH_LOG_DAYS = 0
    ask()
    uncounted = ask()
    settings.SEARCH_LOG_DAYS = 30
    counted, again = ask(), ask()
    cache.clear()

    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(AskedSearch, "save", fail)
    ask()  # and it comes all the same

    assert (counted, again) == (uncounted + 1, uncounted)
    assert len(kept()) == 1


def test_links_stay_plain_and_tell_what_was_opened_once(client):
    first = PracticePageFactory(title="Rotasi terbuka")
    chosen = PracticePageFactory(title="Lain")
    PromotedResultFactory(words="rotasi", target=chosen.get_url())
    page = client.get("/cari/", {"q": "rotasi"})
    outside = Client(enforce_csrf_checks=True)

    answers = [outside.post(address).status_code for address in pings(page) * 2]

    assert f'href="{first.get_url()}"' in page.content.decode()
    assert answers == [204] * 4
    opened = SearchClick.objects.order_by("position").values_list("search__text", "position", "kind", "object_id")
    assert list(opened) == [("rotasi", 0, "practice", chosen.pk), ("rotasi", 1, "practice", first.pk)]


def test_positions_go_on_from_page_to_page(client):
    PracticePageFactory.create_batch(12, summary="Rotasi.")
    client.get("/cari/", {"q": "rotasi"})

    page = client.get("/cari/", {"q": "rotasi", "hal": "2"})

    assert [int(address.split("/")[-2]) for address in pings(page)] == [11, 12]
    assert client.post(pings(page)[0]).status_code == 204
    assert SearchClick.objects.get().position == 11


def test_nothing_else_is_counted_as_opened(client, monkeypatch):
    old = AskedSearchFactory(asked_at=timezone.now() - timedelta(hours=3))
    row = AskedSearchFactory()
    for address in (
        f"/cari/klik/{old.pk}/practice/1/1/",
        f"/cari/klik/{uuid.uuid4()}/practice/1/1/",
        f"/cari/klik/{row.pk}/jahat/1/1/",
        f"/cari/klik/{row.pk}/practice/{'9' * 400}/1/",
        f"/cari/klik/{row.pk}/practice/1/{'9' * 400}/",
    ):
        assert client.post(address).status_code == 204
    assert client.get(f"/cari/klik/{row.pk}/practice/1/1/").status_code == 405
    assert client.post("/cari/klik/bukan/practice/1/1/").status_code == 404
    monkeypatch.setattr(asked, "MOST_CLICKS", 2)
    for number in range(3):
        client.post(f"/cari/klik/{row.pk}/practice/{number}/1/")

    assert sorted(SearchClick.objects.values_list("object_id", flat=True)) == [0, 1]


def test_old_questions_are_forgotten_with_what_was_opened(settings, monkeypatch):
    settings.SEARCH_LOG_DAYS = 30
    monkeypatch.setattr(asked, "FORGOTTEN_AT_ONCE", 2)
    now = timezone.now()
    for _ in range(3):
        SearchClickFactory(search__asked_at=now - timedelta(days=31))
    left = SearchClickFactory(search__asked_at=now - timedelta(days=29))

    assert asked.forget_old() == 3
    assert list(SearchClick.objects.all()) == [left]
    assert list(AskedSearch.objects.all()) == [left.search]


def test_good_past_queries_were_asked_by_several_and_found_something():
    now = timezone.now()

    def ask(text, days_ago=(0, 0, 1, 1, 2), **more):
        for days in days_ago:
            AskedSearchFactory(text=text, asked_at=now - timedelta(days=days), **more)

    ask("baik", (0, 0, 1, 1, 2, 2))
    ask("cukup")
    ask("jarang", (0, 1, 2, 3))
    ask("dua hari saja", (0, 0, 0, 1, 1))
    ask("lama", (91, 92, 93, 94, 95))
    ask("kosong", results=0)
    ask("anggota saja", is_visitor=False)

    assert [row["text"] for row in AskedSearch.objects.good_past_queries(now)] == ["baik", "cukup"]
    assert [row["text"] for row in AskedSearch.objects.good_past_queries(now).filter(text__startswith="cu")] == [
        "cukup"
    ]
