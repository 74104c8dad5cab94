"""What holds for all pages of `/akun/`, and the accounts of the demo."""

import re

import pytest
from django.urls import get_resolver

from community import demo_accounts
from community.models import User
from tests.factories.community import UserFactory
from tests.support.accounts import mails, page, sign_in, sign_up, unverified
from tests.support.queries import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account_mails")]
LONG = "x" * 100_000


# --- all of it ----------------------------------------------------------------------------------------------------

OPEN = [
    "masuk/",
    "daftar/",
    "sandi/lupa/",
    "sandi/lupa/terkirim/",
    "sandi/baru/selesai/",
    "verifikasi/",
    "tidak-aktif/",
]
CLOSED = ["sandi/", "surel/", "konfirmasi/", "dua-langkah/"]
# Only after a password, or with a second factor set up: test_second_factor.py, test_passkeys.py
APPLICATION = ("masuk", "konfirmasi", "aplikasi", "aplikasi/hapus", "cadangan", "cadangan/baru", "cadangan/unduh")
SINGLE_SIGN_ON = [
    f"sso/{rest}" for rest in ("", "kembali/", "daftar/", "sambungan/", "putuskan/")
]  # 404 without issuer
PASSKEYS = ("kunci-sandi", "kunci-sandi/konfirmasi", "kunci-sandi/<int:pk>/hapus")
DEEPER = [f"dua-langkah/{rest}/" for rest in (*APPLICATION, *PASSKEYS)]


@pytest.mark.parametrize("address", OPEN)
def test_open_pages_are_ours_and_light(client, address):
    response = client.get(f"/akun/{address}")

    assert response.status_code == 200
    assert response.templates[0].origin.name.endswith(f"templates/{response.templates[0].name}")
    assert "site-packages" not in " ".join(
        str(each.origin) for each in response.templates if each.name.startswith("account")
    )
    assert count_queries(lambda: client.get(f"/akun/{address}")) <= 12


@pytest.mark.parametrize("address", CLOSED)
def test_pages_of_ones_own_account_ask_to_sign_in(client, client_of, address):
    signed_in = client_of("member")

    response = client.get(f"/akun/{address}")
    mine = signed_in.get(f"/akun/{address}")

    assert response.headers["Location"] == f"/akun/masuk/?next=/akun/{address}"
    assert mine.status_code == 200
    assert count_queries(lambda: signed_in.get(f"/akun/{address}")) <= 15


def test_every_address_of_accounts_is_known_here():
    patterns = next(each for each in get_resolver().url_patterns if str(each.pattern) == "akun/").url_patterns
    plain = {str(each.pattern) for each in patterns if "(" not in str(each.pattern)}

    assert plain == {*OPEN, *CLOSED, *DEEPER, *SINGLE_SIGN_ON, "keluar/", "sandi/buat/"}


def test_no_mail_is_in_english(client):
    person = UserFactory()
    client.cookies["bahasa"] = "id"
    sign_up(client)
    client.post("/akun/sandi/lupa/", {"email": person.email})

    text = " ".join(f"{subject} {body}" for _, subject, body in mails())
    assert not re.search(r"\b(you|your|the|email|please|account|sign)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("address", ["a@kota.example\nBcc: b@jahat.example", "a@kota.example%0ABcc:b@jahat.example"])
def test_no_header_is_injected(client, address):
    client.post("/akun/sandi/lupa/", {"email": address})
    sign_up(client, email=address)

    assert not any("jahat" in str(recipients) for recipients, _, _ in mails())


def test_no_address_reaches_the_log(client, client_of, caplog):
    caplog.set_level("DEBUG")
    person = unverified(email="rahasia@kota.example")

    sign_in(client, person.email, "keliru")
    sign_in(client, person.email)
    sign_up(client, email="rahasia.baru@kota.example")
    client.post("/akun/sandi/lupa/", {"email": person.email})
    client_of("organiser").post(
        "/cms/users/new/", {"name": "Agus", "email": "rahasia.lain@kota.example", "affiliation": "none"}
    )

    written = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert User.objects.filter(email__startswith="rahasia").count() == 3
    assert not [line for line in written if "rahasia" in line]


# --- the demo's accounts ------------------------------------------------------------------------------------------


@pytest.mark.once
def test_the_demo_shows_its_accounts_on_the_sign_in_page_only(client, settings):
    settings.DEMO = True
    demo_accounts.ensure_demo_accounts()

    shown, elsewhere = page(client.get("/akun/masuk/")), page(client.get("/akun/daftar/"))

    emails = [account.email for account in demo_accounts.DEMO_ACCOUNTS]
    assert [email in shown for email in emails] == [True] * 7
    assert demo_accounts.PASSWORD in shown
    assert not any(email in elsewhere for email in emails)


@pytest.mark.once
def test_outside_the_demo_no_account_is_shown(client, settings):
    settings.DEMO = True
    demo_accounts.ensure_demo_accounts()
    settings.DEMO = False

    shown = page(client.get("/akun/masuk/"))

    assert not any(account.email in shown for account in demo_accounts.DEMO_ACCOUNTS)
    assert demo_accounts.PASSWORD not in shown
