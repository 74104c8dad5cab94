"""Elasticsearch behind TLS and credentials, as a real cluster has them: all that talks with it passes the door."""

import pytest
from django.core.management import call_command
from django.test import Client

from search.engines.base import forget_engines
from search.engines.elastic import client, indexes
from tests.factories.practices import PracticePageFactory
from tests.support.secured import API_KEY, PASSWORD, USER, door

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.es]
NOTICE = "Pencarian cepat sedang tidak tersedia"


@pytest.fixture
def behind_a_door(elasticsearch, settings, tmp_path):
    """The settings name the door before the node, and who may enter; forgets what was connected before and after."""
    with door(settings.ELASTICSEARCH_URL[0], tmp_path) as (address, certificate):
        settings.ELASTICSEARCH_URL = [address]
        settings.ELASTICSEARCH_CA_CERTS = certificate
        settings.ELASTICSEARCH_BASIC_AUTH = f"{USER}:{PASSWORD}"
        client.forget()
        forget_engines()
        yield
        settings.ELASTICSEARCH_BASIC_AUTH, settings.ELASTICSEARCH_API_KEY = f"{USER}:{PASSWORD}", ""
        settings.ELASTICSEARCH_CA_CERTS = certificate
        forget_engines()
        client.forget()
        connected = client.connection()
        for name in connected.indices.get(index=f"{elasticsearch}-*", ignore_unavailable=True):
            connected.indices.delete(index=name)
    settings.ELASTICSEARCH_URL = []
    client.forget()


def found() -> tuple[int, bool, bool]:
    """Status of a search, whether the practice is there, whether the page says that the other engine answered."""
    page = Client().get("/cari/", {"q": "spektrometer"})
    text = page.content.decode()
    return page.status_code, "/praktik/merawat-spektrometer/" in text, NOTICE in text


def test_rebuild_sync_and_search_pass_with_either_credential(behind_a_door, settings):
    PracticePageFactory(title="Merawat spektrometer")
    call_command("search_rebuild")
    call_command("search_sync")
    client.connection().indices.refresh(index=indexes.read_alias())

    assert found() == (200, True, False)
    settings.ELASTICSEARCH_BASIC_AUTH, settings.ELASTICSEARCH_API_KEY = "", API_KEY
    forget_engines()
    assert found() == (200, True, False)


@pytest.mark.parametrize(("name", "value"), [("BASIC_AUTH", f"{USER}:keliru"), ("BASIC_AUTH", ""), ("CA_CERTS", "")])
def test_whom_the_door_refuses_the_embedded_engine_answers(behind_a_door, settings, name, value):
    PracticePageFactory(title="Merawat spektrometer")
    call_command("search_sync")
    setattr(settings, f"ELASTICSEARCH_{name}", value)
    client.forget()
    forget_engines()

    assert found() == (200, True, True)
    status = Client().get("/readyz").json()["search"]
    assert "of no use" in status
    assert PASSWORD not in status
