"""Addresses below the library that are its own: no practice takes one, and one that had it is renamed."""

from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Page

from practices.limits import RESERVED_SLUGS
from practices.models import PracticePage
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db
MIGRATION = "0006_free_reserved_addresses"

migration = import_module(f"practices.migrations.{MIGRATION}")


@pytest.fixture
def before():
    """The models as the migration sees them."""
    return MigrationLoader(connection).project_state(("practices", MIGRATION)).apps


def called(slug: str, **fields) -> PracticePage:
    """A practice from before the address was taken, with a draft that waits."""
    page = PracticePageFactory(**fields)
    address = {"slug": slug, "url_path": f"{page.get_parent().url_path}{slug}/"}
    Page.objects.filter(pk=page.pk).update(**address)
    page = PracticePage.objects.get(pk=page.pk)
    page.save_revision(clean=False)
    return page


@pytest.mark.once
@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_practice_takes_no_address_of_the_library(slug):
    page = PracticePageFactory()
    page.slug = slug

    for check in (page.check_shape, page.full_clean):
        with pytest.raises(ValidationError) as refused:
            check()
        assert refused.value.message_dict == {"slug": ["Alamat ini dipakai portal sendiri. Pilih yang lain."]}


@pytest.mark.once
def test_new_practice_with_the_name_of_such_a_page_gets_a_free_address():
    assert [PracticePageFactory(title="Peta", slug="").slug for _ in range(2)] == ["peta-2", "peta-3"]


def test_practice_that_was_there_before_is_renamed_with_its_revisions(before, client):
    page, other = called("peta"), PracticePageFactory(slug="peta-2")
    later = page.get_latest_revision()

    migration.rename(before, None)

    assert client.get("/praktik/peta-3/").context["page"].pk == page.pk
    later.refresh_from_db()
    later.publish()
    page.refresh_from_db()
    assert (page.slug, page.url_path) == ("peta-3", f"{page.get_parent().url_path}peta-3/")
    other.refresh_from_db()
    assert other.slug == "peta-2"


@pytest.mark.once
def test_nothing_else_is_renamed(before):
    pages = [PracticePageFactory(slug="peta-jabatan"), called("feed", draft=True)]

    migration.rename(before, None)
    migration.rename(before, None)

    for page, slug in zip(pages, ["peta-jabatan", "feed-2"], strict=True):
        page.refresh_from_db()
        assert page.slug == slug
