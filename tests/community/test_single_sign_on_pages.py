"""The pages of single sign-on: there only with an issuer, the same for each role, of no use to hostile input."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.support.accounts import page
from tests.support.hostile import TEXTS, Prober, encode
from tests.support.issuers import NAME
from tests.support.people import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("account_mails")]
START, JOIN, CONNECTIONS, AWAY = "/akun/sso/", "/akun/sso/daftar/", "/akun/sso/sambungan/", "/akun/sso/putuskan/"


def test_without_an_issuer_there_is_no_button_and_no_address(client, person_of):
    client.force_login(person_of("member"))

    assert "/akun/sso/" not in page(Client().get("/akun/masuk/")) + page(client.get("/akun/surel/"))
    for address in (START, "/akun/sso/kembali/", JOIN, CONNECTIONS, AWAY):
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404), address


@pytest.mark.parametrize("role", ROLES)
def test_with_an_issuer_each_role_finds_what_is_theirs(issuer, client_of, role):
    client, is_visitor = client_of(role), role == "visitor"
    asked = {
        "/akun/sso/": 405,
        "/akun/sso/kembali/": 403,
        "/akun/sso/daftar/": "/akun/masuk/",
        "/akun/sso/sambungan/": "/akun/masuk/?next=/akun/sso/sambungan/" if is_visitor else 200,
        "/akun/sso/putuskan/": 405,
    }

    answers = {address: client.get(address) for address in asked}

    assert {name: it.headers.get("Location", it.status_code) for name, it in answers.items()} == asked
    assert all("no-store" in it.headers["Cache-Control"] for it in answers.values() if it.status_code != 405)


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_hostile_input_is_refused_with_a_page(issuer, client_of, some, role):
    prober = Prober(client_of(role))

    for turn, text in enumerate(TEXTS.values()):
        prober.post(START, {"next": text, "process": text})
        prober.post(JOIN, {"name": text, "instansi": text})
        prober.post(AWAY, {"account": text})
        if len(text) < 10_000:
            prober.get("/akun/sso/kembali/", f"state={encode(text)}&code={encode(text)}&error={encode(text)}")
        if turn % 10 == 9:
            cache.clear()  # attempts are counted

    assert prober.failures == []


@pytest.mark.parametrize("text", ["\0", "x" * 100_000, "👩" * 500, "<script>"], ids=lambda text: repr(text)[:8])
def test_a_hostile_name_joins_nobody_or_is_kept_as_text(issuer, client, text):
    issuer.knows("s-hostile", email="ratna@kota.example", email_verified=True)
    back = issuer.answer(client.post(START).headers["Location"], sub="s-hostile")
    client.get(back)

    name = client.post(JOIN, {"name": text, "instansi": ""})
    instansi = client.post(JOIN, {"name": "", "instansi": text})

    assert (name.status_code, instansi.status_code) == ((302, 302) if text == "<script>" else (200, 200))


def test_pages_cost_the_same_with_an_issuer(client, issuer, settings, django_assert_num_queries):
    client.get("/akun/masuk/")
    with django_assert_num_queries(2) as with_issuer:
        shown = page(client.get("/akun/masuk/"))
    settings.OIDC = None
    with django_assert_num_queries(len(with_issuer)):
        client.get("/akun/masuk/")

    assert f"Masuk dengan {NAME}" in shown
