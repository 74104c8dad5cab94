"""The page on which a person names their own instansi: what it says of each state and what becomes of a change."""

from datetime import date

import pytest

from community.enums import Affiliation
from tests.factories.community import InstansiDomainFactory, InstansiFactory, UserFactory
from tests.support.hostile import TEXTS, encode

ADDRESS = "/saya/instansi/"

pytestmark = pytest.mark.django_db


def state_of(person) -> tuple:
    person.refresh_from_db()
    return person.instansi, person.affiliation


def page_of(client, person) -> str:
    client.force_login(person)
    return client.get(ADDRESS).content.decode()


def test_visitor_is_sent_to_sign_in(client):
    response = client.get(ADDRESS)

    assert (response.status_code, response.url) == (302, f"/akun/masuk/?next={ADDRESS}")
    assert client.post(ADDRESS, {"instansi": "Kota Contoh"}).status_code == 403  # the page that says: sign in again


def test_each_state_is_told_in_a_sentence(client):
    proved = InstansiDomainFactory(domain="kotabukti.go.id").instansi
    by_domain = UserFactory(email="orang@kotabukti.go.id", instansi=proved, affiliation=Affiliation.VERIFIED)
    confirmed, pending, none = UserFactory(verified=True), UserFactory(pending=True), UserFactory()

    told = [page_of(client, person) for person in (by_domain, confirmed, pending, none)]

    sentences = [
        "terverifikasi oleh domain surel Anda.",
        "sudah dikonfirmasi penyelenggara.",
        "belum mengonfirmasinya;",
    ]
    sentences.append("Anda belum menyebut instansi.")
    assert [[sentence in page for sentence in sentences] for page in told] == [
        [row == column for column in range(4)] for row in range(4)
    ]
    assert ["mencabut hak anggota terverifikasi" in page for page in told] == [True, True, False, False]
    assert f'value="{pending.instansi.name}"' in told[2]
    assert f'<option value="{proved.name}">' in told[3]


def test_another_instansi_waits_and_takes_verified_rights(client):
    person, other = UserFactory(verified=True), InstansiFactory()
    client.force_login(person)

    response = client.post(ADDRESS, {"instansi": other.name}, follow=True)

    assert response.redirect_chain == [("/saya/", 302)]
    assert "Penyelenggara akan mengonfirmasinya." in response.content.decode()
    assert state_of(person) == (other, Affiliation.PENDING)
    assert client.get("/anggota/").status_code == 404


def test_domain_proves_at_once_and_the_page_offers_it(client):
    proved = InstansiDomainFactory(domain="kotabukti.go.id").instansi
    person = UserFactory(email="orang@kotabukti.go.id")

    assert f"Domain surel Anda terdaftar untuk {proved.name}." in page_of(client, person)
    response = client.post(ADDRESS, {"instansi": proved.name}, follow=True)

    assert "langsung terverifikasi oleh domain surel Anda" in response.content.decode()
    assert state_of(person) == (proved, Affiliation.VERIFIED)


def test_none_may_be_named_and_the_same_changes_nothing(client):
    person = UserFactory(verified=True)
    instansi = person.instansi
    client.force_login(person)

    same = client.post(ADDRESS, {"instansi": instansi.name}, follow=True)
    assert "Instansi Anda tidak berubah." in same.content.decode()
    assert state_of(person) == (instansi, Affiliation.VERIFIED)

    none = client.post(ADDRESS, {"instansi": " "}, follow=True)
    assert "Instansi Anda dikosongkan." in none.content.decode()
    assert state_of(person) == (None, Affiliation.NONE)


def test_refused_names_stay_at_the_field_and_change_nothing(client):
    person = UserFactory(verified=True)
    instansi = person.instansi
    InstansiFactory(name="Kota Melati Utara")
    InstansiFactory(name="Kota Bubar", active_to=date(2020, 1, 1))
    client.force_login(person)

    near = client.post(ADDRESS, {"instansi": "Melati"})
    closed = client.post(ADDRESS, {"instansi": "Kota Bubar"})

    assert near.context["form"].errors["instansi"] == ["Nama instansi belum tepat. Yang mirip: Kota Melati Utara."]
    assert 'value="Melati"' in near.content.decode()
    assert closed.context["form"].errors["instansi"][0].startswith("Instansi ini belum terdaftar.")
    assert 'value="Kota Bubar"' in closed.content.decode()
    assert state_of(person) == (instansi, Affiliation.VERIFIED)


@pytest.mark.once
def test_hostile_names_are_refused_or_empty(client):
    person = UserFactory(pending=True)
    instansi = person.instansi
    client.force_login(person)

    for text in filter(str.strip, TEXTS.values()):
        sent = client.post(ADDRESS, f"instansi={encode(text)}", content_type="application/x-www-form-urlencoded")
        assert sent.status_code < 500
        person.refresh_from_db()
        assert person.instansi in (instansi, None)
    assert client.post(ADDRESS, {"instansi": "a\x00b"}).context["form"].errors["instansi"]


@pytest.mark.once
def test_page_does_not_grow_and_is_linked(client, assert_flat_queries):
    person = UserFactory(pending=True)
    client.force_login(person)

    assert_flat_queries(InstansiDomainFactory, lambda: client.get(ADDRESS), at_most=15)
    for address in ("/saya/", "/saya/profil/"):
        assert f'href="{ADDRESS}"' in client.get(address).content.decode()
