"""Single sign-on in Chromium: from the button to the issuer and back, under the portal's content policy."""

import pytest
from playwright.sync_api import expect

from community.models import User
from tests.support.issuers import CLIENT, NAME
from tests.support.journeys import no_wider_than_the_screen
from tests.support.servers import PortalServer
from tests.support.visits import AXE, RULES

pytestmark = pytest.mark.browser


@pytest.fixture
def server(database_url, real_issuer):
    """A portal over the test database that knows the real issuer."""
    server = PortalServer(
        database_url,
        OIDC_ISSUER_URL=real_issuer.url,
        OIDC_CLIENT_ID=CLIENT,
        OIDC_CLIENT_SECRET="rahasia",
        OIDC_NAME=NAME,
    )
    server.wait()
    yield server.address
    server.stop()


def violations(page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    return [rule["id"] for rule in found["violations"]]


def test_a_newcomer_signs_in_joins_and_comes_again(server, real_issuer, page):
    real_issuer.knows("s-browser", email="ratna@kota.example", email_verified=True, name="Ratna Wulandari")
    wrong, said = [], []
    page.set_viewport_size({"width": 360, "height": 800})
    page.on("console", lambda message: said.append(message.text) if "Policy" in message.text else None)

    page.goto(f"{server}/akun/masuk/?next=/praktik/")
    wrong += violations(page)
    assert no_wider_than_the_screen(page)
    page.get_by_role("button", name=f"Masuk dengan {NAME}").click()
    page.wait_for_url(f"{real_issuer.url}/**")
    page.get_by_placeholder("sub").fill("s-browser")
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lengkapi akun Anda")
    wrong += violations(page)
    assert no_wider_than_the_screen(page)
    expect(page.get_by_label("Nama lengkap")).to_have_value("Ratna Wulandari")
    page.get_by_role("button", name="Daftar", exact=True).click()
    page.wait_for_url(f"{server}/praktik/")
    page.goto(f"{server}/akun/sso/sambungan/")
    expect(page.get_by_text("Terhubung sejak")).to_be_visible()
    wrong += violations(page)

    page.context.clear_cookies()
    page.goto(f"{server}/akun/masuk/")
    page.get_by_role("button", name=f"Masuk dengan {NAME}").click()
    page.get_by_role("button", name="Deny").click()
    page.goto(f"{server}/akun/sso/kembali/?state=palsu&code=c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda belum masuk")
    wrong += violations(page)
    page.get_by_role("button", name=f"Masuk dengan {NAME}").click()
    page.get_by_placeholder("sub").fill("s-browser")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{server}/")

    assert User.objects.get(email="ratna@kota.example").name == "Ratna Wulandari"
    assert (wrong, said) == ([], [])
