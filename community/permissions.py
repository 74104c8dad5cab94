"""Who may, asked by services and by views that show or hide a control."""

from community.audience import doors_of, keys_of
from community.enums import Role


def can_read(user, item) -> bool:
    """Whether `user` may read `item` (a `ScopedContent`); drafts are another question, asked of Wagtail."""
    if user.is_active and user.is_superuser:
        return True
    return not set(doors_of(item)).isdisjoint(keys_of(user))


def is_organiser(user) -> bool:
    """Whether `user` organises the portal: of the group of organisers, or an administrator."""
    if not user.is_active:
        return False
    return user.is_superuser or user.groups.filter(name=Role.ORGANISER).exists()


def is_steward_of(user, scope: str) -> bool:
    """Whether `user` was appointed steward of `scope` (a code of `Scope`)."""
    return _is_person(user) and user.stewardships.filter(scope=scope).exists()


def may_steward(user, scope: str) -> bool:
    """Whether `user` may review and publish what belongs to `scope`: its stewards, and organisers for every scope."""
    return is_organiser(user) or is_steward_of(user, scope)


def may_contribute_for(user, instansi_id: int) -> bool:
    """Whether `user` may write practices in the name of an instansi: its contributors, and organisers for any."""
    if is_organiser(user):
        return True
    return _is_person(user) and user.contributorships.filter(instansi_id=instansi_id).exists()


def can_appoint(user) -> bool:
    """Whether `user` may appoint and dismiss stewards and contributors."""
    return is_organiser(user)


def _is_person(user) -> bool:
    return bool(user.is_authenticated and user.is_active and user.pk)
