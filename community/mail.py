"""Mail goes into a row of its cause's transaction; the worker hands it to the mail server."""

from email import message_from_bytes, policy
from email.message import Message
from email.utils import make_msgid
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import get_language

from community.models import QueuedMail
from community.work import GiveUp

KEY_HEADER = "X-CoP-Key"
LANGUAGE_HEADER = "Content-Language"  # RFC 3282
SMTP_TIMEOUT = 20  # seconds; well under the lease of a claim, so that a slow server is no dead worker


def written(template: str, recipient: str, context: dict, headers: dict | None = None) -> EmailMessage:
    """A message in the language that is active, of `<template>_subject.txt` and `<template>_message.txt`."""
    context = {"portal_name": settings.PORTAL_NAME, "site_url": settings.SITE_URL, **context}
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    headers = {LANGUAGE_HEADER: get_language(), **(headers or {})}
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [recipient], headers=headers)


class QueueBackend(BaseEmailBackend):
    """Django's mail backend that queues instead of sending.

    A message with the header `X-CoP-Key` is queued once for that key, however often its cause asks; the header itself
    is not sent. Every message gets its Message-ID here, so that a second delivery after a crash is known as the same,
    and the language that is active, if it names none.
    """

    def send_messages(self, email_messages) -> int:
        rows = [self._row(message) for message in email_messages if message.recipients()]
        QueuedMail.objects.bulk_create(rows, ignore_conflicts=True)
        return len(rows)

    def _row(self, message: EmailMessage) -> QueuedMail:
        key = message.extra_headers.pop(KEY_HEADER, None)
        message.extra_headers.setdefault(LANGUAGE_HEADER, get_language())
        message.extra_headers.setdefault("Message-ID", make_msgid(domain=urlsplit(settings.SITE_URL).hostname))
        raw = message.message()
        return QueuedMail(
            key=key or message.extra_headers["Message-ID"],
            sender=message.from_email,
            recipients=message.recipients(),
            subject=str(message.subject)[:300],
            message=raw.as_bytes(linesep="\r\n"),
        )


class _StoredBytes(Message):
    """A parsed message that Django's SMTP backend can write with the line ends of mail."""

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return super().as_bytes(unixfrom, policy=policy.compat32.clone(linesep=linesep))


class _StoredMessage(EmailMessage):
    """A queued message as Django's delivering backends want it."""

    def __init__(self, row: QueuedMail):
        super().__init__(subject=row.subject, from_email=row.sender, to=row.recipients)
        self.raw = bytes(row.message)

    def message(self, *args, **kwargs):
        return message_from_bytes(self.raw, _class=_StoredBytes, policy=policy.compat32)


def delivery_connection():
    """The connection that really sends, from `EMAIL_URL` (`settings.MAIL_DELIVERY`)."""
    delivery = settings.MAIL_DELIVERY
    options = {
        "host": delivery.get("EMAIL_HOST"),
        "port": delivery.get("EMAIL_PORT"),
        "username": delivery.get("EMAIL_HOST_USER"),
        "password": delivery.get("EMAIL_HOST_PASSWORD"),
        "use_tls": delivery.get("EMAIL_USE_TLS", False),
        "use_ssl": delivery.get("EMAIL_USE_SSL", False),
        "timeout": SMTP_TIMEOUT,
    }
    is_smtp = delivery["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    return get_connection(delivery["EMAIL_BACKEND"], **(options if is_smtp else {}))


def deliver(row: QueuedMail) -> None:
    """Hand one message to the mail server. Its text, which may hold a sign-in link, is forgotten with the mark "done".

    It stays until then: a worker killed before its mark must find the same message, not an empty one.

    Raises `GiveUp` when the server refuses it for good (5xx), and whatever the server's silence raises otherwise.
    """
    try:
        delivery_connection().send_messages([_StoredMessage(row)])
    except SMTPRecipientsRefused as refusal:
        if all(code >= 500 for code, _reason in refusal.recipients.values()):
            raise GiveUp("The mail server refuses every recipient.") from refusal
        raise
    except (SMTPSenderRefused, SMTPDataError) as refusal:
        if refusal.smtp_code >= 500:
            raise GiveUp(f"The mail server refuses the message: {refusal.smtp_code}.") from refusal
        raise
