"""Mails as rows that wait, and a mail server that keeps what it is given."""

import socket

import pytest


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Catcher:
    """Keeps messages in `messages`; `refuse_with` (an SMTP reply) makes it refuse instead."""

    def __init__(self):
        self.messages = []
        self.refuse_with = ""

    async def handle_DATA(self, server, session, envelope):
        if self.refuse_with:
            return self.refuse_with
        self.messages.append(envelope)
        return "250 Message accepted"


@pytest.fixture
def queued_mails(settings):
    """Mails become rows that wait; the test runner puts a box in memory in the place of our backend."""
    settings.EMAIL_BACKEND = "community.mail.QueueBackend"


@pytest.fixture
def smtp_catcher(settings):
    """A real SMTP server on a free port, and `MAIL_DELIVERY` pointing at it; `.messages` has what arrived."""
    from aiosmtpd.controller import Controller

    catcher = Catcher()
    catcher.host, catcher.port = "127.0.0.1", free_port()
    controller = Controller(catcher, hostname=catcher.host, port=catcher.port)
    controller.start()
    settings.MAIL_DELIVERY = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": catcher.host,
        "EMAIL_PORT": catcher.port,
    }
    yield catcher
    controller.stop()
