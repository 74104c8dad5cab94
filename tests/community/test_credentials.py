"""Forgotten and changed passwords, and another address."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from community.enums import Affiliation
from community.models import User
from tests.factories.community import PASSWORD, InstansiDomainFactory, UserFactory
from tests.support.accounts import NEW_PASSWORD, link_in, mails, page, sign_in, unverified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account_mails")]
LONG = "x" * 100_000


# --- passwords ----------------------------------------------------------------------------------------------------


def test_reset_gives_a_new_password_once(client):
    person = UserFactory()

    sent = client.post("/akun/sandi/lupa/", {"email": person.email.upper()})
    path = link_in(mails()[0][2])
    form = client.get(path, follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    person.refresh_from_db()
    assert sent.headers["Location"] == "/akun/sandi/lupa/terkirim/"
    assert (len(mails()), mails()[0][1]) == (2, "Buat kata sandi baru")
    assert done.headers["Location"] == "/akun/sandi/baru/selesai/"
    assert person.check_password(NEW_PASSWORD)
    assert mails()[1][:2] == ([person.email], "Kata sandi Anda telah diganti")
    assert "Tautan ini tidak berlaku" in page(Client().get(path, follow=True))


def test_reset_answers_known_and_unknown_addresses_alike(client):
    person = UserFactory()

    known = client.post("/akun/sandi/lupa/", {"email": person.email})
    unknown = client.post("/akun/sandi/lupa/", {"email": "tiada@kota.example"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [subject for _, subject, _ in mails()] == ["Buat kata sandi baru", "Alamat ini belum mempunyai akun"]


def test_reset_is_limited_per_account(client):
    codes = [client.post("/akun/sandi/lupa/", {"email": "a@kota.example"}).status_code for _ in range(6)]

    assert codes == [302] * 5 + [429]


@pytest.mark.parametrize("path", ["1-abc", "zzzzzzzzzzzzz-abc", "0-set-password", "1-" + "a" * 3_000])
def test_a_wrong_reset_link_is_explained(client, path):
    response = client.get(f"/akun/sandi/baru/{path}/", follow=True)

    assert (response.status_code, "Tautan ini tidak berlaku" in page(response)) == (200, True)


def test_change_of_password_asks_the_present_one_and_tells_the_owner(client_of, person_of):
    client, person = client_of("member"), person_of("member")
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    wrong = client.post("/akun/sandi/", {"oldpassword": "keliru", **new})
    right = client.post("/akun/sandi/", {"oldpassword": PASSWORD, **new})

    person.refresh_from_db()
    assert "Kata sandi saat ini tidak cocok." in page(wrong)
    assert (right.status_code, person.check_password(NEW_PASSWORD)) == (302, True)
    assert client.get("/akun/sandi/").status_code == 200  # still signed in here
    assert [mail[:2] for mail in mails()] == [([person.email], "Kata sandi Anda telah diubah")]


# --- another address ----------------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client):
    """A person who has just written their password, as a change of address asks."""
    person = UserFactory(email="lama@kota.example")
    sign_in(client, person.email)
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    return person


def test_a_new_address_takes_over_once_it_is_verified(client, signed_in):
    client.post("/akun/surel/", {"email": "Baru@kota.example", "action_add": ""})
    before = User.objects.get(pk=signed_in.pk).email
    waiting = page(client.get("/akun/surel/"))
    client.post(link_in(mails()[0][2]))

    signed_in.refresh_from_db()
    assert (before, signed_in.email) == ("lama@kota.example", "baru@kota.example")
    assert "baru@kota.example" in waiting
    assert list(signed_in.emailaddress_set.values_list("email", "primary", "verified")) == [
        ("baru@kota.example", True, True)
    ]
    assert mails()[1][:2] == (["lama@kota.example"], "Alamat surel akun Anda telah diubah")


def test_leaving_the_domain_loses_what_it_proved(client):
    domain = InstansiDomainFactory(domain="kota.example")
    person = UserFactory(email="a@kota.example", instansi=domain.instansi, affiliation=Affiliation.VERIFIED)
    sign_in(client, person.email)
    client.post("/akun/konfirmasi/", {"password": PASSWORD})

    client.post("/akun/surel/", {"email": "a@pribadi.example", "action_add": ""})
    client.post(link_in(mails()[0][2]))

    person.refresh_from_db()
    assert (person.email, person.affiliation) == ("a@pribadi.example", Affiliation.PENDING)


def test_an_address_of_another_account_is_not_told_and_not_taken(client, signed_in):
    unverified(email="orang@kota.example")

    response = client.post("/akun/surel/", {"email": "orang@kota.example", "action_add": ""})
    client.post(link_in(mails()[0][2]))

    signed_in.refresh_from_db()
    assert response.status_code == 302
    assert signed_in.email == "lama@kota.example"
    assert not EmailAddress.objects.get(user=signed_in, email="orang@kota.example").verified


def test_a_change_of_address_can_be_withdrawn(client, signed_in):
    client.post("/akun/surel/", {"email": "baru@kota.example", "action_add": ""})
    before = signed_in.emailaddress_set.count()

    client.post("/akun/surel/", {"email": "baru@kota.example", "action_remove": ""})

    assert before == 2
    assert list(signed_in.emailaddress_set.values_list("email", flat=True)) == ["lama@kota.example"]


def test_a_change_of_address_asks_the_password_again(client_of):
    client = client_of("member")

    response = client.post("/akun/surel/", {"email": "baru@kota.example", "action_add": ""})
    asked = client.get(response.headers["Location"])
    next_page = {"next": "/akun/surel/"}
    wrong = client.post("/akun/konfirmasi/", {"password": "keliru", **next_page})
    before = len(mails())
    client.post("/akun/konfirmasi/", {"password": PASSWORD, **next_page})

    assert (before, [recipients for recipients, _, _ in mails()]) == (0, [["baru@kota.example"]])
    assert response.headers["Location"].startswith("/akun/konfirmasi/")
    assert "Pastikan bahwa ini Anda" in page(asked)
    assert "Kata sandi tidak cocok." in page(wrong)


# --- the way between them -----------------------------------------------------------------------------------------

ACCOUNT = ("/akun/surel/", "/akun/sandi/", "/akun/dua-langkah/")


@pytest.mark.parametrize("path", ACCOUNT)
def test_pages_of_the_account_lead_to_one_another_and_back(client, path):
    client.force_login(UserFactory(verified=True))

    main = client.get(path).content.decode().partition("<main")[2].partition("</main")[0]

    assert [each for each in (*ACCOUNT, "/saya/") if f'href="{each}"' not in main] == []
    assert main.count('aria-current="page"') == 2  # crumb and tab
