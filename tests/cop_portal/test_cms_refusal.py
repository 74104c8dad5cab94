import pytest
from django.urls import reverse

from tests.factories.practices import PracticePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("name", ["wagtailusers_users:add", "wagtailadmin_pages:unpublish"])
def test_what_was_typed_is_kept_where_the_cms_refuses(client_of, name):
    practice = PracticePageFactory()
    address = reverse(name, args=(practice.pk,) if name.endswith("unpublish") else ())
    client = client_of("contributor")

    response = client.post(address, {"title": "Rotasi <tiap> tahun"}, headers={"origin": "http://testserver"})

    page = response.content.decode()
    practice.refresh_from_db()
    assert (response.status_code, practice.live) == (403, True)
    assert "akun ini tidak berwenang" in page
    assert 'value="Rotasi &lt;tiap&gt; tahun"' in page
    assert f'action="{address}"' in page


def test_reading_what_is_closed_leads_to_the_first_screen(client_of):
    response = client_of("contributor").get(reverse("wagtailusers_users:add"))

    assert (response.status_code, response.headers["Location"]) == (302, "/cms/")
