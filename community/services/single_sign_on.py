"""What opens an account beside its password: the subject that the issuer of this installation knows a person by."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from community import notifications
from community.errors import ConnectByHand, EmailTaken, IdentityTaken, NoOtherWayIn, NotConnected
from community.models import Instansi, User
from community.permissions import must_have_second_factor
from community.services import people


@transaction.atomic
def join(*, issuer: str, subject: str, email: str, name: str, instansi: Instansi | None, language: str) -> User:
    """Make an account for whom the issuer knows by a verified address; it has no password, and mails are in `language`.

    The affiliation follows as from an address verified by mail. `EmailTaken`, `InstansiNotAffiliable`, `IdentityTaken`.
    """
    person = people.create_person(actor=None, name=name, email=email, instansi=instansi, language=language)
    person = people.verify_only_address(person)
    _insert(person, issuer, subject)
    return person


@transaction.atomic
def connect(person: User, *, actor: User, issuer: str, subject: str) -> None:
    """Let what the issuer says open the account of `person`, and tell them by mail; twice is once.

    Locks the person's row. `PermissionDenied` for all but themselves, `IdentityTaken`.
    """
    if actor.pk != person.pk:
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    if SocialAccount.objects.filter(user=person, provider=issuer, uid=subject).exists():
        return
    _insert(person, issuer, subject)
    _tell(person, "connect_single_sign_on", "single_sign_on_connected")


@transaction.atomic
def connect_by_address(email: str, *, issuer: str, subject: str) -> User | None:
    """Connect with the account whose own address the issuer has verified; None when there is none.

    Locks the person's row. An address that the portal had not verified may have been given by a stranger: their
    password goes. Not for who may do much: an issuer that errs would open more than one person's own things.
    `ConnectByHand`, `EmailTaken`, `IdentityTaken`.
    """
    person = User.objects.select_for_update().filter(email=email).first()
    if person is None or not person.is_active:
        return person
    if not settings.OIDC.connects_by_address or must_have_second_factor(person):
        raise ConnectByHand
    address, _ = EmailAddress.objects.get_or_create(user=person, email=email, defaults={"primary": True})
    if not address.verified:
        person = _take_over(person, address)
    _insert(person, issuer, subject)
    _tell(person, "connect_single_sign_on", "single_sign_on_connected")
    return person


@transaction.atomic
def disconnect(person: User, *, actor: User) -> None:
    """Let only the password open the account of `person` again, and tell them by mail.

    Locks the person's row. `PermissionDenied` for all but themselves, `NotConnected`, `NoOtherWayIn`.
    """
    if actor.pk != person.pk:
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.has_usable_password():
        raise NoOtherWayIn
    deleted, _ = SocialAccount.objects.filter(user=person).delete()
    if not deleted:
        raise NotConnected
    _tell(person, "disconnect_single_sign_on", "single_sign_on_disconnected")


def _take_over(person: User, address: EmailAddress) -> User:
    if not address.set_verified():
        raise EmailTaken
    person.set_unusable_password()  # ends the sessions that it opened, too
    person.save(update_fields=["password"])
    return people.email_verified(person, previous_email=person.email)


def _insert(person: User, issuer: str, subject: str) -> None:
    try:
        with transaction.atomic():
            SocialAccount.objects.create(user=person, provider=issuer, uid=subject)
    except IntegrityError as error:
        raise IdentityTaken from error


def _tell(person: User, action: str, mail: str) -> None:
    log(instance=person, action=f"community.{action}", user=person)
    notifications.queue_single_sign_on_change(person, mail)
