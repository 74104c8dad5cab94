"""Elasticsearch slow, away, behind or without its index: the embedded engine answers until it is well again."""

import time

import pytest
from django.core.management import call_command
from django.test import Client

from community.audience import PUBLIC_DOOR
from cop_portal.elasticsearch_nodes import Cluster, free_ports
from search import truth
from search.engines import fallback
from search.engines.base import current_engine, forget_engines
from search.engines.database import DatabaseEngine
from search.engines.elastic import client, indexes
from search.engines.fallback import Circuit, FallbackEngine
from search.indexing import indexed_fields
from search.models import SearchEntry
from search.types import SearchRequest
from tests.factories.practices import PracticePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOTICE = "Pencarian cepat sedang tidak tersedia"


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def nobody_there(settings):
    """The settings of an Elasticsearch that refuses every connection."""
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{free_ports(1)[0]}"]
    client.forget()
    forget_engines()
    yield
    client.forget()
    forget_engines()


@pytest.fixture
def there(elasticsearch):
    """An Elasticsearch that knows every entry."""
    forget_engines()
    call_command("search_sync")
    client.connection().indices.refresh(index=indexes.read_alias())
    yield
    forget_engines()


def ask(text: str = "spektrometer"):
    return current_engine().search(SearchRequest(text=text, keys=(PUBLIC_DOOR,)))


def put(title: str) -> SearchEntry:
    fields = indexed_fields("practice", title=title, doors=[PUBLIC_DOOR])
    return SearchEntry.objects.create(object_id=987_654, **fields)


def mark_all_sent() -> None:
    SearchEntry.objects.update(indexed_version=1_000)


def test_a_page_answers_from_the_embedded_engine_with_a_notice_while_nobody_is_there(nobody_there, visitor):
    practice = PracticePageFactory(title="Merawat spektrometer")
    mark_all_sent()

    page = visitor.get("/cari/", {"q": "spektrometer"})

    assert page.status_code == 200
    assert NOTICE in page.content.decode()
    assert practice.get_url() in page.content.decode()
    ready = visitor.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["search"] == "the embedded engine answers, Elasticsearch is of no use: ConnectionError"


def test_an_open_circuit_asks_nobody_until_its_pause_is_over(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(fallback.time, "monotonic", lambda: now[0])
    circuit = Circuit()

    assert circuit.may_ask()
    circuit.failed("away")
    assert not circuit.may_ask()
    now[0] += fallback.FIRST_PAUSE
    assert [circuit.may_ask(), circuit.may_ask()] == [True, False]  # one tries, the others wait
    circuit.failed("away")
    now[0] += fallback.FIRST_PAUSE
    assert not circuit.may_ask()
    for _ in range(9):
        circuit.failed("away")
    now[0] += fallback.LONGEST_PAUSE
    assert circuit.may_ask()
    circuit.succeeded()
    assert [circuit.may_ask(), circuit.may_ask()] == [True, True]


@pytest.mark.es
def test_elasticsearch_answers_without_a_notice_what_it_has_heard_of(there, visitor):
    put("Merawat spektrometer")
    call_command("search_sync")
    client.connection().indices.refresh(index=indexes.read_alias())

    results = ask()

    assert ([hit.object_id for hit in results.hits], results.is_fallback) == ([987_654], False)
    assert NOTICE not in visitor.get("/cari/", {"q": "kinerja"}).content.decode()
    assert truth._remark_on_elasticsearch() is None


@pytest.mark.es
def test_the_embedded_engine_answers_while_a_change_waits_for_too_long(there, settings):
    settings.ELASTICSEARCH_BEHIND_SECONDS = -1
    put("Merawat spektrometer")

    results = ask()

    assert ([hit.object_id for hit in results.hits], results.is_fallback) == ([987_654], True)
    assert "entries wait for search_sync" in truth._remark_on_elasticsearch()
    call_command("search_sync")
    client.connection().indices.refresh(index=indexes.read_alias())
    current_engine()._backlog_asked = 0.0
    assert ask().is_fallback is False


@pytest.mark.es
def test_a_lost_index_is_answered_for_and_found_again(there, monkeypatch):
    put("Merawat spektrometer")
    call_command("search_sync")
    assert not ask("kinerja").is_fallback
    for index in indexes.all_of(client.connection()):
        indexes.drop(client.connection(), index)

    results = ask()

    assert ([hit.object_id for hit in results.hits], results.is_fallback) == ([987_654], True)
    call_command("search_sync")
    monkeypatch.setattr(fallback, "FIRST_PAUSE", 0.0)
    current_engine().circuit._closed_until = current_engine()._index_asked = 0.0
    assert not ask().is_fallback
    assert not current_engine().circuit.is_open


@pytest.mark.es
@pytest.mark.slow
def test_a_node_that_is_paused_or_killed_costs_readers_little_and_is_used_again(settings):
    with Cluster(1) as cluster:
        settings.ELASTICSEARCH_URL = cluster.addresses
        settings.ELASTICSEARCH_INDEX_PREFIX = "kill"
        client.forget()
        forget_engines()
        put("Merawat spektrometer")
        call_command("search_sync")
        client.connection().indices.refresh(index=indexes.read_alias())
        (node,) = cluster.nodes

        node.pause(True)
        began = time.monotonic()
        first = ask()
        first_took = time.monotonic() - began
        began = time.monotonic()
        others = [ask() for _ in range(10)]
        others_took = (time.monotonic() - began) / 10
        node.pause(False)
        back_after = until_elasticsearch_answers()
        node.kill()
        killed = [ask() for _ in range(5)]
        SearchEntry.objects.filter(object_id=987_654).update(title_stems="kromatograf", version=2)
        node.start()
        node.wait()
        call_command("search_sync")
        started_after = until_elasticsearch_answers("kromatograf")

        assert {results.is_fallback for results in [first, *others, *killed]} == {True}
        assert {hit.object_id for results in [first, *others, *killed] for hit in results.hits} == {987_654}
        assert first_took < settings.ELASTICSEARCH_TIMEOUT * 3
        assert others_took < 0.5
        assert back_after < 30
        assert started_after < 30
    client.forget()
    forget_engines()


def until_elasticsearch_answers(text: str = "spektrometer") -> float:
    """Seconds until Elasticsearch itself answers with the entry."""
    began = time.monotonic()
    while time.monotonic() - began < 60:
        results = ask(text)
        if not results.is_fallback and [hit.object_id for hit in results.hits] == [987_654]:
            return time.monotonic() - began
        time.sleep(0.2)
    return 60.0


def test_what_is_known_of_the_backlog_is_kept_for_two_seconds(nobody_there, django_assert_num_queries):
    engine = FallbackEngine(DatabaseEngine())
    mark_all_sent()

    with django_assert_num_queries(1):
        assert [engine.behind(), engine.behind()] == [False, False]


@pytest.mark.es
def test_what_was_closed_before_elasticsearch_has_heard_is_gone_from_the_next_answer(there, visitor, client_of):
    practice = PracticePageFactory(title="Merawat spektrometer")
    call_command("search_sync")
    client.connection().indices.refresh(index=indexes.read_alias())
    before = visitor.get("/cari/", {"q": "spektrometer"})
    practice.audience = "members"
    practice.save_revision().publish()

    after, member = visitor.get("/cari/", {"q": "spektrometer"}), client_of("member").get("/cari/?q=spektrometer")

    assert SearchEntry.objects.waiting().count() == 1
    assert [len(page.context["rows"]) for page in (before, after, member)] == [1, 0, 1]
    assert "Merawat" not in after.content.decode()
    assert NOTICE not in after.content.decode()
