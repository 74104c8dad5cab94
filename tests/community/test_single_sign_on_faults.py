"""Single sign-on when something is wrong: an issuer that is away or errs, a browser that lies, a half set."""

import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from cop_portal.settings.single_sign_on import issuer_of
from tests.factories.community import UserFactory
from tests.support.accounts import page
from tests.support.issuers import NAME, Settings, settings_for
from tests.support.mail import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("account_mails")]
START, BACK = "/akun/sso/", "/akun/sso/kembali/"
FAILED, STALE = "tidak menjawab sebagaimana mestinya", "Mulailah sekali lagi"
WHOLE = {
    "OIDC_ISSUER_URL": "https://masuk.example/realms/asn",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "rahasia",
    "OIDC_NAME": NAME,
}


@contextmanager
def refused(client, status: int, words: str):
    """Within it `answers` are collected; each must be the designed page with its reason, and sign nobody in."""
    answers = []
    yield answers
    for answer in answers:
        assert (answer.status_code, words in page(answer), "Masuk dengan" in page(answer)) == (status, True, True)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


# --- the browser --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["", "?state=palsu&code=c", "?code=c", "?state=&code=", f"?state={'x' * 5000}&code=c"]
)
def test_an_answer_that_nobody_asked_for_is_refused(client, issuer, query):
    client.post(START)

    with refused(client, 403, STALE) as answers:
        answers.append(client.get(BACK + query))


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(client, issuer):
    issuer.knows("s-replay", email="ratna@kota.example", email_verified=True)
    back = issuer.answer(client.post(START).headers["Location"], sub="s-replay")

    with refused(client, 403, STALE) as answers:
        answers.append(Client().get(back))
        first = client.get(back)
        answers.append(client.get(back))
    assert first.headers["Location"] == "/akun/sso/daftar/"


def test_a_code_of_another_sign_in_is_refused(client, issuer):
    """The code of an attacker's own sign-in, put into the answer to somebody else's (PKCE and nonce)."""
    issuer.knows("s-attacker", email="jahat@kota.example", email_verified=True)
    attackers = issuer.answer(Client().post(START).headers["Location"], sub="s-attacker")
    own = issuer.answer(client.post(START).headers["Location"], sub="s-attacker")
    code, state = attackers.split("code=")[1].split("&")[0], own.split("state=")[1].split("&")[0]

    with refused(client, 403, STALE) as answers:
        answers.append(client.get(f"{BACK}?code={code}&state={state}"))


def test_who_cancels_is_back_at_sign_in_with_a_word(client, issuer):
    address = client.post(START).headers["Location"]
    state = address.split("state=")[1].split("&")[0]

    denied = issuer.answer(address, action="deny")
    answer = client.get(f"{BACK}?error=access_denied&state={state}", follow=True)

    assert "access_denied" in denied
    assert answer.redirect_chain == [("/akun/masuk/", 302)]
    assert f"Anda membatalkan masuk dengan {NAME}." in page(answer)


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_next_never_leaves_the_portal(client, issuer, target):
    person = UserFactory()
    SocialAccount.objects.create(user=person, provider=issuer.url, uid="s-next")

    back = issuer.answer(client.post(START, {"next": target}).headers["Location"], sub="s-next")

    assert client.get(back).headers["Location"] == "/"


def test_what_stands_in_the_address_changes_nothing_that_is_asked(client, issuer):
    address = client.post(f"{START}?auth_params=prompt%3Dnone%26nonce%3Dx&scope=nip&process=redirect").headers[
        "Location"
    ]

    assert "nip" not in address.replace("openid", "")
    assert "prompt" not in address
    assert "nonce=x&" not in f"{address}&"


@pytest.mark.once
def test_attempts_are_limited_per_address_of_the_network(client, issuer):
    statuses = [client.post(START).status_code for _ in range(61)]

    assert statuses == [302] * 60 + [429]


def test_only_a_form_starts_and_only_a_link_comes_back(client, issuer):
    assert [client.get(START).status_code, client.post(BACK).status_code] == [405, 405]
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403


# --- the issuer ---------------------------------------------------------------------------------------------------


def test_an_issuer_that_is_away_is_told_on_a_page(client, settings, caplog):
    settings.OIDC = settings_for(f"http://127.0.0.1:{free_port()}")

    with refused(client, 502, FAILED) as answers:
        answers.append(client.post(START))
    assert "Single sign-on failed: ConnectionError" in caplog.text


def test_an_issuer_that_goes_away_meanwhile_is_told_on_a_page(client, bent_issuer, settings):
    back = bent_issuer.remember_nonce(client.post(START).headers["Location"])
    bent_issuer.server.shutdown()
    bent_issuer.server.server_close()

    with refused(client, 502, FAILED) as answers:
        answers.append(client.get(back))


def test_a_slow_issuer_holds_nobody_for_long(client, bent_issuer, settings):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.2
    bent_issuer.seconds = 3
    started = time.monotonic()

    with refused(client, 502, FAILED) as answers:
        answers.append(client.post(START))
    assert time.monotonic() - started < 2


PUBLISHED = [
    {"token_endpoint": ...},
    {"authorization_endpoint": 5},
    {"issuer": "https://lain.example"},
    {"issuer": None},
    {"token_endpoint": "http://lain.example/token"},
    {"authorization_endpoint": "javascript:alert(1)"},
]


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_what_an_issuer_publishes_must_hold(client, bent_issuer, published):
    bent_issuer.published = published

    with refused(client, 502, FAILED) as answers:
        answers.append(client.post(START))


TOKENS = [
    (500, b"{}"),
    (200, b""),
    (200, b"<html>"),
    (200, b"[]"),
    (200, b'{"access_token": "a"}'),
    (200, b'{"access_token": "a", "id_token": 5}'),
    (200, b'{"access_token": "a", "id_token": "x.y.z"}'),
    (200, b'{"access_token": "a", "id_token": "e30.e30.", "expires_in": "soon"}'),
    (400, b'{"error": "invalid_grant", "error_description": "198001012005012001"}'),
]


@pytest.mark.parametrize("token", TOKENS, ids=str)
def test_an_answer_to_the_code_that_is_none_is_told_on_a_page(client, bent_issuer, token, caplog):
    back = bent_issuer.remember_nonce(client.post(START).headers["Location"])
    bent_issuer.token = token

    with refused(client, 502, FAILED) as answers:
        answers.append(client.get(back))
    assert "198001" not in caplog.text


CLAIMS = [
    {"iss": "https://lain.example"},
    {"aud": "portal-lain"},
    {"aud": ...},
    {"exp": 1_000_000},
    {"sub": "s-2"},  # the user information speaks of another
    {"sub": ...},
]


@pytest.mark.parametrize("claims", CLAIMS, ids=str)
def test_what_the_token_says_must_hold(client, bent_issuer, claims):
    back = bent_issuer.remember_nonce(client.post(START).headers["Location"])
    bent_issuer.claims = claims

    with refused(client, 502, FAILED) as answers:
        answers.append(client.get(back))


@pytest.mark.parametrize("subject", ["", "x" * 192, "a\0b", "é", 5, None], ids=repr)
def test_a_subject_that_no_row_can_hold_is_refused(client, bent_issuer, subject):
    back = bent_issuer.remember_nonce(client.post(START).headers["Location"])
    bent_issuer.claims = bent_issuer.told = {"sub": subject}

    with refused(client, 502, FAILED) as answers:
        answers.append(client.get(back))


@pytest.mark.parametrize("nonce", ["lain", "", ..., 5], ids=str)
def test_a_token_made_for_another_sign_in_is_refused(client, bent_issuer, nonce):
    back = bent_issuer.remember_nonce(client.post(START).headers["Location"])
    bent_issuer.claims = {"nonce": nonce}

    with refused(client, 403, STALE) as answers:
        answers.append(client.get(back))


TOLD = [
    {"email": 5},
    {"email": "bukan-alamat"},
    {"email": "x" * 250 + "@kota.example"},
    {"email": "a\0@kota.example"},
    {"email": ["ratna@kota.example"]},
    {"email_verified": "false"},
    {"email_verified": 0},
]


@pytest.mark.parametrize("told", TOLD, ids=lambda told: str(told)[:40])
def test_an_address_that_is_none_opens_nothing(client, bent_issuer, told):
    back = bent_issuer.remember_nonce(client.post(START).headers["Location"])
    bent_issuer.told = told

    with refused(client, 403, "sudah diverifikasi") as answers:
        answers.append(client.get(back))


@pytest.mark.parametrize(
    "name", [5, None, "", "\0", "a" * 100_000, "<script>", "👩" * 300], ids=lambda name: str(name)[:9]
)
def test_a_name_that_is_none_is_asked_anew(client, bent_issuer, name):
    back = bent_issuer.remember_nonce(client.post(START).headers["Location"])
    bent_issuer.told = {"name": name}

    answer = client.get(back)
    shown = client.get(answer.headers["Location"])

    assert (answer.headers["Location"], shown.status_code) == ("/akun/sso/daftar/", 200)
    assert "<script>&" not in page(shown)


# --- settings -----------------------------------------------------------------------------------------------------


def test_nothing_set_is_no_issuer_and_all_set_is_one():
    issuer = issuer_of(Settings(WHOLE))

    assert issuer_of(Settings()) is None
    assert (issuer.url, issuer.origins) == ("https://masuk.example/realms/asn", ("https://masuk.example",))
    assert "rahasia" not in repr(issuer)


def test_further_origins_of_the_sign_in_may_be_named():
    issuer = issuer_of(Settings(WHOLE, OIDC_FORM_ORIGINS="https://pusat.example/x https://lain.example:8443"))

    assert issuer.origins == ("https://masuk.example", "https://pusat.example", "https://lain.example:8443")


@pytest.mark.parametrize("missing", WHOLE)
def test_a_half_set_names_what_is_missing(missing):
    with pytest.raises(ImproperlyConfigured, match=f"^Set {missing} too, or none of"):
        issuer_of(Settings({**WHOLE, missing: " "}))


@pytest.mark.parametrize("url", ["http://masuk.example", "masuk.example", "https://", f"https://m.example/{'x' * 200}"])
def test_an_issuer_without_https_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match=r"^OIDC_ISSUER_URL must be an https address"):
        issuer_of(Settings(WHOLE, OIDC_ISSUER_URL=url))


def test_further_origins_without_https_are_refused():
    with pytest.raises(ImproperlyConfigured, match=r"^OIDC_FORM_ORIGINS must be"):
        issuer_of(Settings(WHOLE, OIDC_FORM_ORIGINS="'unsafe-inline'"))


def test_the_policy_of_pages_names_the_issuer_only_when_there_is_one():
    asked = (
        "from cop_portal.settings.demo import CONTENT_SECURITY_POLICY as policy;"
        "print(policy['DIRECTIVES']['form-action'])"
    )
    command, plain = [sys.executable, "-c", asked], {"SECRET_KEY": "x"}

    without = subprocess.run(command, env=plain, capture_output=True, text=True, check=True).stdout
    with_one = subprocess.run(command, env={**plain, **WHOLE}, capture_output=True, text=True, check=True).stdout

    assert without.strip() == "[\"'self'\"]"
    assert with_one.strip() == "[\"'self'\", 'https://masuk.example']"
