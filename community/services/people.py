"""People's accounts: every row of User has its allauth address, made and changed with it."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from wagtail.log_actions import log
from wagtail.models import Page

from community import notifications
from community.enums import Affiliation
from community.errors import EmailTaken, LastAdministrator, OwnAccount, PersonHasContent
from community.models import Instansi, User
from community.permissions import can_change_own, can_delete_person, can_manage_people, can_manage_person
from community.services.affiliation import is_proof_lost, require_affiliable, settle_verified_email
from community.services.appointments import keep_role_groups
from community.signals import person_changed


def clean_name(name: str) -> str:
    """The name on one line, without doubled spaces."""
    return " ".join(name.split())


@transaction.atomic
def create_person(
    *,
    actor,
    name: str,
    email: str,
    password: str | None = None,
    instansi: Instansi | None = None,
    language: str = settings.LANGUAGE_CODE,
    is_email_verified: bool = False,
    is_superuser: bool = False,
    is_example: bool = False,
) -> User:
    """Make a person and their allauth address in one transaction.

    `actor` is who makes the account, or None for someone who signs up: they get no more than an unverified account.
    Mails to the person are in `language`.
    A verified address draws its consequence for the affiliation at once.
    `PermissionDenied`, `EmailTaken`, `InstansiNotAffiliable`.
    """
    if not _may_create(actor, is_email_verified or is_example, is_superuser):
        raise PermissionDenied
    require_affiliable(instansi)
    fields = {"name": clean_name(name), "instansi": instansi, "language": language}
    fields |= {"is_superuser": is_superuser, "is_example": is_example}
    person = _insert(email.lower(), password, is_email_verified, fields)
    if is_email_verified:
        settle_verified_email(person)
    if actor is not None:
        _log(person, "community.create_person", actor)
    person_changed.send(User, user_id=person.pk)
    return person


def _insert(email: str, password: str | None, is_email_verified: bool, fields: dict) -> User:
    """The rows of a new person; `EmailTaken`."""
    _require_free(email)
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, password, **fields)
            EmailAddress.objects.create(user=person, email=email, primary=True, verified=is_email_verified)
    except IntegrityError as error:  # two sign-ups at once: the second finds the address taken
        raise EmailTaken from error
    return person


def _may_create(actor, is_vouched: bool, is_superuser: bool) -> bool:
    if actor is None:
        return not (is_vouched or is_superuser)
    return can_manage_people(actor) and (actor.is_superuser or not is_superuser)


def _require_free(email: str, *, person: User | None = None) -> None:
    others = person.pk if person else None
    if (
        User.objects.exclude(pk=others).filter(email=email).exists()
        or EmailAddress.objects.exclude(user_id=others).filter(email=email, verified=True).exists()
    ):
        raise EmailTaken


@transaction.atomic
def invite_person(*, actor, name: str, email: str) -> User:
    """Make an account for someone else; a mail asks them to choose a password, which also verifies the address.

    `PermissionDenied`, `EmailTaken`.
    """
    person = create_person(actor=actor, name=name, email=email)
    notifications.queue_invitation(person)
    return person


@transaction.atomic
def email_verified(person: User, *, previous_email: str) -> User:
    """Draw the consequences of an address that allauth has just verified.

    Locks the person's row. `previous_email` is the address the account had before; the same one at sign-up.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    settle_verified_email(person, previous_email=previous_email)
    person_changed.send(User, user_id=person.pk)
    return person


@transaction.atomic
def vouch_for_email(person: User, *, actor) -> User:
    """Give the account of `person` its verified address on the word of `actor`, and draw the consequences.

    Locks the person's row. `PermissionDenied`, `EmailTaken`.
    """
    person = _locked(person)
    if not actor.is_superuser:
        raise PermissionDenied
    _require_free(person.email, person=person)
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"primary": True, "verified": True})
    _log(person, "community.create_person", actor)
    return email_verified(person, previous_email=person.email)


@transaction.atomic
def verify_only_address(person: User) -> User:
    """Verify the one address of an account whose owner has shown, by a mail sent there, that it is theirs.

    Locks the person's row. Nothing happens when another account verified the same address meanwhile.
    """
    person = _locked(person)
    address = EmailAddress.objects.get(user=person)
    if not address.set_verified():
        return person
    return email_verified(person, previous_email=person.email)


@transaction.atomic
def change_name(person: User, *, actor, name: str) -> User:
    """Change how `person` is called. Locks the person's row. `PermissionDenied`."""
    person = _locked(person)
    if not can_change_own(actor, person):
        raise PermissionDenied
    name = clean_name(name)
    if name == person.name:
        return person
    person.name = name
    person.save(update_fields=["name"])
    if actor.pk != person.pk:
        _log(person, "community.change_person", actor, field="name")
    person_changed.send(User, user_id=person.pk)
    return person


@transaction.atomic
def change_email(person: User, *, actor, email: str) -> User:
    """Give `person` another address, as an organiser: it must be verified anew before they can sign in with it.

    Locks the person's row. An affiliation that the old domain had proved waits for confirmation.
    `PermissionDenied`, `EmailTaken`.
    """
    person = _locked(person)
    if not can_manage_person(actor, person):
        raise PermissionDenied
    email = email.lower()
    if email == person.email:
        return person
    _require_free(email, person=person)
    person.emailaddress_set.all().delete()
    address = EmailAddress.objects.create(user=person, email=email, primary=True)
    previous, person.email = person.email, email
    if person.affiliation == Affiliation.VERIFIED and is_proof_lost(person, previous):
        person.affiliation = Affiliation.PENDING
    person.save(update_fields=["email", "affiliation"])
    keep_role_groups(person)
    _log(person, "community.change_person", actor, field="email")
    notifications.queue_email_verification(address)
    person_changed.send(User, user_id=person.pk)
    return person


@transaction.atomic
def deactivate_person(person: User, *, actor) -> User:
    """Close `person`'s account: no sign-in, open sessions end, their content stays.

    Locks the person's row. `PermissionDenied`, `OwnAccount`, `LastAdministrator`.
    """
    person = _locked(person)
    _require_other(person, actor)
    if not person.is_active:
        return person
    _require_another_administrator(person)
    return _set_active(person, actor, False, "community.deactivate_person")


@transaction.atomic
def reactivate_person(person: User, *, actor) -> User:
    """Open `person`'s account again. Locks the person's row. `PermissionDenied`."""
    person = _locked(person)
    if not can_manage_person(actor, person):
        raise PermissionDenied
    if person.is_active:
        return person
    return _set_active(person, actor, True, "community.reactivate_person")


@transaction.atomic
def delete_person(person: User, *, actor) -> None:
    """Delete an account without content; one with content is deactivated instead.

    Locks the person's row. `PermissionDenied`, `OwnAccount`, `LastAdministrator`, `PersonHasContent`.
    """
    person = _locked(person)
    if not can_delete_person(actor, person):
        raise PermissionDenied
    _require_other(person, actor)
    _require_another_administrator(person)
    if Page.objects.filter(owner=person).exists() or person.wagtail_revisions.exists():
        raise PersonHasContent
    pk = person.pk
    _log(person, "community.delete_person", actor)
    try:
        with transaction.atomic():
            person.delete()
    except (ProtectedError, RestrictedError) as error:
        raise PersonHasContent from error
    person_changed.send(User, user_id=pk)


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _require_other(person: User, actor) -> None:
    if not can_manage_person(actor, person):
        raise PermissionDenied
    if person.pk == actor.pk:
        raise OwnAccount


def _require_another_administrator(person: User) -> None:
    """`LastAdministrator` if nobody else could administer the portal; locks the administrators' rows."""
    if not person.is_superuser:
        return
    active = list(User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk"))
    if not [each for each in active if each.pk != person.pk]:
        raise LastAdministrator


def _set_active(person: User, actor, is_active: bool, action: str) -> User:
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    keep_role_groups(person)
    _log(person, action, actor)
    person_changed.send(User, user_id=person.pk)
    return person


def _log(person: User, action: str, actor, **data) -> None:
    log(person, action, user=actor if actor.pk else None, data=data or None)
