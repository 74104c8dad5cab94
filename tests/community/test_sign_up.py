"""Signing up and proving an address: what is answered, kept, told and sent."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from community.enums import Affiliation
from community.models import User
from tests.factories.community import InstansiDomainFactory, InstansiFactory, UserFactory
from tests.support.accounts import NEW_PASSWORD, link_in, mails, page, sign_in, sign_up, unverified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account_mails")]
LONG = "x" * 100_000


# --- signing up ---------------------------------------------------------------------------------------------------


def test_sign_up_makes_an_unverified_account_and_sends_a_link(client):
    instansi = InstansiFactory(name="Pemerintah Kota Merapi")

    response = sign_up(client, instansi="kota merapi")

    person = User.objects.get(email="ratna@kota.example")
    recipients, subject, text = mails()[0]
    assert response.headers["Location"] == "/akun/verifikasi/"
    assert (person.name, person.instansi, person.affiliation) == ("Ratna Wulandari", instansi, Affiliation.NONE)
    assert list(person.emailaddress_set.values_list("email", "verified")) == [("ratna@kota.example", False)]
    assert (recipients, subject) == (["ratna@kota.example"], "Verifikasi alamat surel Anda")
    assert "Ratna" not in text  # a stranger's words do not reach an address that nobody verified
    assert link_in(text).startswith("/akun/verifikasi/")
    assert len(mails()) == 1


def test_sign_up_with_a_known_address_answers_alike_and_tells_its_owner(client):
    UserFactory(email="ratna@kota.example")

    known = sign_up(client)
    known_page = page(client.get(known.headers["Location"]))
    other = Client()
    unknown = sign_up(other, email="baru@kota.example")
    unknown_page = page(other.get(unknown.headers["Location"]))

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert known_page == unknown_page
    assert [subject for _, subject, _ in mails()] == ["Anda sudah mempunyai akun", "Verifikasi alamat surel Anda"]
    assert User.objects.filter(email="ratna@kota.example").count() == 1


@pytest.mark.parametrize("email", ["ratna@kota.example", "baru@kota.example"])
def test_sign_up_hashes_one_password_whether_the_address_is_known_or_not(client, monkeypatch, email):
    """Hashing takes longer than all the rest, so without it the clock would tell known addresses."""
    UserFactory(email="ratna@kota.example")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))

    sign_up(client, email=email)

    assert len(hashed) == 1


def test_sign_up_keeps_what_was_typed_but_the_password(client):
    response = sign_up(client, email="bukan alamat", instansi="Kota Merapi")

    text = page(response)
    assert "Periksa 2 hal di bawah." in text
    assert 'value="Ratna Wulandari"' in text
    assert 'value="bukan alamat"' in text
    assert 'value="Kota Merapi"' in text
    assert NEW_PASSWORD not in text


def test_sign_up_names_the_nearest_instansi(client):
    InstansiFactory(name="Pemerintah Kota Merapi Timur")

    text = page(sign_up(client, instansi="merapi kota"))

    assert "Yang mirip: Pemerintah Kota Merapi Timur." in text
    assert not User.objects.filter(email="ratna@kota.example").exists()


@pytest.mark.parametrize("password", ["pendek", "1234567890123", "password123", "ratna@kota.example", LONG])
def test_sign_up_refuses_weak_and_endless_passwords(client, password):
    response = sign_up(client, password1=password)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"password1"}
    assert User.objects.filter(email="ratna@kota.example").count() == 0


@pytest.mark.parametrize("field", ["name", "email", "instansi", "password1"])
@pytest.mark.parametrize(
    "value", ["", "\x00", "a\x00b@kota.example", LONG, "\u202eratna", "🙂" * 300, "a@" + "b." * 200 + "example"]
)
def test_sign_up_survives_anything(client, field, value):
    assert sign_up(client, **{field: value}).status_code in (200, 302)


def test_sign_up_offers_current_agencies_and_stays_light(client):
    response = client.get("/akun/daftar/")

    assert page(response).count("<option") > 600
    assert len(client.get("/akun/daftar/", headers={"accept-encoding": "gzip"}).content) < 15_000


def test_two_sign_ups_at_once_answer_alike(client, monkeypatch):
    UserFactory(email="ratna@kota.example")
    from allauth.account.internal import flows

    monkeypatch.setattr(flows.manage_email, "email_already_exists", lambda email: (email, False))

    response = sign_up(client)

    assert response.headers["Location"] == "/akun/verifikasi/"
    assert [subject for _, subject, _ in mails()] == ["Anda sudah mempunyai akun"]


# --- verification -------------------------------------------------------------------------------------------------


def test_the_link_verifies_only_when_its_button_is_pressed(client):
    domain = InstansiDomainFactory(domain="kota.example")
    sign_up(client)
    path = link_in(mails()[0][2])

    seen = client.get(path)
    was_verified = EmailAddress.objects.get(email="ratna@kota.example").verified
    client.post(path)

    person = User.objects.get(email="ratna@kota.example")
    assert "ratna@kota.example" in page(seen)
    assert (was_verified, EmailAddress.objects.get(user=person).verified) == (False, True)
    assert (person.instansi, person.affiliation) == (domain.instansi, Affiliation.VERIFIED)
    assert sign_in(client, person.email, NEW_PASSWORD).headers["Location"] == "/"


def test_a_used_or_invented_link_is_explained(client):
    person = UserFactory()
    used = EmailConfirmationHMAC.create(EmailAddress.objects.get(user=person)).key

    for key in (used, "abc", "a:b:c", "-" * 3_000):
        response = client.get(f"/akun/verifikasi/{key}/")
        assert (response.status_code, "Tautan ini tidak berlaku" in page(response)) == (200, True)
        assert client.post(f"/akun/verifikasi/{key}/").status_code == 404


def test_an_expired_link_is_explained(client, settings):
    person = unverified()
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC.create(person.emailaddress_set.get()).key])
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1

    assert "Tautan ini tidak berlaku" in page(client.get(path))
    assert not person.emailaddress_set.get().verified
