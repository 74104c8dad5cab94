import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from cop_portal import readiness
from cop_portal.page_cache import triggers
from search.enums import Kind
from search.models import EntryRefresh, SearchEntry
from tests.support.queries import count_queries


def test_health_asks_no_database(client):
    assert client.get("/healthz").content == b"ok"
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_nothing_waits(client, monkeypatch):
    monkeypatch.setattr(readiness, "_migrated", False)

    first = client.get("/readyz")
    queries = count_queries(lambda: client.get("/readyz"))

    assert first.json() == {"ready": True, "problems": {}, "search": "ok", "pages": "ok"}
    assert "no-cache" in first.headers["Cache-Control"]
    assert queries == 5


@pytest.mark.django_db
def test_ready_tells_of_an_index_that_is_behind(client):
    EntryRefresh.objects.create(kind=Kind.PERSON, object_ids=[1])
    queued = client.get("/readyz")
    SearchEntry.objects.update(language_version=0)
    old = client.get("/readyz")

    assert (queued.status_code, queued.json()["search"]) == (200, "entries wait for the worker")
    assert (old.status_code, old.json()["search"]) == (200, "entries have old roots: run search_rebuild")


@pytest.mark.django_db
def test_ready_tells_of_missing_triggers(client):
    triggers.remove()

    response = client.get("/readyz")

    assert (response.status_code, response.json()["pages"]) == (200, "triggers are missing: run migrate")


def test_not_ready_when_the_database_is_away(client, monkeypatch):
    def away():
        raise DatabaseError("secret host name")

    monkeypatch.setitem(readiness.CHECKS, "database", away)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"ready": False, "problems": {"database": "DatabaseError"}}


@pytest.mark.django_db
def test_not_ready_while_migrations_wait(client, monkeypatch):
    monkeypatch.setattr(readiness, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cop_portal'")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert re.fullmatch(r"\d+ migrations wait", response.json()["problems"]["migrations"])


def test_robots_keep_out_of_a_demo_and_of_private_sections(client, settings):
    demo = client.get("/robots.txt").content.decode()
    settings.DEMO = False
    real = client.get("/robots.txt").content.decode()

    assert demo == "User-agent: *\nDisallow: /\nSitemap: http://testserver/sitemap.xml\n"
    closed = ("/cms/", "/akun/", "/cari/saran/", "/cari/*&", "/bahasa/")
    assert real.splitlines()[1:-1] == [f"Disallow: {path}" for path in closed]


def test_favicon_leads_to_the_static_file(client):
    response = client.get("/favicon.ico")

    assert response.headers["Location"] == "/static/cop/favicon.ico"


def test_security_txt_names_contact_and_an_expiry_within_a_year(client):
    response = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.strptime(fields.pop("Expires"), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields == {
        "Contact": "mailto:keamanan@cop.localhost",
        "Preferred-Languages": "id, en",
        "Canonical": "http://testserver/.well-known/security.txt",
    }
    assert timedelta(days=100) < expires - timezone.now() < timedelta(days=365)


def test_language_is_kept_in_a_cookie_and_leads_back(client):
    response = client.post("/bahasa/", {"bahasa": "en", "next": "/praktik/?aspek=x"})

    cookie = response.cookies["bahasa"]
    assert response.headers["Location"] == "/praktik/?aspek=x"
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("en", "Lax", True)
    assert int(cookie["max-age"]) == 365 * 24 * 3600


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "/\\jahat.example/",
        "javascript:alert(1)",
        "",
        "\0/x",
        f"/{'x' * 3_000}",
    ],
)
def test_language_never_leads_elsewhere(client, target):
    assert client.post("/bahasa/", {"bahasa": "en", "next": target}).headers["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{}, {"bahasa": "xx"}, {"bahasa": "x" * 100_000}, {"bahasa": "\0"}])
def test_unknown_language_is_refused(client, data):
    response = client.post("/bahasa/", data)

    assert response.status_code == 400
    assert "bahasa" not in response.cookies


def test_language_is_not_changed_by_reading(client):
    assert client.get("/bahasa/?bahasa=en").status_code == 405
