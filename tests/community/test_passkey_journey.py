"""A passkey in Chromium with a virtual authenticator: added, used for the second step, looked at by axe."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from tests.factories.community import PASSWORD, UserFactory
from tests.support.journeys import no_wider_than_the_screen
from tests.support.visits import AXE, RULES

pytestmark = pytest.mark.browser
STEP = "/akun/dua-langkah/"


@pytest.fixture
def page(page):
    """At 360 px, with an authenticator that says yes."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.set_default_timeout(30_000)
    control = page.context.new_cdp_session(page)
    control.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    control.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "automaticPresenceSimulation": True}})
    return page


def someone():
    """A person who can sign in at the server: it knows only the hashers of production."""
    person = UserFactory(verified=True)
    person.password = PBKDF2PasswordHasher().encode(PASSWORD, "garamuji", iterations=1)
    person.save(update_fields=["password"])
    return person


def violations(page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    return [rule["id"] for rule in found["violations"]]


def sign_in(page, server: str, person) -> None:
    page.goto(f"{server}/akun/masuk/")
    page.get_by_label("Surel kedinasan").fill(person.email)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form[method=post] button").first.click()


def confirm(page, server: str) -> None:
    page.goto(f"{server}/akun/konfirmasi/?next={STEP}")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Lanjutkan").click()


def test_a_passkey_is_added_and_opens_the_second_step(portal_server, page):
    server = portal_server.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    person, wrong, said = someone(), [], []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    sign_in(page, server, person)
    confirm(page, server)

    page.get_by_role("link", name="Tambah kunci sandi").click()
    wrong += violations(page)
    page.get_by_label("Nama kunci sandi").fill("Ponsel kantor")
    page.get_by_role("button", name="Tambahkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode cadangan")
    wrong += violations(page)
    page.goto(f"{server}{STEP}kunci-sandi/")
    page.get_by_role("button", name="Tambahkan").click()
    expect(page.get_by_text("Perangkat ini sudah terdaftar.")).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, server, person)
    wrong += violations(page)
    assert no_wider_than_the_screen(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url(f"{server}/")
    page.goto(f"{server}{STEP}")
    expect(page.get_by_text("Ponsel kantor", exact=True)).to_be_visible()
    wrong += violations(page)

    assert [key.wrap().name for key in Authenticator.objects.filter(user=person, type="webauthn")] == ["Ponsel kantor"]
    assert (wrong, said) == ([], [])


def test_where_there_is_no_passkey_the_page_names_another_way(portal_server, page):
    sign_in(page, portal_server, someone())
    confirm(page, portal_server)
    page.add_init_script("delete window.PublicKeyCredential")

    page.goto(f"{portal_server}{STEP}kunci-sandi/")

    expect(page.get_by_text("Peramban ini tidak dapat memakai kunci sandi di sini.")).to_be_visible()
    expect(page.get_by_role("button", name="Tambahkan")).to_be_hidden()
