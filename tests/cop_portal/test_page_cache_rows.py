"""The site, the front page and the settings are kept for all readers, and are as new as the database."""

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Page, Site

from community.models import PortalSettings
from cop_portal.models import HomePage
from cop_portal.page_cache import triggers
from cop_portal.page_cache.rows import SETTINGS, TABLES, RowsOfEveryPage
from tests.factories.community import UserFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def lender(settings) -> RowsOfEveryPage:
    """The middleware of a new server process; it answers with the request that it was given."""
    settings.PAGE_CACHE_BYTES = 8 * 1024 * 1024
    return RowsOfEveryPage(lambda request: request)


def test_a_signed_in_reader_sees_the_next_write_with_two_queries_less(settings):
    person = UserFactory(verified=True)
    bare, keeping = Client(), Client()
    for client, size in ((bare, 0), (keeping, 8 * 1024 * 1024)):
        settings.PAGE_CACHE_BYTES = size
        client.force_login(person, backend=BACKEND)
        client.get("/tentang/")

    saved = count_queries(lambda: bare.get("/tentang/")) - count_queries(lambda: keeping.get("/tentang/"))
    PortalSettings.objects.update(organiser_name="Badan Baru")
    Page.objects.filter(slug="tentang").update(title="Judul baru")
    page = keeping.get("/tentang/").content.decode()

    assert saved == 2
    assert "Badan Baru" in page
    assert "Judul baru" in page


def test_rows_are_asked_for_once_until_one_of_their_tables_changes(lender):
    request = RequestFactory().get

    first = count_queries(lambda: lender(request("/")))
    again = count_queries(lambda: lender(request("/")))
    Site.objects.update(site_name="Nama lain")
    changed = count_queries(lambda: lender(request("/")))

    assert (first, again, changed) == (4, 1, 4)


def test_each_request_has_rows_of_its_own(lender):
    one, other = (lender(RequestFactory().get("/")) for _ in range(2))

    one._wagtail_site.root_page.specific.title = "Diubah"
    one._wagtail_site.root_page.title = "Diubah"
    getattr(one, SETTINGS).motto = "Diubah"
    third = lender(RequestFactory().get("/"))

    for request in (other, third):
        assert request._wagtail_site.root_page.specific == HomePage.objects.get()
        assert request._wagtail_site.root_page.specific.title != "Diubah"
        assert request._wagtail_site.root_page.title != "Diubah"
        assert getattr(request, SETTINGS).motto != "Diubah"


@pytest.mark.parametrize(("method", "path"), [("post", "/"), ("get", "/cms/"), ("get", "/berkas/1/")])
def test_writes_and_the_cms_read_their_own(lender, method, path):
    request = lender(getattr(RequestFactory(), method)(path))

    assert not hasattr(request, "_wagtail_site")
    assert not hasattr(request, SETTINGS)


def test_a_foreign_host_and_missing_triggers_are_lent_nothing(lender):
    foreign = lender(RequestFactory().get("/", headers={"host": "asing.example"}))
    triggers.remove()
    unwatched = lender(RequestFactory().get("/"))

    assert not hasattr(foreign, "_wagtail_site")
    assert not hasattr(unwatched, "_wagtail_site")


def test_what_is_kept_is_watched():
    assert triggers.unwatched() & set(TABLES) == set()
