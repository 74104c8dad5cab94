"""Signing in and out: what the page answers, what it keeps, what it does not tell."""

import re

import pytest

from tests.factories.community import PASSWORD, UserFactory
from tests.support.accounts import mails, page, sign_in, unverified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account_mails")]
LONG = "x" * 100_000


def test_sign_in_with_an_address_in_any_case(client):
    person = UserFactory(email="ratna@kota.example")

    response = sign_in(client, "Ratna@KOTA.example")

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_without_password_says_so_and_keeps_the_address(client):
    response = sign_in(client, "ratna@kota.example", "")

    text = page(response)
    assert "Anda belum masuk." in text
    assert "Periksa satu hal di bawah." in text
    assert "Kata sandi belum diisi" in text
    assert 'value="ratna@kota.example"' in text


def test_sign_in_never_sends_the_password_back(client):
    response = sign_in(client, "ratna@kota.example", "rahasia-saya-sekali")

    assert "rahasia-saya-sekali" not in page(response)


def test_sign_in_answers_known_and_unknown_addresses_alike(client):
    UserFactory(email="ada@kota.example")

    known = page(sign_in(client, "ada@kota.example", "keliru"))
    unknown = page(sign_in(client, "tiada@kota.example", "keliru"))

    strip = re.compile(r"(ada|tiada)@kota\.example|value=\"\w{64}\"")
    assert "Alamat surel atau kata sandi tidak cocok." in known
    assert strip.sub("", known) == strip.sub("", unknown)


def test_sign_in_of_an_unverified_address_sends_a_link_instead(client):
    person = unverified()

    response = sign_in(client, person.email)

    assert response.headers["Location"] == "/akun/verifikasi/"
    assert "_auth_user_id" not in client.session
    assert [recipients for recipients, _, _ in mails()] == [[person.email]]


def test_sign_in_of_an_inactive_account_tells_only_who_knows_the_password(client):
    person = UserFactory(is_active=False)

    wrong = sign_in(client, person.email, "keliru")
    right = sign_in(client, person.email)

    assert "tidak cocok" in page(wrong)
    assert right.headers["Location"] == "/akun/tidak-aktif/"
    assert "tidak aktif" in page(client.get("/akun/tidak-aktif/"))
    assert "_auth_user_id" not in client.session


def test_failed_sign_ins_are_limited_per_account(client):
    person = UserFactory()

    texts = [page(sign_in(client, person.email, "keliru")) for _ in range(6)]
    right = sign_in(client, person.email.upper())

    assert ["Terlalu banyak percobaan" in text for text in texts] == [False] * 5 + [True]
    assert "Terlalu banyak percobaan" in page(right)


def test_failed_sign_ins_are_limited_per_account_whichever_host_is_asked(client):
    person = UserFactory()
    for _ in range(5):
        sign_in(client, person.email, "keliru", HTTP_HOST="testserver")

    response = client.post("/akun/masuk/", {"login": person.email, "password": PASSWORD}, headers={"host": "localhost"})

    assert "Terlalu banyak percobaan" in page(response)


@pytest.mark.once
def test_sign_ins_are_limited_per_address_of_the_network(client):
    responses = [sign_in(client, f"orang{number}@kota.example", "keliru") for number in range(31)]

    assert responses[-1].status_code == 429
    assert "Terlalu banyak" in page(responses[-1])


@pytest.mark.parametrize(
    "target",
    ["https://jahat.example/", "//jahat.example/", "\\\\jahat.example", "javascript:alert(1)", "http:///jahat.example"],
)
def test_next_never_leaves_the_portal(client, target):
    person = UserFactory()

    response = sign_in(client, person.email, next=target)

    assert response.headers["Location"] == "/"


def test_next_on_the_portal_is_followed_and_survives_an_error(client):
    person = UserFactory()

    wrong = sign_in(client, person.email, "", next="/praktik/?q=skp")
    right = sign_in(client, person.email, next="/praktik/?q=skp")

    assert 'value="/praktik/?q=skp"' in page(wrong)
    assert right.headers["Location"] == "/praktik/?q=skp"


def test_next_to_another_allowed_host_is_refused(client, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "lain.example"]
    person = UserFactory()

    assert sign_in(client, person.email, next="https://lain.example/").headers["Location"] == "/"


def test_staying_signed_in_is_a_choice(client):
    person = UserFactory()

    sign_in(client, person.email)
    short = client.session.get_expire_at_browser_close()
    client.post("/akun/keluar/")
    sign_in(client, person.email, remember="on")

    assert (short, client.session.get_expire_at_browser_close()) == (True, False)


def test_sign_out_needs_a_post(client_of):
    client = client_of("member")

    asked = client.get("/akun/keluar/")
    still_in = "_auth_user_id" in client.session
    client.post("/akun/keluar/")

    assert (asked.status_code, still_in, "_auth_user_id" in client.session) == (200, True, False)
