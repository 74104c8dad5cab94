from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from community import work
from community.errors import NoContactAddress
from community.models import PortalSettings, QueuedMail
from community.services.contact import send_message
from cop_portal.models import ContactPage
from tests.factories.community import UserFactory

pytestmark = pytest.mark.django_db

OFFICE = "kontak@kasn.example"
SEND = "/kontak/kirim/"
TEXT = "Halaman tentang SKP menyebut angka lama.\nMohon diperbaiki."


@pytest.fixture
def office(queued_mails):
    PortalSettings.load()
    PortalSettings.objects.update(contact_email=OFFICE)


def typed(**changes) -> dict:
    filled = {"name": "Sri Rahayu", "email": "sri@contoh.go.id", "text": TEXT, "form_key": str(uuid4())}
    return filled | changes


def mails() -> list:
    """Queued messages, the oldest first, as their readers get them."""
    rows = QueuedMail.objects.order_by("pk")
    return [message_from_bytes(bytes(row.message), policy=policy.default) for row in rows]


def test_a_message_goes_to_the_organising_body_by_a_row(client, office):
    response = client.post(SEND, typed(), follow=True)

    (mail,) = mails()
    assert response.redirect_chain == [("/kontak/", 302)]
    assert "Jawabannya dikirim ke sri@contoh.go.id." in response.content.decode()
    assert (mail["To"], mail["Reply-To"], mail["Subject"]) == (OFFICE, "sri@contoh.go.id", "Pesan dari halaman Kontak")
    assert TEXT in mail.get_content().replace("\r\n", "\n")
    assert "Sri Rahayu (sri@contoh.go.id)" in mail.get_content()


def test_a_form_sent_twice_is_one_mail_and_another_message_is_another(client, office):
    data = typed()

    for _ in range(2):
        client.post(SEND, data)
    client.post(SEND, {**data, "text": "Pesan kedua dari formulir yang sama."})
    client.post(SEND, {**data, "form_key": str(uuid4())})

    assert QueuedMail.objects.count() == 3


def test_a_worker_that_dies_before_its_mark_delivers_the_same_message_again(client, office, smtp_catcher):
    client.post(SEND, typed())
    row = QueuedMail.objects.get()

    work.work_off()
    QueuedMail.objects.update(done_at=None, message=row.message)  # killed after the act, before the mark
    work.work_off()
    work.work_off()

    identities = {message_from_bytes(envelope.content)["Message-ID"] for envelope in smtp_catcher.messages}
    assert len(identities) == 1
    assert bytes(QueuedMail.objects.get().message) == b""


def test_a_copy_goes_only_to_the_account_of_who_is_signed_in(client_of, person_of, office):
    stranger = {"email": "orang.lain@contoh.go.id", "wants_copy": "on"}

    client_of("visitor").post(SEND, typed(**stranger))
    client_of("member").post(SEND, typed(**stranger))

    assert [mail["To"] for mail in mails()] == [OFFICE, OFFICE, person_of("member").email]
    assert "wants_copy" not in client_of("visitor").get("/kontak/").content.decode()


def test_form_knows_who_is_signed_in(client_of, person_of, office):
    page = client_of("member").get("/kontak/").content.decode()

    assert f'value="{person_of("member").email}"' in page
    assert f'value="{person_of("member").name}"' in page


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": ""}, "Nama belum diisi"),
        ({"email": "sri"}, "Tulis alamat surel yang lengkap"),
        ({"email": "sri@contoh.go.id\nBcc: semua@contoh.go.id"}, "Tulis alamat surel yang lengkap"),
        ({"name": "Sri\nBcc: semua@contoh.go.id", "email": ""}, "Alamat surel belum diisi"),
        ({"text": "Halo"}, "Pesan terlalu pendek."),
        ({"text": "kata " * 1_000}, "Pesan paling panjang 4.000 karakter."),
    ],
)
def test_what_cannot_be_sent_is_told_and_kept(client, office, changes, reason):
    data = typed(**changes)

    response = client.post(SEND, data)

    page = response.content.decode()
    assert response.status_code == 200
    assert reason in page
    assert "Pesan Anda belum terkirim." in page
    assert data["text"] in page
    assert f'value="{data["form_key"]}"' in page
    assert mails() == []


def test_a_name_cannot_add_a_header(client, office):
    client.post(SEND, typed(name="Sri\r\nBcc: semua@contoh.go.id"))

    (mail,) = mails()
    assert mail["Bcc"] is None
    assert QueuedMail.objects.get().recipients == [OFFICE]


def test_messages_are_taken_at_a_limited_rate(client, office):
    for _ in range(5):
        client.post(SEND, typed())

    refused = client.post(SEND, typed())

    assert refused.status_code == 429
    assert "Terlalu banyak kiriman dalam waktu singkat." in refused.content.decode()
    assert TEXT in refused.content.decode()
    assert QueuedMail.objects.count() == 5


def test_without_an_address_there_is_no_form_and_nothing_is_sent(client):
    PortalSettings.load()
    PortalSettings.objects.update(contact_phone="021 1234567")

    page = client.get("/kontak/").content.decode()
    refused = client.post(SEND, typed())

    assert "021 1234567" in page
    assert SEND not in page
    assert str(NoContactAddress.message) not in page
    assert mails() == []
    assert refused.status_code == 200
    assert str(NoContactAddress.message) in refused.content.decode()
    assert TEXT in refused.content.decode()  # the address went while it was written
    with pytest.raises(NoContactAddress):
        send_message(actor=AnonymousUser(), form_key="x", name="A", email="a@contoh.go.id", text=TEXT)


def test_an_unpublished_contact_page_takes_no_messages(client, office):
    ContactPage.objects.get().unpublish()

    assert [client.post(SEND, typed()).status_code, client.get(SEND).status_code] == [404, 404]
    assert mails() == []


def test_a_deactivated_member_gets_no_copy(office):
    person = UserFactory(is_active=False)

    send_message(actor=person, form_key="x", name="A", email="a@contoh.go.id", text=TEXT, wants_copy=True)

    assert [mail["To"] for mail in mails()] == [OFFICE]


def test_every_page_leads_to_the_contact_page(client):
    assert 'href="/kontak/"' in client.get("/").content.decode()
