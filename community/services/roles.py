"""What people may do by their groups, and who administers the portal; appointments are in `appointments`."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from community.enums import Role
from community.errors import GroupFollowsAppointment, LastAdministrator, OwnAccount
from community.models import User
from community.permissions import can_grant_group, can_manage_person
from community.signals import person_changed

APPOINTED_GROUPS = {Role.STEWARD.value, Role.CONTRIBUTOR.value}


@transaction.atomic
def set_groups(person: User, *, actor, groups: Iterable[Group]) -> None:
    """Make `groups` the groups of `person`. Locks the person's row.

    `PermissionDenied` when a group that is added or taken away may do more than `actor` may;
    `GroupFollowsAppointment` for the groups of stewards and contributors, which their appointment keeps.
    """
    person = _managed(person, actor)
    before, after = set(person.groups.all()), set(groups)
    if any(group.name in APPOINTED_GROUPS for group in before ^ after):
        raise GroupFollowsAppointment
    if any(not can_grant_group(actor, group) for group in before ^ after):
        raise PermissionDenied
    if before != after:
        person.groups.set(after)
        _tell(person, actor, groups=sorted(group.name for group in after))


@transaction.atomic
def set_administrator(person: User, *, actor, is_superuser: bool) -> None:
    """Make `person` an administrator, or no longer one. Locks the person's row.

    `PermissionDenied`, `OwnAccount` (nobody demotes themselves), `LastAdministrator`.
    """
    person = _managed(person, actor)
    if person.is_superuser == is_superuser:
        return
    if not actor.is_superuser:
        raise PermissionDenied
    if person.pk == actor.pk:
        raise OwnAccount
    if not is_superuser and not _other_administrators(person):
        raise LastAdministrator
    person.is_superuser = is_superuser
    person.save(update_fields=["is_superuser"])
    _tell(person, actor, is_superuser=is_superuser)


def _managed(person: User, actor) -> User:
    person = User.objects.select_for_update().get(pk=person.pk)
    if not can_manage_person(actor, person):
        raise PermissionDenied
    return person


def _other_administrators(person: User) -> list[User]:
    active = User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk")
    return [each for each in active if each.pk != person.pk]


def _tell(person: User, actor, **data) -> None:
    log(person, "community.change_roles", user=actor if actor.pk else None, data=data)
    person_changed.send(User, user_id=person.pk)
