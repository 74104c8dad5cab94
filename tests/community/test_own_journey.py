"""In Chromium without JavaScript and by the keyboard alone: one's profile, one's mails, a new account."""

import pytest
from playwright.sync_api import expect

from community.models import MailMute, Profile, User
from community.notice_mail import BY_MAIL
from tests.support.journeys import no_wider_than_the_screen, opened, press_until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.slow)])
def test_profile_mails_and_sign_up_by_keyboard(portal_server, browser, client_of, person_of, width):
    page, said = opened(browser, portal_server, width, client_of("member"))
    page.goto(f"{portal_server}/saya/profil/")
    press_until(page, "[name=position]")
    page.keyboard.type("Analis kinerja")
    press_until(page, "[name=is_position_shown]")
    page.keyboard.press("Space")
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Profil Anda disimpan.")).to_be_visible()

    page.goto(f"{portal_server}/saya/surel/")
    press_until(page, "[name=kinds][value=reply]")
    page.keyboard.press("Space")
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pilihan surel Anda disimpan.")).to_be_visible()
    assert no_wider_than_the_screen(page)

    visitor, visitor_said = opened(browser, portal_server, width)
    visitor.goto(f"{portal_server}/akun/daftar/")
    for name, text in (("name", "Orang Baru"), ("email", "baru@contoh.go.id"), ("password1", "sandi panjang baru 9")):
        press_until(visitor, f"[name={name}]")
        visitor.keyboard.type(text)
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(f"{portal_server}/akun/verifikasi/")

    profile = Profile.objects.get(person=person_of("member"))
    assert (profile.position, profile.is_position_shown) == ("Analis kinerja", False)
    muted = set(MailMute.objects.filter(person=person_of("member")).values_list("kind", flat=True))
    assert muted & BY_MAIL == {"reply"}
    assert User.objects.get(email="baru@contoh.go.id").name == "Orang Baru"
    assert said + visitor_said == []
