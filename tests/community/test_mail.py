"""Mail is a row first; it is delivered once, later, and forgotten."""

from email import message_from_bytes, policy
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from community import work
from community.mail import deliver
from community.models import QueuedMail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_mails")]


def send(**fields) -> None:
    EmailMessage(**{"subject": "Halo", "body": "Isi", "to": ["orang@contoh.go.id"], **fields}).send()


def test_mail_waits_as_a_row_until_the_worker_delivers_it():
    send()

    assert mail.outbox == []
    assert work.work_off() == 1
    assert [(m.subject, m.to) for m in mail.outbox] == [("Halo", ["orang@contoh.go.id"])]
    assert "Isi" in mail.outbox[0].message().as_string()


def test_mail_of_an_undone_write_is_never_sent():
    with transaction.atomic():
        send()
        transaction.set_rollback(True)

    assert not QueuedMail.objects.exists()


def test_same_cause_gives_one_mail():
    send(headers={"X-CoP-Key": "reply:7:orang"})
    send(headers={"X-CoP-Key": "reply:7:orang"})

    work.work_off()

    assert len(mail.outbox) == 1
    assert "X-CoP-Key" not in mail.outbox[0].message()


def test_message_id_is_fixed_in_the_row_and_names_the_site_not_the_machine(settings):
    settings.SITE_URL = "https://merit.contoh.go.id"

    send()

    row = QueuedMail.objects.get()
    assert row.key.endswith("@merit.contoh.go.id>")
    assert row.key.encode() in bytes(row.message)


def test_delivered_text_is_forgotten_since_it_may_hold_a_link():
    send(body="https://merit.contoh.go.id/akun/rahasia/")

    work.work_off()

    assert bytes(QueuedMail.objects.get().message) == b""


def test_mail_that_a_killed_worker_did_not_note_as_sent_is_sent_again_whole():
    send()
    deliver(QueuedMail.objects.get())  # and killed here, before the mark

    work.work_off()

    first, second = (message.message().as_string() for message in mail.outbox)
    assert first == second
    assert "Isi" in second


def test_mail_without_recipient_is_no_row():
    send(to=[])

    assert not QueuedMail.objects.exists()


@pytest.mark.parametrize(
    ("code", "gives_up"),
    [(550, True), (450, False)],
)
def test_refused_recipient_is_given_up_only_when_refused_for_good(monkeypatch, code, gives_up):
    def refuse(self, messages):
        raise SMTPRecipientsRefused({"orang@contoh.go.id": (code, b"no")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    send()

    work.work_off()

    row = QueuedMail.objects.get()
    assert (row.failed_at is not None) is gives_up
    assert (row.next_try_at > timezone.now()) is not gives_up


def test_header_injection_is_refused_before_a_row_is_written():
    with pytest.raises(ValueError, match="newlines"):
        send(subject="Halo\nBcc: korban@contoh.go.id")

    assert not QueuedMail.objects.exists()


def test_mail_arrives_whole_at_a_real_server(smtp_catcher):
    send(
        subject="Jawaban untuk Anda",
        body="Baris satu — «kutip»\n.titik di awal baris\n",
        to=["Orang <orang@contoh.go.id>"],
    )

    assert work.work_off() == 1

    envelope = smtp_catcher.messages[0]
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == ["orang@contoh.go.id"]
    assert message["Subject"] == "Jawaban untuk Anda"
    assert message.get_content().splitlines() == ["Baris satu — «kutip»", ".titik di awal baris"]


def test_server_that_is_away_leaves_the_mail_waiting(smtp_catcher):
    smtp_catcher.refuse_with = "451 Try again later"
    send()

    work.work_off()

    assert smtp_catcher.messages == []
    assert QueuedMail.objects.waiting().get().attempts == 1
    assert bytes(QueuedMail.objects.get().message) != b""
