import pytest
from django.urls import reverse

from practices.models import PracticePage
from tests.factories.community import UserFactory
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db
STRICT = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; report-uri /csp/; script-src 'self'; style-src 'self'"
)


def directives(response) -> dict[str, str]:
    header = response.headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())


def test_language_is_the_cookies_and_never_the_browsers(client):
    plain = client.get("/tidak-ada/", headers={"accept-language": "en"})
    client.cookies["bahasa"] = "en"
    chosen = client.get("/tidak-ada/", headers={"accept-language": "id"})
    client.cookies["bahasa"] = "xx"
    unknown = client.get("/tidak-ada/")

    assert [each.headers["Content-Language"] for each in (plain, chosen, unknown)] == ["id", "en", "id"]
    assert b'<html lang="en">' in chosen.content
    assert "Accept-Language" not in plain.headers.get("Vary", "")


@pytest.mark.parametrize("charset", ["base64", "utf-7", "cp037"])
def test_address_is_utf8_whatever_the_request_says(client, charset):
    response = client.get("/cari/?q=%2BAAA-%6B", content_type=f"text/plain; charset={charset}")

    assert response.status_code == 200
    assert response.context["question"].text == "+AAA-k"


def test_public_pages_have_the_strict_policy(client):
    for address in ("/akun/masuk/", "/tidak-ada/"):
        found = directives(client.get(address))

        assert "; ".join(f"{name} {value}" for name, value in sorted(found.items())) == STRICT


def test_cms_has_a_policy_of_its_own(client):
    client.force_login(UserFactory(is_superuser=True))

    response = client.get("/cms/")

    found = directives(response)
    assert response.status_code == 200
    assert found["script-src"] == "'self' 'unsafe-inline' 'unsafe-eval'"
    assert found["default-src"] == "'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_address_that_only_begins_like_the_cms_stays_strict(client):
    assert directives(client.get("/cmsx/"))["script-src"] == "'self'"


def test_cookie_with_nul_is_dropped(client):
    response = client.get("/akun/masuk/", headers={"Cookie": 'bahasa=en; sessionid="a\\000bcdefghij"'})

    assert response.status_code == 200
    assert response.headers["Content-Language"] == "en"


def test_cms_may_frame_a_preview_which_keeps_the_strict_policy(client_of):
    page = PracticePageFactory(draft=True)

    response = client_of("organiser").get(reverse("wagtailadmin_pages:view_draft", args=(page.pk,)))

    found = "; ".join(f"{name} {value}" for name, value in sorted(directives(response).items()))
    assert found == STRICT.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.once
@pytest.mark.parametrize(("state", "leads"), [({}, True), ({"members": True}, False), ({"draft": True}, False)])
def test_old_address_leads_only_who_may_read_to_the_new_one(
    client, client_of, django_capture_on_commit_callbacks, state, leads
):
    page = PracticePageFactory(slug="judul-lama", **state)
    page.slug = "judul-rahasia"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    if "draft" in state:
        PracticePage.objects.get(pk=page.pk).unpublish()

    answer = client.get("/praktik/judul-lama/?dari=surat")

    assert answer.status_code == (301 if leads else 404)
    assert ("judul-rahasia" in answer.headers.get("Location", "")) is leads
    assert leads or "judul-rahasia" not in answer.content.decode()
    to_members = client_of("member").get("/praktik/judul-lama/").status_code
    assert to_members == (404 if "draft" in state else 301)
