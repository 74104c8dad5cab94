"""What the tests of the pages below `/akun/` share: forms that are sent, mails that wait."""

import re
from email import message_from_bytes, policy

from allauth.account.models import EmailAddress
from wagtail.models import ModelLogEntry

from community.models import QueuedMail, User
from tests.factories.community import PASSWORD, UserFactory

NEW_PASSWORD = "kopi-pagi-lagi"
SITE_URL = "https://merit.contoh.example"


def mails() -> list[tuple]:
    """Recipients, subject and text of every queued mail, oldest first."""
    rows = QueuedMail.objects.order_by("pk")
    parsed = [(row.recipients, message_from_bytes(bytes(row.message), policy=policy.default)) for row in rows]
    return [(recipients, message["Subject"], message.get_content()) for recipients, message in parsed]


def mail_languages() -> list[tuple]:
    """Language and subject of every queued mail, oldest first."""
    rows = QueuedMail.objects.order_by("pk")
    return [(message_from_bytes(bytes(row.message))["Content-Language"], row.subject) for row in rows]


def link_in(text: str) -> str:
    """The path of the one link of a mail that leads below `/akun/`."""
    return re.search(r"https://merit\.contoh\.example(/akun/\S+)", text).group(1)


def page(response) -> str:
    return response.content.decode()


def sign_in(client, email: str, password: str = PASSWORD, **extra):
    return client.post("/akun/masuk/", {"login": email, "password": password, **extra})


def sign_up(client, **fields):
    data = {"name": "Ratna Wulandari", "email": "ratna@kota.example", "password1": NEW_PASSWORD, **fields}
    return client.post("/akun/daftar/", data)


def unverified(**fields) -> User:
    person = UserFactory(**fields)
    EmailAddress.objects.filter(user=person).update(verified=False)
    return person


def actions_on(person) -> list[tuple]:
    """What the audit log says was done to a person, and by whom, oldest first."""
    rows = ModelLogEntry.objects.filter(object_id=str(person.pk)).order_by("pk")
    return [(row.action, row.user_id) for row in rows]


def addresses_of(person) -> list[tuple]:
    """Every address of a person: whether it is the first, whether it is verified."""
    return list(EmailAddress.objects.filter(user=person).values_list("email", "primary", "verified"))


def text_of(mail: QueuedMail) -> str:
    """What a mail that waits says."""
    return message_from_bytes(bytes(mail.message), policy=policy.default).get_content()
