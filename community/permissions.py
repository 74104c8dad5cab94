"""Who may, asked by services and by views that show or hide a control."""

from wagtail.models import Page
from wagtail.permissions import policy_registry

from community import references
from community.audience import doors_of, keys_of
from community.enums import Role
from community.models import PortalDocument, PortalImage


def can_read(user, item) -> bool:
    """Whether `user` may read `item` (a `ScopedContent`); drafts are another question, asked of Wagtail."""
    if user.is_active and user.is_superuser:
        return True
    return not set(doors_of(item)).isdisjoint(keys_of(user))


def can_read_file(user, file) -> bool:
    """Whether `user` may fetch an image or document: through live content that shows it, else as who works on it."""
    return bool(references.audiences_open_to(user, file)) or can_work_on_file(user, file)


def can_work_on_file(user, file) -> bool:
    """Whether `user` meets the file in the CMS: it is theirs to change, or on a page they may edit.

    A file that no content refers to may be part of a newer draft, which only a revision knows: whoever publishes pages
    sees it in the review.
    """
    if not _is_person(user) or not user.has_perm("wagtailadmin.access_admin"):
        return False
    if policy_registry.get(file).user_has_permission_for_instance(user, "change", file):
        return True
    if references.editable_by(user, file):
        return True
    return not references.referrers(file) and policy_registry.get_by_type(Page).user_has_permission(user, "publish")


def can_refer_to(user, thing) -> bool:
    """Whether `user` may name `thing` in what they write: a page they may see, a file they may choose or fetch."""
    if isinstance(thing, Page):
        return not policy_registry.get_by_type(Page).hides(user, [thing.pk])
    if isinstance(thing, (PortalImage, PortalDocument)):
        is_choosable = policy_registry.get(thing).user_has_permission_for_instance(user, "choose", thing)
        return is_choosable or can_read_file(user, thing)
    return True


def is_organiser(user) -> bool:
    """Whether `user` organises the portal: of the group of organisers, or an administrator."""
    if not user.is_active:
        return False
    return user.is_superuser or Role.ORGANISER in user.group_names.values()


def is_steward_of(user, scope: str) -> bool:
    """Whether `user` is steward of `scope` (a code of `Scope`) today; the appointment may rest."""
    return _is_person(user) and user.stewardships.in_force().filter(scope=scope).exists()


def must_have_second_factor(user) -> bool:
    """Whether `user` may do so much that a password alone is too little: all who enter the CMS but contributors.

    As S27 of Peraturan BSSN 4/2021 asks for authentication by the weight of what an account may do.
    """
    if not user.is_authenticated:
        return False
    return user.is_superuser or any(name != Role.CONTRIBUTOR for name in user.opening_group_names)


def can_appoint(user) -> bool:
    """Whether `user` may appoint and dismiss stewards and contributors."""
    return is_organiser(user)


def _is_person(user) -> bool:
    return bool(user.is_authenticated and user.is_active and user.pk)


def can_manage_people(user) -> bool:
    """Whether `user` may add, change and deactivate people: organisers and administrators."""
    return bool(user.is_active and user.has_perm("community.change_user"))


def can_manage_person(user, person) -> bool:
    """Whether `user` may change what is `person`'s: nobody holds the account of one who may do more than they."""
    if not can_manage_people(user):
        return False
    if user.is_superuser:
        return True
    return not person.is_superuser and all(can_grant_group(user, group) for group in person.groups.all())


def can_change_own(user, person) -> bool:
    """Whether `user` may change the name and instansi of `person`: their own, or as who manages people."""
    return (user.is_active and user.pk is not None and user.pk == person.pk) or can_manage_person(user, person)


def can_confirm_affiliation(user, person) -> bool:
    """Whether `user` may confirm or refuse that `person` belongs to the instansi they named."""
    return can_manage_person(user, person)


def can_delete_person(user, person) -> bool:
    """Whether `user` may delete `person`'s account; one with content is deactivated instead."""
    return can_manage_person(user, person) and user.has_perm("community.delete_user")


def can_grant_group(user, group) -> bool:
    """Whether `user` may put people into `group` or take them out: nobody grants more than they may do themselves."""
    if not can_manage_people(user):
        return False
    if user.is_superuser:
        return True
    wanted = {f"{app}.{code}" for app, code in group.permissions.values_list("content_type__app_label", "codename")}
    return wanted <= user.get_all_permissions() and all(_covers(user, group, *tree) for tree in GROUP_PERMISSIONS)


# What a group may do in a tree or on a site: the relation of Group, and the path to the node.
GROUP_PERMISSIONS = [
    ("page_permissions", "page__path"),
    ("collection_permissions", "collection__path"),
    ("site_permissions", "site__id"),
]


def _covers(user, group, relation: str, node: str) -> bool:
    """Whether `user`'s own groups hold all that `group` may do by `relation`: at the same node, or above it."""
    rows = getattr(group, relation).model.objects
    held = list(rows.filter(group__user=user).values_list(node, "permission_id"))
    wanted = rows.filter(group=group).values_list(node, "permission_id")
    return all(any(code == mine and _is_below(at, top) for top, mine in held) for at, code in wanted)


def _is_below(node, top) -> bool:
    return node.startswith(top) if isinstance(node, str) else node == top


def can_read_members(user) -> bool:
    """Whether `user` may open the directory and the pages of members: verified members, and who manages people."""
    return bool(user.is_active and user.is_authenticated) and (user.is_verified_member or can_manage_people(user))


def can_read_feedback(user) -> bool:
    """Whether `user` may read what readers said of pages: stewards of any scope, and organisers."""
    return is_organiser(user) or (_is_person(user) and user.stewardships.in_force().exists())
