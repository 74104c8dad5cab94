"""Notices by mail: written by the worker in the reader's language, once for each person and cause.

One click stops them.
"""

from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import translation

from community import notices
from community.enums import NoticeKind
from community.mail import KEY_HEADER, written
from community.models import MailMute, Notice, NoticeMailing, User
from community.notifications import on_site

SALT = "community.notice-mail"
BY_MAIL = frozenset(NoticeKind) - {NoticeKind.PINNED, NoticeKind.UNPINNED, NoticeKind.UNLOCKED}


def stop_token(person_id: int, kind: str) -> str:
    """What proves that a mail of `kind` went to this person; it never expires, as a mail does not."""
    return signing.dumps([person_id, kind], salt=SALT, compress=False)


def read_stop_token(token: str) -> tuple[int, str]:
    """Person's id and kind of a token; `signing.BadSignature` for what the portal did not write."""
    person_id, kind = signing.loads(token, salt=SALT)
    return person_id, kind


def stop_link(person_id: int, kind: str) -> tuple[str, dict[str, str]]:
    """The address that ends mail of `kind` to this person, and the headers that let a mail program do it (RFC 8058)."""
    url = on_site(reverse("mail_stop", args=[stop_token(person_id, kind)]))
    return url, {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def wants_mail(person: User, kind: str) -> bool:
    """Whether `person` still has an account and has not stopped mail of `kind`."""
    return person.is_active and not MailMute.objects.filter(person=person.pk, kind=kind).exists()


def send_mailing(row: NoticeMailing) -> None:
    """Queue a mail for each notice of the cause whose reader wants one and may still read what it tells."""
    rows = Notice.objects.filter(key=row.key, kind__in=BY_MAIL, read_at__isnull=True)
    muted = set(MailMute.objects.filter(kind__in=rows.values("kind")).values_list("person_id", "kind"))
    messages = [
        message
        for notice in notices.detailed(rows).select_related("recipient__instansi").order_by("pk").iterator(200)
        if (notice.recipient_id, notice.kind) not in muted and (message := _message(notice))
    ]
    get_connection().send_messages(messages)


def _message(notice: Notice) -> EmailMessage | None:
    """The mail in the language of the notice's reader; None where they may not be told."""
    reader: User = notice.recipient
    if not reader.is_active:
        return None
    with translation.override(reader.language):
        said = notices.told([notice], reader).get(notice.pk)
        if said is None:
            return None
        stop_url, stop_headers = stop_link(reader.pk, notice.kind)
        context = {
            "said": said,
            "kind": NoticeKind(notice.kind).label,
            "url": on_site(said.url),
            "gathers": notice.gathering is not None,
            "stop_url": stop_url,
        }
        headers = {KEY_HEADER: f"notice:{notice.pk}", **stop_headers}
        return written("community/mail/notice", reader.email, context, headers)
