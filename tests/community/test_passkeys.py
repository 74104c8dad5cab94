"""Passkeys as the second step: added, shown, forged, taken away, required."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from fido2.cose import ES256

from tests.factories.community import PASSWORD, UserFactory
from tests.support.accounts import actions_on, mails, page, sign_in, unverified
from tests.support.passkeys import Passkey, options_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account_mails")]
ADD, OVERVIEW, CODES = "/akun/dua-langkah/kunci-sandi/", "/akun/dua-langkah/", "/akun/dua-langkah/cadangan/"
SECOND_STEP, CONFIRM = "/akun/dua-langkah/masuk/", "/akun/dua-langkah/kunci-sandi/konfirmasi/"
DEEP = "[" * 9_000
FORGED = (
    "",
    "x",
    "{}",
    "[]",
    "1",
    "null",
    DEEP,
    '{"id": "a"}',
    '{"rawId": 1, "response": []}',
    "x" * 30_000,
    "\0",
    "é",
)


@pytest.fixture(autouse=True)
def _no_attempts_before():
    cache.clear()


@pytest.fixture
def person():
    return UserFactory(verified=True)


def add(client, passkey: Passkey, name: str = ""):
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    return client.post(ADD, {"name": name, "credential": passkey.made_for(client.get(ADD))})


@pytest.fixture
def passkey(client, person):
    """A passkey of `person`, added in `client`."""
    made = Passkey()
    sign_in(client, person.email)
    assert add(client, made, "Ponsel kantor").headers["Location"] == CODES
    return made


@pytest.fixture
def second(passkey, person):
    """Another browser, after the password."""
    browser = Client()
    assert sign_in(browser, person.email).headers["Location"] == SECOND_STEP
    return browser


def is_signed_in(client) -> bool:
    return client.get("/saya/").status_code == 200


def kept() -> list[Authenticator]:
    return list(Authenticator.objects.filter(type="webauthn").order_by("pk"))


def one_field_wrong(credential: str) -> list[str]:
    """`credential` with each of its parts missing, made up or of another type."""
    found = []
    sound = json.loads(credential)
    for holder, names in ((None, sound), ("response", sound["response"])):
        for name in names:
            for value in (None, "AAAA", 1):
                wrong = json.loads(credential)
                (wrong[holder] if holder else wrong)[name] = value
                found.append(json.dumps(wrong))
    return found


# --- adding -------------------------------------------------------------------------------------------------------


def test_adding_asks_the_password_gives_recovery_codes_and_tells_the_owner(client, person):
    sign_in(client, person.email)
    unasked = client.get(ADD)

    response = add(client, Passkey(), "  Ponsel   kantor ")
    overview = page(client.get(OVERVIEW))

    assert unasked.headers["Location"].startswith("/akun/konfirmasi/")
    assert response.headers["Location"] == CODES
    assert [key.wrap().name for key in kept()] == ["Ponsel kantor"]
    assert "Ponsel kantor" in overview
    assert "10 belum dipakai" in overview
    assert mails()[0][:2] == ([person.email], "Kunci sandi ditambahkan")
    assert actions_on(person) == [("community.add_passkey", person.pk)]


def test_a_passkey_without_a_name_gets_one_and_a_second_device_is_told_of_the_first(client, passkey):
    options = options_of(client.get(ADD))

    add(client, Passkey())

    assert [key.wrap().name for key in kept()] == ["Ponsel kantor", "Kunci sandi 2"]
    assert len(options["excludeCredentials"]) == 1
    assert options["rp"] == {"id": "testserver", "name": "CoP Sistem Merit"}


@pytest.mark.once
def test_forged_credentials_add_nothing(client, person):
    sign_in(client, person.email)
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    sound = Passkey().made_for(client.get(ADD))
    elsewhere = Passkey().made_for(client.get(ADD), origin="https://palsu.example")

    for credential in (*FORGED, elsewhere, *one_field_wrong(sound)):
        answer = client.post(ADD, {"credential": credential})
        assert (answer.status_code, "Belum ditambahkan." in page(answer)) == (200, True), credential[:200]
    assert not Authenticator.objects.exists()


@pytest.mark.once
def test_a_key_that_nobody_can_check_is_not_kept(client, person):
    sign_in(client, person.email)
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    passkey = Passkey()
    unknown = {**ES256.from_cryptography_key(passkey.key.public_key()), 3: -60_000}

    answer = client.post(ADD, {"credential": passkey.made_for(client.get(ADD), public_key=unknown)})

    assert "Kunci sandi ini tidak dapat dipakai." in page(answer)
    assert not Authenticator.objects.exists()


@pytest.mark.once
def test_a_long_name_is_refused_and_what_was_typed_stays(client, person):
    sign_in(client, person.email)

    answer = add(client, Passkey(), "N" * 61)

    assert 'value="' + "N" * 61 in page(answer)
    assert not Authenticator.objects.exists()


@pytest.mark.once
def test_there_is_a_most_of_passkeys(client, passkey, monkeypatch):
    monkeypatch.setattr("community.forms_passkey.MOST_PASSKEYS", 1)

    answer = add(client, Passkey())

    assert "sudah terlalu banyak" in page(answer)
    assert len(kept()) == 1


def test_whose_address_is_not_verified_adds_nothing(client):
    client.force_login(unverified())
    client.post("/akun/konfirmasi/", {"password": PASSWORD})

    assert client.get(ADD).headers["Location"] == OVERVIEW


# --- signing in ---------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_the_passkey_signs_in(second, passkey):
    before = is_signed_in(second)

    response = second.post(SECOND_STEP, {"credential": passkey.shown_for(second.get(SECOND_STEP))})

    assert (before, response.status_code, is_signed_in(second)) == (False, 302, True)
    assert kept()[0].last_used_at


@pytest.mark.once
def test_an_answer_is_good_once_and_for_its_own_page(second, passkey, person):
    answer = passkey.shown_for(second.get(SECOND_STEP))
    second.post(SECOND_STEP, {"credential": answer})
    thief = Client()
    sign_in(thief, person.email)
    thief.get(SECOND_STEP)

    told = thief.post(SECOND_STEP, {"credential": answer})

    assert "Kunci sandi ini tidak dapat dipakai." in page(told)
    assert (is_signed_in(second), is_signed_in(thief)) == (True, False)


@pytest.mark.once
def test_another_s_passkey_or_page_opens_nothing(second, passkey):
    for other, origin in ((Passkey(), "https://testserver"), (passkey, "https://palsu.example")):
        answer = second.post(SECOND_STEP, {"credential": other.shown_for(second.get(SECOND_STEP), origin)})
        assert "Anda belum masuk." in page(answer)

    assert not is_signed_in(second)


@pytest.mark.once
def test_forged_answers_open_nothing(second, passkey):
    sound = passkey.shown_for(second.get(SECOND_STEP))

    for credential in (*FORGED, *one_field_wrong(sound)):
        cache.clear()  # else the limit of attempts answers
        answer = second.post(SECOND_STEP, {"credential": credential})
        assert (answer.status_code, "Anda belum masuk." in page(answer)) == (200, True), credential[:200]
    assert not is_signed_in(second)


@pytest.mark.once
def test_guessing_is_stopped(second, passkey):
    for _ in range(5):
        second.post(SECOND_STEP, {"credential": Passkey().shown_for(second.get(SECOND_STEP))})

    answer = second.post(SECOND_STEP, {"credential": passkey.shown_for(second.get(SECOND_STEP))})

    assert "Terlalu banyak percobaan" in page(answer)
    assert not is_signed_in(second)


@pytest.mark.once
def test_a_recovery_code_stands_in_for_it(client, second):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]

    asked = page(second.get(SECOND_STEP))
    second.post(SECOND_STEP, {"code": code})

    assert "Tulis kode cadangan." in asked
    assert is_signed_in(second)


@pytest.mark.once
def test_it_confirms_a_change_of_the_account(passkey, second):
    second.post(SECOND_STEP, {"credential": passkey.shown_for(second.get(SECOND_STEP))})
    target = f"{CONFIRM}?next={OVERVIEW}"
    refused = second.post(CONFIRM, {"credential": "{}"})

    confirmed = second.post(CONFIRM, {"credential": passkey.shown_for(second.get(target)), "next": ADD})

    assert "Belum dapat dilanjutkan." in page(refused)
    assert confirmed.headers["Location"] == ADD
    assert second.get(ADD).status_code == 200


# --- taking away, required ----------------------------------------------------------------------------------------


@pytest.mark.once
def test_taking_the_last_away_takes_the_recovery_codes_too(client, passkey, person):
    address = f"{ADD}{kept()[0].pk}/hapus/"

    asked = page(client.get(address))
    response = client.post(address)

    assert "Hapus kunci sandi “Ponsel kantor”?" in asked
    assert response.headers["Location"] == OVERVIEW
    assert not Authenticator.objects.exists()
    assert mails()[-1][:2] == ([person.email], "Kunci sandi dihapus")
    assert actions_on(person)[-1] == ("community.remove_passkey", person.pk)


def test_nobody_takes_another_s_away(passkey, client_of):
    other = client_of("administrator")
    other.post("/akun/konfirmasi/", {"password": PASSWORD})

    assert other.post(f"{ADD}{kept()[0].pk}/hapus/").status_code == 404
    assert len(kept()) == 1


@pytest.mark.once
def test_who_must_have_a_second_step_keeps_one(person_of, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    sign_in(client, person_of("steward").email)
    before = client.get("/cms/").headers["Location"]
    add(client, Passkey(), "Pertama")
    last = client.post(f"{ADD}{kept()[0].pk}/hapus/", follow=True)
    add(client, Passkey(), "Kedua")
    client.post(f"{ADD}{kept()[0].pk}/hapus/")

    assert (before, client.get("/cms/").status_code) == (OVERVIEW, 200)
    assert "tidak dapat dimatikan" in page(last)
    assert "/hapus/" not in page(client.get(OVERVIEW))
    assert [key.wrap().name for key in kept()] == ["Kedua"]
