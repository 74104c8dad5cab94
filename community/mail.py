"""Mail goes into a row of its cause's transaction; the worker hands it to the mail server."""

from uuid import uuid4

from django.core.mail.backends.base import BaseEmailBackend

from community.models import QueuedMail


class QueueBackend(BaseEmailBackend):
    """Django's mail backend that queues instead of sending."""

    def send_messages(self, email_messages) -> int:
        for message in email_messages:
            raw = message.message()
            QueuedMail.objects.create(
                key=raw["Message-ID"] or str(uuid4()),
                sender=message.from_email,
                recipients=message.recipients(),
                subject=message.subject,
                message=raw.as_bytes(linesep="\r\n"),
            )
        return len(email_messages)
