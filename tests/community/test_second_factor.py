"""The second step of signing in: set up, asked, lost, required of who may do much."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from community import second_factor
from community.errors import NoSecondFactor
from community.permissions import must_have_second_factor
from community.services.second_factor import reset_second_factor
from community.system import SYSTEM
from tests.factories.community import PASSWORD, UserFactory
from tests.support.accounts import actions_on, mails, page, sign_in, unverified
from tests.support.people import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account_mails")]
SET_UP, CODES = "/akun/dua-langkah/aplikasi/", "/akun/dua-langkah/cadangan/"
SECOND_STEP, OVERVIEW = "/akun/dua-langkah/masuk/", "/akun/dua-langkah/"
MUST = {"steward", "steward_other", "organiser", "administrator"}
PERIOD = 30
WRONG = ("", "000000", "x" * 100_000, "\0", "१२३४५६", "é")


@pytest.fixture(autouse=True)
def _no_codes_used_before():
    cache.clear()


@pytest.fixture
def frozen(monkeypatch):
    """A clock in the middle of a step; `frozen(n)` sets it `n` steps later."""
    start = time.time() // PERIOD * PERIOD + PERIOD / 2

    def at(steps: int):
        monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: start + steps * PERIOD)
        return int(start // PERIOD) + steps

    at(0)
    return at


def code_of(secret: str, counter: int) -> str:
    return format_hotp_value(hotp_value(secret, counter))


def activate(client, frozen) -> str:
    """Set up the second factor as its owner does, one step ago; the secret that the page showed."""
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    counter = frozen(-3)
    secret = re.search(r'<code class="cop-code">(\w+)</code>', page(client.get(SET_UP))).group(1)
    response = client.post(SET_UP, {"code": code_of(secret, counter)})
    frozen(0)
    assert response.headers["Location"] == CODES
    return secret


def codes_in(response) -> list[str]:
    return re.findall(r'<code class="cop-code">(\d{8})</code>', page(response))


@pytest.fixture
def person():
    return UserFactory(verified=True)


@pytest.fixture
def secret(client, person, frozen):
    sign_in(client, person.email)
    return activate(client, frozen)


@pytest.fixture
def second(secret, person):
    """Another browser, after the password."""
    browser = Client()
    assert sign_in(browser, person.email).headers["Location"] == SECOND_STEP
    return browser


def is_signed_in(client) -> bool:
    return client.get("/saya/").status_code == 200


# --- setting it up ------------------------------------------------------------------------------------------------


def test_setting_up_asks_the_password_shows_a_code_and_tells_the_owner(client, person, frozen, settings):
    sign_in(client, person.email)
    unasked = client.get(SET_UP)

    secret = activate(client, frozen)
    shown = client.get(CODES)

    assert unasked.headers["Location"].startswith("/akun/konfirmasi/")
    assert len(set(codes_in(shown))) == 10
    assert (mails()[0][0], mails()[0][1]) == ([person.email], "Verifikasi dua langkah aktif")
    assert actions_on(person) == [("community.activate_second_factor", person.pk)]
    assert "no-store" in shown.headers["Cache-Control"]
    assert secret not in str(Authenticator.objects.filter(user=person).values_list("data", flat=True))


def test_the_picture_is_part_of_the_page_and_holds_what_the_app_needs(client, person):
    sign_in(client, person.email)
    client.post("/akun/konfirmasi/", {"password": PASSWORD})

    html = page(client.get(SET_UP))

    assert '<svg class="cop-qr"' in html
    assert "data:" not in html  # the content policy stops it
    assert re.search(r"otpauth://totp/[^\"]+secret=\w+&amp;issuer=CoP%20Sistem%20Merit", html)


@pytest.mark.once
def test_a_wrong_code_sets_nothing_up(client, person):
    sign_in(client, person.email)
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    before = re.search(r'<code class="cop-code">(\w+)</code>', page(client.get(SET_UP))).group(1)

    for code in WRONG:
        answer = client.post(SET_UP, {"code": code})
        assert (answer.status_code, "Belum aktif." in page(answer)) == (200, True), code[:20]
        assert before in page(answer)  # what was scanned is still right
    assert not Authenticator.objects.exists()


def test_whose_address_is_not_verified_sets_nothing_up(client):
    client.force_login(unverified())
    client.post("/akun/konfirmasi/", {"password": PASSWORD})

    assert client.get(SET_UP).headers["Location"] == OVERVIEW


# --- signing in ---------------------------------------------------------------------------------------------------


def test_the_password_alone_opens_nothing(second):
    assert not is_signed_in(second)
    assert not is_signed_in(Client())


@pytest.mark.once
def test_a_code_of_the_app_signs_in(second, secret, frozen):
    response = second.post(SECOND_STEP, {"code": code_of(secret, frozen(0))})

    assert (response.status_code, is_signed_in(second)) == (302, True)


@pytest.mark.once
@pytest.mark.parametrize("drift", [-1, 1])
def test_a_clock_may_be_one_step_off(second, secret, frozen, drift):
    second.post(SECOND_STEP, {"code": code_of(secret, frozen(0) + drift)})

    assert is_signed_in(second)


@pytest.mark.once
@pytest.mark.parametrize("drift", [-2, 2])
def test_two_steps_are_too_many(second, secret, frozen, drift):
    answer = second.post(SECOND_STEP, {"code": code_of(secret, frozen(0) + drift)})

    assert "Kode ini tidak cocok" in page(answer)
    assert not is_signed_in(second)


def test_a_code_is_good_once_for_as_long_as_it_would_be_right(second, secret, person, frozen):
    code = code_of(secret, frozen(0) + 1)
    second.post(SECOND_STEP, {"code": code})
    thief = Client()
    sign_in(thief, person.email)
    frozen(2)

    answer = thief.post(SECOND_STEP, {"code": f"{code[:3]} {code[3:]}"})

    assert "Kode ini tidak cocok" in page(answer)
    assert not is_signed_in(thief)


def test_a_recovery_code_signs_in_once(client, second, person):
    code = codes_in(client.get(CODES))[0]
    second.post(SECOND_STEP, {"code": code})
    again = Client()
    sign_in(again, person.email)

    again.post(SECOND_STEP, {"code": code})

    assert (is_signed_in(second), is_signed_in(again)) == (True, False)
    assert "9 belum dipakai" in page(client.get(OVERVIEW))


@pytest.mark.once
def test_a_wrong_code_is_explained(second):
    for code in WRONG:
        answer = second.post(SECOND_STEP, {"code": code})
        assert (answer.status_code, "Anda belum masuk." in page(answer)) == (200, True), code[:20]
    assert not is_signed_in(second)


@pytest.mark.once
def test_guessing_is_stopped(second, secret, frozen):
    for _ in range(5):
        second.post(SECOND_STEP, {"code": "000000"})

    answer = second.post(SECOND_STEP, {"code": code_of(secret, frozen(0))})

    assert "Terlalu banyak percobaan" in page(answer)
    assert not is_signed_in(second)


@pytest.mark.once
def test_a_forged_second_step_is_no_error(second):
    for data in ({}, {"credential": "{}"}, {"credential": "x"}, {"code": ["1", "2"]}):
        assert second.post(SECOND_STEP, data).status_code == 200


def test_after_the_secret_key_was_lost_no_code_opens(second, secret, frozen, settings):
    kept = Authenticator.objects.get(type="totp").data["secret"]
    settings.SECRET_KEY = "another"

    lost = second_factor.SecondFactorAdapter().decrypt(kept)
    second.post(SECOND_STEP, {"code": code_of(secret, frozen(0))})
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests"]

    assert second_factor.SecondFactorAdapter().decrypt(kept) == secret != lost
    assert not is_signed_in(second)


# --- changing, losing, switching off ------------------------------------------------------------------------------


def test_new_recovery_codes_replace_the_old(client, secret, person):
    old = codes_in(client.get(CODES))

    client.post(f"{CODES}baru/", {})
    new = codes_in(client.get(CODES))
    file = client.get(f"{CODES}unduh/")

    assert (len(new), set(old) & set(new)) == (10, set())
    assert set(new) <= set(page(file).split())
    assert 'filename="kode-cadangan.txt"' in file.headers["Content-Disposition"]
    assert "Kode cadangan baru dibuat" in [mail[1] for mail in mails()]
    assert actions_on(person)[-1] == ("community.replace_recovery_codes", person.pk)


def test_switching_off_takes_the_recovery_codes_too_and_tells_the_owner(client, secret, person):
    response = client.post(f"{SET_UP}hapus/", {})

    assert response.headers["Location"] == OVERVIEW
    assert not Authenticator.objects.exists()
    assert mails()[-1][1] == "Aplikasi autentikator dilepas"
    assert actions_on(person)[1:] == [("community.deactivate_second_factor", person.pk)]


def test_an_address_can_still_be_changed(client, secret, person):
    response = client.post("/akun/surel/", {"email": "baru@kota.example", "action_add": ""})

    assert response.status_code == 302
    assert "baru@kota.example" in page(client.get("/akun/surel/"))


def test_an_administrator_takes_it_away_and_its_owner_is_told(secret, person):
    call_command("reset_second_factor", person.email.upper())

    browser = Client()
    sign_in(browser, person.email)
    assert is_signed_in(browser)
    assert mails()[-1][:2] == ([person.email], "Verifikasi dua langkah Anda dihapus")
    assert actions_on(person)[-1] == ("community.reset_second_factor", None)


def test_nobody_else_takes_it_away(secret, person, person_of):
    for role in ROLES[:-1]:
        with pytest.raises(PermissionDenied):
            reset_second_factor(person, actor=person_of(role))

    assert Authenticator.objects.filter(user=person).count() == 2


def test_what_is_not_there_is_not_taken_away(person):
    with pytest.raises(NoSecondFactor):
        reset_second_factor(person, actor=SYSTEM)
    with pytest.raises(CommandError, match="tidak memakai"):
        call_command("reset_second_factor", person.email)
    with pytest.raises(CommandError, match="No account"):
        call_command("reset_second_factor", "tiada@kota.example")


# --- required -----------------------------------------------------------------------------------------------------


def test_who_may_do_much_must_have_it(person_of):
    assert {role for role in ROLES if must_have_second_factor(person_of(role))} == MUST


def test_until_it_is_set_up_only_the_account_is_open(client_of, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    led_away = {role for role in ROLES if client_of(role).get("/").headers.get("Location") == OVERVIEW}

    steward = client_of("steward")

    assert led_away == MUST
    assert "Peran Anda mewajibkan" in page(steward.get(OVERVIEW))
    assert steward.get("/akun/keluar/").status_code == 200


def test_what_was_typed_without_it_is_kept(client_of, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    answer = client_of("steward").post("/forum/pos/1/ubah/", {"body": "Kalimat yang panjang dan berharga."})

    assert answer.status_code == 403
    assert "Kalimat yang panjang dan berharga." in page(answer)


def test_once_set_up_all_is_open_and_it_stays_on(person_of, settings, frozen):
    settings.SECOND_FACTOR_REQUIRED = True
    steward, client = person_of("steward"), Client()
    sign_in(client, steward.email)

    activate(client, frozen)
    kept_on = client.post(f"{SET_UP}hapus/", {})

    assert client.get("/cms/").status_code == 200
    assert "tidak dapat dimatikan" in page(kept_on)
    assert f"{SET_UP}hapus/" not in page(client.get(OVERVIEW))
    assert Authenticator.objects.filter(user=steward, type="totp").exists()
