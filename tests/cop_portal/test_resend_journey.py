"""A session that ends while somebody writes: what was typed is shown, they sign in again and send it, in a browser."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from community.enums import Role
from practices.models import Regulation
from tests.factories.community import PASSWORD, UserFactory
from tests.support.people import in_group

pytestmark = pytest.mark.browser
# The way back is the same for both forms: in `make test` one of them goes it with scripts, the other without.
SCRIPT, NO_SCRIPT = pytest.param(True, id="script"), pytest.param(False, id="no script")
SCRIPT_SLOWLY = pytest.param(True, id="script", marks=pytest.mark.slow)
NO_SCRIPT_SLOWLY = pytest.param(False, id="no script", marks=pytest.mark.slow)


def with_password(person):
    """A person who can sign in at the server: it knows only the hashers of production."""
    person.password = PBKDF2PasswordHasher().encode(PASSWORD, "garam", iterations=1000)
    person.save(update_fields=["password"])
    return person


def sign_in(page, email: str) -> None:
    page.get_by_label("Surel kedinasan").fill(email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()


def sign_in_again_and_resend(page, email: str) -> None:
    """As the page says: in a new tab, then back. Signing in gives new form keys, so the portal may ask once more."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda perlu masuk lagi")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk di tab baru").click()
    sign_in(opened.value, email)
    opened.value.wait_for_url("**/")
    opened.value.close()
    for _ in range(2):
        button = page.get_by_role("button", name="Kirim lagi")
        if button.count():
            with page.expect_navigation():
                button.click()


@pytest.mark.parametrize("has_script", [SCRIPT_SLOWLY, NO_SCRIPT])
def test_account_form_is_sent_after_signing_in_again(portal_server, browser, has_script):
    person = with_password(UserFactory(verified=True))
    with browser.new_context(java_script_enabled=has_script) as context:
        page = context.new_page()
        page.goto(f"{portal_server}/akun/masuk/?next=/akun/surel/")
        sign_in(page, person.email)
        page.get_by_label("Alamat surel baru").fill("baru@kota-contoh.example")
        context.clear_cookies(name="sessionid")
        page.get_by_label("Alamat surel baru").press("Enter")

        expect(page.get_by_label("Surel", exact=True)).to_have_value("baru@kota-contoh.example")
        sign_in_again_and_resend(page, person.email)
        # a change of address asks for the password; what was sent waits meanwhile
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_label("Kata sandi").press("Enter")

        page.get_by_text("baru@kota-contoh.example").first.wait_for()
    assert EmailAddress.objects.filter(user=person, email="baru@kota-contoh.example", verified=False).exists()


@pytest.mark.parametrize("has_script", [SCRIPT, NO_SCRIPT_SLOWLY])
def test_cms_form_is_sent_after_signing_in_again(portal_server, browser, has_script):
    organiser = in_group(Role.ORGANISER, with_password(UserFactory(verified=True)))
    with browser.new_context(java_script_enabled=has_script) as context:
        page = context.new_page()
        page.goto(f"{portal_server}/akun/masuk/?next=/cms/snippets/practices/regulation/add/")
        sign_in(page, organiser.email)
        page.locator("#id_name").fill("Peraturan Uji 7/2022")
        page.locator("#id_code").fill("peraturan-uji-7-2022")
        context.clear_cookies(name="sessionid")
        page.locator("#id_code").press("Enter")

        page.get_by_role("heading", name="Anda perlu masuk lagi").wait_for()
        assert "Peraturan Uji 7/2022" in [field.input_value() for field in page.locator(".cop-typed input").all()]
        sign_in_again_and_resend(page, organiser.email)

        page.wait_for_url("**/cms/snippets/practices/regulation/**")
    assert Regulation.objects.filter(code="peraturan-uji-7-2022", name="Peraturan Uji 7/2022").exists()
