"""Who stewards a scope and who contributes for an instansi; each also opens the CMS by its group.

Both rest while the person is no verified member, and begin again when they are one: the rows stay, the groups go.
Every function locks the person's row, so that rows and groups agree when two organisers act at once.
"""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from community.enums import Role, Scope
from community.errors import AlreadyAppointed, NotAppointed, PersonNotVerified, UnknownScope
from community.models import Instansi, InstansiContributor, ScopeSteward, User
from community.permissions import can_appoint
from community.signals import person_changed


@transaction.atomic
def appoint_steward(person: User, *, scope: str, actor) -> ScopeSteward:
    """Make `person` a steward of `scope` (a code of `Scope`).

    `PermissionDenied`, `UnknownScope`, `PersonNotVerified`, `AlreadyAppointed`.
    """
    person = _locked(person, actor)
    if scope not in Scope.values:
        raise UnknownScope
    if not person.is_verified_member:
        raise PersonNotVerified
    row, is_new = ScopeSteward.objects.get_or_create(person=person, scope=scope)
    if not is_new:
        raise AlreadyAppointed
    _settle(person, actor, "community.appoint_steward", {"scope": str(Scope(scope))})
    return row


@transaction.atomic
def dismiss_steward(person: User, *, scope: str, actor) -> None:
    """Take `scope` from its steward `person`. `PermissionDenied`, `NotAppointed`."""
    person = _locked(person, actor)
    deleted, _ = person.stewardships.filter(scope=scope).delete()
    if not deleted:
        raise NotAppointed
    _settle(person, actor, "community.dismiss_steward", {"scope": str(Scope(scope))})


@transaction.atomic
def appoint_contributor(person: User, *, instansi: Instansi, actor) -> InstansiContributor:
    """Let `person` write practices for `instansi`. `PermissionDenied`, `PersonNotVerified`, `AlreadyAppointed`."""
    person = _locked(person, actor)
    if not person.is_verified_member:
        raise PersonNotVerified
    row, is_new = InstansiContributor.objects.get_or_create(person=person, instansi=instansi)
    if not is_new:
        raise AlreadyAppointed
    _settle(person, actor, "community.appoint_contributor", {"instansi": instansi.code})
    return row


@transaction.atomic
def dismiss_contributor(person: User, *, instansi: Instansi, actor) -> None:
    """End that `person` writes practices for `instansi`. `PermissionDenied`, `NotAppointed`."""
    person = _locked(person, actor)
    deleted, _ = person.contributorships.filter(instansi=instansi).delete()
    if not deleted:
        raise NotAppointed
    _settle(person, actor, "community.dismiss_contributor", {"instansi": instansi.code})


def leave_instansi(person: User, *, instansi_id: int, actor) -> None:
    """End that the locked row `person`, who belongs there no more, writes practices for an instansi.

    What they were appointed to elsewhere stays: an organiser chose it apart from where they belong. An instansi that
    they only named, and that was refused, is left, too.
    """
    row = person.contributorships.filter(instansi_id=instansi_id).select_related("instansi").first()
    if row:
        row.delete()
        data = {"instansi": row.instansi.code}
        log(person, "community.dismiss_contributor", user=actor if actor and actor.pk else None, data=data)


def keep_role_groups(person: User) -> None:
    """Put the locked row `person` into the groups of the roles in force, and out of those that ended or rest."""
    for role, holds in (
        (Role.STEWARD, person.stewardships.in_force().exists()),
        (Role.CONTRIBUTOR, person.contributorships.in_force().exists()),
    ):
        group, _ = Group.objects.get_or_create(name=role.value)
        if holds:
            person.groups.add(group)
        else:
            person.groups.remove(group)


def _locked(person: User, actor) -> User:
    if not can_appoint(actor):
        raise PermissionDenied
    return User.objects.select_for_update().get(pk=person.pk)


def _settle(person: User, actor, action: str, data: dict) -> None:
    keep_role_groups(person)
    log(person, action, user=actor if actor.pk else None, data=data)
    person_changed.send(User, user_id=person.pk)
