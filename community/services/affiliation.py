"""Whether a person belongs to an instansi: proved by the e-mail's domain, else confirmed by an organiser."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community import notifications
from community.enums import Affiliation
from community.errors import AffiliationNeedsInstansi, AffiliationNotPending, InstansiNotAffiliable
from community.models import Instansi, InstansiDomain, User
from community.permissions import can_change_own, can_confirm_affiliation
from community.services.appointments import keep_role_groups, leave_instansi
from community.signals import person_changed


def instansi_of_email(email: str) -> Instansi | None:
    """The instansi that owns the e-mail's domain or, failing that, the nearest parent domain; None if nobody does."""
    labels = email.rpartition("@")[2].lower().split(".")
    parents = [".".join(labels[start:]) for start in range(len(labels))]
    found = InstansiDomain.objects.filter(
        domain__in=parents, instansi__in=Instansi.objects.affiliable(timezone.localdate())
    ).select_related("instansi")
    return max(found, key=lambda row: len(row.domain)).instansi if found else None


def require_affiliable(instansi: Instansi | None) -> None:
    """`InstansiNotAffiliable` unless `instansi` is None or an agency that people may belong to today."""
    if instansi and not Instansi.objects.affiliable(timezone.localdate()).filter(pk=instansi.pk).exists():
        raise InstansiNotAffiliable


def settle_verified_email(person: User, *, previous_email: str = "") -> None:
    """Draw the consequence of a verified address on the locked row `person` and save it.

    The domain proves the instansi, whichever one was named; else a named instansi waits for confirmation. One that
    was confirmed by hand stays, unless it was the domain of `previous_email` that had proved it.
    """
    left, proved = person.instansi_id, instansi_of_email(person.email)
    if proved:
        person.instansi, person.affiliation = proved, Affiliation.VERIFIED
    elif person.instansi_id is None:
        person.affiliation = Affiliation.NONE
    elif person.affiliation != Affiliation.VERIFIED or is_proof_lost(person, previous_email):
        person.affiliation = Affiliation.PENDING
    person.save(update_fields=["instansi", "affiliation"])
    settle_roles(person, left=left, actor=None)


def settle_roles(person: User, *, left: int | None, actor) -> None:
    """Make roles follow the affiliation just saved on the locked row `person`; `left` is the instansi before it."""
    if left not in (None, person.instansi_id):
        leave_instansi(person, instansi_id=left, actor=actor)
    keep_role_groups(person)


def is_proof_lost(person: User, previous_email: str) -> bool:
    """Whether the domain of `previous_email`, and no longer the person's, is what proved their instansi."""
    if previous_email in ("", person.email):
        return False
    proved = instansi_of_email(previous_email)
    return proved is not None and proved.pk == person.instansi_id


@transaction.atomic
def change_instansi(person: User, *, actor, instansi: Instansi | None) -> User:
    """Name another instansi (or none) for `person`: it waits for confirmation unless their domain proves it.

    Locks the person's row. `PermissionDenied`, `InstansiNotAffiliable`.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not can_change_own(actor, person):
        raise PermissionDenied
    if (instansi.pk if instansi else None) == person.instansi_id:
        return person
    require_affiliable(instansi)
    return _set(person, actor, "community.change_affiliation", instansi, _proved_or_pending(person, instansi))


def _proved_or_pending(person: User, instansi: Instansi | None) -> Affiliation:
    if instansi is None:
        return Affiliation.NONE
    if not person.emailaddress_set.filter(email=person.email, verified=True).exists():
        return Affiliation.NONE  # the address is asked first; `settle_verified_email` goes on from there
    proved = instansi_of_email(person.email)
    return Affiliation.VERIFIED if proved and proved.pk == instansi.pk else Affiliation.PENDING


@transaction.atomic
def confirm_affiliation(person: User, *, actor) -> User:
    """Confirm that `person` belongs to the instansi they named, and tell them.

    Locks the person's row. `PermissionDenied`, `AffiliationNotPending`.
    """
    person = _pending(person, actor)
    person = _set(person, actor, "community.confirm_affiliation", person.instansi, Affiliation.VERIFIED)
    notifications.queue_affiliation_confirmed(person)
    return person


@transaction.atomic
def refuse_affiliation(person: User, *, actor) -> User:
    """Refuse the instansi that `person` named, and tell them; they may name another.

    Locks the person's row. `PermissionDenied`, `AffiliationNotPending`.
    """
    person = _pending(person, actor)
    refused = person.instansi
    person = _set(person, actor, "community.refuse_affiliation", None, Affiliation.NONE)
    notifications.queue_affiliation_refused(person, refused)
    return person


@transaction.atomic
def change_affiliation(person: User, *, actor, instansi: Instansi | None, affiliation: str) -> User:
    """Set instansi and state of affiliation as an organiser knows them.

    Locks the person's row. `PermissionDenied`, `AffiliationNeedsInstansi`, `InstansiNotAffiliable`.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not can_confirm_affiliation(actor, person):
        raise PermissionDenied
    if instansi is None and affiliation != Affiliation.NONE:
        raise AffiliationNeedsInstansi
    if ((instansi.pk if instansi else None), affiliation) == (person.instansi_id, person.affiliation):
        return person
    if instansi and instansi.pk != person.instansi_id:
        require_affiliable(instansi)
    return _set(person, actor, "community.change_affiliation", instansi, affiliation)


def _pending(person: User, actor) -> User:
    person = User.objects.select_for_update(of=("self",)).select_related("instansi").get(pk=person.pk)
    if not can_confirm_affiliation(actor, person):
        raise PermissionDenied
    if person.affiliation != Affiliation.PENDING:
        raise AffiliationNotPending
    return person


def _set(person: User, actor, action: str, instansi: Instansi | None, affiliation: str) -> User:
    left, person.instansi, person.affiliation = person.instansi_id, instansi, affiliation
    person.save(update_fields=["instansi", "affiliation"])
    settle_roles(person, left=left, actor=actor)
    data = {"instansi": instansi.name if instansi else None, "affiliation": str(affiliation)}
    log(person, action, user=actor if actor.pk else None, data=data)
    person_changed.send(User, user_id=person.pk)
    return person
