"""A cluster that loses nodes, a rebuild under writes, a `search_sync` that is killed: no change is lost or late."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.conf import settings as portal
from django.core.management import call_command
from django.utils import timezone

from community.audience import PUBLIC_DOOR
from cop_portal.elasticsearch_nodes import Cluster
from search.engines.base import current_engine, forget_engines
from search.engines.elastic import client, indexes
from search.engines.elastic.documents import document
from search.indexing import indexed_fields
from search.models import SearchEntry
from search.types import SearchRequest
from tests.support.databases import database_url as address_of_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.es, pytest.mark.slow, pytest.mark.once]
IN_TIME = 30  # seconds after its return in which everything must be there
OBJECTS = 40
FIRST = 800_000


def change(number: int, turn: int) -> None:
    """Write an object's entry, in its own transaction; every seventh change makes it gone."""
    title = f"spektrometer putaran{turn}"
    fields = indexed_fields("practice", title=title, doors=[PUBLIC_DOOR]) | {"is_gone": turn % 7 == 6}
    if fields["is_gone"]:
        fields["labels"] = ""
    entry, is_new = SearchEntry.objects.get_or_create(kind="practice", object_id=FIRST + number, defaults=fields)
    if not is_new:
        for name, value in {**fields, "version": entry.version + 1}.items():
            setattr(entry, name, value)
        entry.changed_at = timezone.now()
        entry.save()


class Writer:
    """Changes one entry after the other and asks after each; what readers got is kept."""

    def __init__(self):
        self.turn, self.fallbacks, self.asked = 0, 0, 0

    def work(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.turn += 1
            change(self.turn % OBJECTS, self.turn)
            results = current_engine().search(SearchRequest(text="spektrometer", keys=(PUBLIC_DOOR,), limit=50))
            self.asked += 1
            self.fallbacks += results.is_fallback
            assert results.hits or self.turn < 20
            time.sleep(0.05)


@pytest.fixture
def watcher(database_url):
    """Starts `search_sync --watch` over the test database; all that were started are ended."""
    started = []

    def start() -> subprocess.Popen:
        command = [sys.executable, "manage.py", "search_sync", "--watch"]
        started.append(
            subprocess.Popen(
                command, cwd=portal.BASE_DIR, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def differing() -> list[int]:
    """Entries that the index in use does not hold as they are."""
    connected = client.connection()
    entries = {str(entry.pk): entry for entry in SearchEntry.objects.all()}
    answer = connected.mget(index=indexes.read_alias(), ids=list(entries))
    return [
        int(found["_id"])
        for found in answer["docs"]
        if found.get("_version") != entries[found["_id"]].version or found["_source"] != document(entries[found["_id"]])
    ]


def seconds_until_all_is_there() -> float:
    began = time.monotonic()
    while time.monotonic() - began < 2 * IN_TIME:
        try:
            if not differing():
                return time.monotonic() - began
        except Exception:
            pass
        time.sleep(0.2)
    return float("inf")


def test_a_cluster_loses_a_node_all_an_answer_and_its_index_and_no_change_is_lost(settings, watcher):
    with Cluster(3) as cluster:
        settings.ELASTICSEARCH_URL = cluster.addresses
        settings.ELASTICSEARCH_INDEX_PREFIX = "cluster"
        client.forget()
        forget_engines()
        watcher()
        assert seconds_until_all_is_there() < 2 * IN_TIME
        writer = Writer()
        writer.work(5)

        cluster.nodes[0].kill()
        writer.work(8)
        after_one = seconds_until_all_is_there()
        for node in cluster.nodes:
            node.kill()
        writer.work(8)
        assert writer.fallbacks
        for node in cluster.nodes:
            node.start()
        for node in cluster.nodes:
            node.wait(3)
        after_all = seconds_until_all_is_there()
        cluster.nodes[1].pause(True)  # there, and silent
        writer.work(5)
        cluster.nodes[1].pause(False)
        after_pause = seconds_until_all_is_there()
        indexes.drop(client.connection(), indexes.current(client.connection()))
        writer.work(3)
        after_loss = seconds_until_all_is_there()

        waited = [after_one, after_all, after_pause, after_loss]
        print(f"{writer.asked} questions, {writer.fallbacks} by the embedded engine; seconds: {waited}")
        assert max(waited) < IN_TIME
    client.forget()
    forget_engines()


def test_a_rebuild_under_writes_ends_complete(elasticsearch, watcher):
    watcher()
    writer = Writer()
    assert seconds_until_all_is_there() < 2 * IN_TIME
    first = indexes.current(client.connection())
    forget_engines()
    rebuild = subprocess.Popen(
        [sys.executable, "manage.py", "search_rebuild", "--index-only"], cwd=portal.BASE_DIR, env=_environment()
    )

    while rebuild.poll() is None:
        writer.work(0.5)

    assert rebuild.returncode == 0
    assert indexes.current(client.connection()).name != first.name
    assert seconds_until_all_is_there() < IN_TIME
    forget_engines()


def test_a_sync_that_is_killed_at_random_loses_nothing(elasticsearch, watcher):
    writer, chance = Writer(), random.Random(6)
    forget_engines()
    for number in range(OBJECTS):
        change(number, 0)
    call_command("search_sync")

    for _ in range(8):
        process = watcher()
        writer.work(chance.uniform(0.5, 6))
        process.kill()
    watcher()

    assert seconds_until_all_is_there() < IN_TIME
    assert not SearchEntry.objects.waiting().exists()
    forget_engines()


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cop_portal.settings.demo",
        "DATABASE_URL": address_of_database(),
        "ELASTICSEARCH_URL": ",".join(portal.ELASTICSEARCH_URL),
        "ELASTICSEARCH_INDEX_PREFIX": portal.ELASTICSEARCH_INDEX_PREFIX,
    }
