"""What people are told, in the portal and by mail: rows of the transaction of their cause."""

from collections.abc import Collection, Iterable

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone, translation

from community.mail import KEY_HEADER, written
from community.models import Instansi, Notice, NoticeMailing, User

AT_ONCE = 500  # notices in one statement


def on_site(path: str) -> str:
    """The absolute address of a path of the portal, by SITE_URL and never by what the browser sent."""
    return f"{settings.SITE_URL.rstrip('/')}/{path.lstrip('/')}"


def notify(
    recipients: Iterable[int],
    kind: str,
    *,
    subject: str,
    object_id: int,
    key: str,
    actor: User | None = None,
    data: dict | None = None,
    is_mailed: bool = True,
) -> None:
    """Write one notice for each of `recipients` (ids of people), in the transaction of its cause; safe to run twice.

    `kind` is a `NoticeKind`; `subject` (a `Subject`) and `object_id` name the row it speaks of; `key` names the cause:
    who was told of it already is not told again. `data` is for the recipient alone. The caller asks who may read.
    The worker tells it by mail as well (`notice_mail`); not `is_mailed` when the caller sends a mail of its own.
    """
    actor_id = actor.pk if actor else None
    rows = [
        Notice(
            recipient_id=pk,
            kind=kind,
            actor_id=actor_id,
            subject=subject,
            object_id=object_id,
            key=key,
            data=data or {},
        )
        for pk in sorted(set(recipients) - {actor_id})
    ]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
        if is_mailed:
            NoticeMailing.objects.create(key=key)


def gather(recipients: Iterable[int], kind: str, *, subject: str, object_id: int, number: int, key: str) -> None:
    """Tell `recipients` of thing `number` of a row, such as a reply in a topic; in the transaction of its cause.

    Each of them has one unread notice of `kind` for the row, which grows. Who has none gets one, begun by `key`, and a
    mail: nobody gets another while they have not read it. Each cause is told once; two at once are both told of, since
    the first statement waits for a notice that is being made, or read, and keeps it as it is until the commit.
    """
    ids = sorted(set(recipients))
    for start in range(0, len(ids), AT_ONCE):
        _grow(ids[start : start + AT_ONCE], kind, subject, object_id, number, key)
    if ids and Notice.objects.filter(key=key).exists():
        NoticeMailing.objects.create(key=key)


def _grow(ids: list[int], kind: str, subject: str, object_id: int, number: int, key: str) -> None:
    told = {"kind": kind, "subject": subject}
    numbers = {"first_number": number, "last_number": number}
    Notice.objects.bulk_create(
        [Notice(recipient_id=pk, object_id=object_id, key=key, **told, **numbers) for pk in ids],
        update_conflicts=True,
        unique_fields=["gathering", "recipient", "kind", "subject"],
        update_fields=["object_id"],  # as it is
    )
    grown = Notice.objects.gathering(kind, subject, object_id).filter(recipient__in=ids)
    grown.filter(Q(first_number__gt=number) | Q(last_number__lt=number)).update(
        first_number=Least("first_number", number),
        last_number=Greatest("last_number", number),
        created_at=timezone.now(),
    )


def settle(kind: str, *, subject: str, object_id: int) -> None:
    """Mark as read what all were told of a row by notices of `kind`: what they were asked for is done."""
    Notice.objects.filter(kind=kind, subject=subject, object_id=object_id).mark_read()


def settle_causes(keys: list[str], *, recipients: Collection[int]) -> None:
    """Mark as read what people (`recipients`, ids of users) were told for the causes of `keys`."""
    for start in range(0, len(keys), AT_ONCE):
        Notice.objects.filter(recipient__in=recipients, key__in=keys[start : start + AT_ONCE]).mark_read()


def queue_invitation(person: User) -> None:
    """Tell someone that an account was made for them; the link lets them choose a password."""
    key = f"{user_pk_to_url_str(person)}-{EmailAwarePasswordResetTokenGenerator().make_token(person)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}).replace("UID-KEY", key)
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    _tell(person, "invitation", password_url=on_site(path), days=days, reset_url=_reset_url())


def queue_email_verification(address: EmailAddress) -> None:
    """Ask the owner of an address to verify it, when an organiser gave it to the account."""
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC.create(address).key])
    _tell(address.user, "email_verification", activate_url=on_site(path))


def queue_second_factor_reset(person: User) -> None:
    """Tell someone that their second factor was taken from the account, since it was lost."""
    _tell(person, "second_factor_reset", second_factor_url=on_site(reverse("mfa_index")), reset_url=_reset_url())


def queue_second_factor_change(person: User, mail: str) -> None:
    """Tell someone that the second factor of their account was changed; `mail` names the templates."""
    _tell(person, mail, at=timezone.now(), reset_url=_reset_url())


def queue_single_sign_on_change(person: User, mail: str) -> None:
    """Tell someone that another account opens theirs now, or no longer; `mail` names the templates."""
    _tell(person, mail, at=timezone.now(), issuer=settings.OIDC.name, reset_url=_reset_url())


def queue_affiliation_confirmed(person: User) -> None:
    """Tell someone that they are a verified member of their instansi."""
    _tell(person, "affiliation_confirmed", instansi=person.instansi, home_url=on_site("/"))


def queue_affiliation_refused(person: User, instansi: Instansi) -> None:
    """Tell someone that the instansi they named was not confirmed."""
    _tell(person, "affiliation_refused", instansi=instansi, home_url=on_site("/"))


def queue_contact_message(to: str, *, key: str, name: str, email: str, text: str, copy_to: User | None = None) -> None:
    """Pass a message on to the organising body, and its copy to `copy_to`; once for each `key`.

    Who answers the mail answers `email`.
    """
    context = {"name": name, "email": email, "text": text}
    _queue("contact", to, language=settings.LANGUAGE_CODE, reply_to=email, key=f"contact:{key}", **context)
    if copy_to:
        _tell(copy_to, "contact_copy", key=f"contact-copy:{key}", **context)


def _reset_url() -> str:
    return on_site(reverse("account_reset_password"))


def _tell(person: User, mail: str, /, **context) -> None:
    """One message in the language of `person`: who caused it may read another."""
    _queue(mail, person.email, language=person.language, **context)


def _queue(name: str, recipient: str, /, *, language: str, reply_to: str = "", key: str = "", **context) -> None:
    with translation.override(language):
        message = written(f"community/mail/{name}", recipient, context)
        if reply_to:
            message.reply_to = [reply_to]
        if key:
            message.extra_headers[KEY_HEADER] = key
        message.send()
