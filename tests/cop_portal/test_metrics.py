"""`/metrics`: who reads it, what it counts, and that all processes are counted together."""

import os
import re
import signal
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import timezone

from community.models import QueuedMail
from cop_portal import metrics
from tests.factories.practices import PracticePageFactory
from tests.support.servers import PortalServer, wait_until

pytestmark = pytest.mark.django_db
TOKEN = "rahasia-pemantau"


@pytest.fixture
def scraped(client, settings):
    """`scraped()`: the figures by name with labels, as a watcher reads them."""
    settings.METRICS_TOKEN = TOKEN
    return lambda: figures(client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text)


def figures(text: str) -> dict[str, float]:
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer salah", f"Basic {TOKEN}", TOKEN, "Bearer rahasia-pemantaü"])
def test_metrics_are_hidden_from_who_does_not_show_the_token(client, settings, shown):
    settings.METRICS_TOKEN = TOKEN

    assert client.get("/metrics", headers={"authorization": shown}).status_code == 404


def test_an_empty_token_opens_nothing(client, settings):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.once
def test_metrics_count_requests_by_view(scraped, client):
    client.get("/akun/masuk/")

    name = 'django_http_responses_total_by_status_view_method_total{method="GET",status="200",view="account_login"}'
    assert scraped()[name] >= 1


def test_metrics_tell_what_waits_and_what_was_given_up(scraped):
    before = timezone.now() - timedelta(hours=1)
    QueuedMail.objects.create(key="a", message=b"x", created_at=before)
    QueuedMail.objects.create(key="b", message=b"x", failed_at=before)
    QueuedMail.objects.create(key="c", message=b"x", done_at=before)

    found = scraped()

    job = '{job="community.queuedmail"}'
    assert (found[f"cop_work_waiting{job}"], found[f"cop_work_failed{job}"]) == (1, 1)
    assert 3_600 <= found[f"cop_work_oldest_seconds{job}"] < 3_700


def test_metrics_tell_of_the_index(scraped):
    PracticePageFactory()

    found = scraped()

    assert found['cop_search_entries{kind="practice"}'] == 1
    assert (found["cop_search_index_ok"], found["cop_database_up"]) == (1, 1)


@pytest.mark.once
def test_metrics_hold_while_the_database_is_away(scraped, monkeypatch):
    def fails():
        raise DatabaseError

    monkeypatch.setattr(metrics, "_work_figures", fails)

    found = scraped()

    assert found["cop_database_up"] == 0
    assert any(name.startswith("django_http") for name in found)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_processes_are_counted_together_and_followed_by_others(database_url):
    server = PortalServer(database_url, WEB_CONCURRENCY="2", METRICS_TOKEN=TOKEN)
    server.wait()

    def seen() -> float:
        request = urllib.request.Request(f"{server.address}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        text = urllib.request.urlopen(request, timeout=10).read().decode()
        found = figures(text)
        return sum(value for name, value in found.items() if re.search(r'_status_view_.*total\{.*view="health"', name))

    try:
        start = seen()
        for _ in range(40):
            urllib.request.urlopen(f"{server.address}/healthz", timeout=10).read()
        assert seen() - start == 40
        for worker in _children(server.process.pid):
            os.kill(worker, signal.SIGTERM)
            wait_until(lambda gone=worker: gone not in _children(server.process.pid))
        wait_until(lambda: len(_children(server.process.pid)) == 2)
        assert seen() - start == 40
    finally:
        server.stop()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
