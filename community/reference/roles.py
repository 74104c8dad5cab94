"""The groups that open the CMS, and what each may do there.

Wagtail adds a page's rights to those of the pages above it, so rights on pages are given by the apps that make the page
tree (`grant_on_page`). Rights are given once: what an administrator (a superuser) takes away later stays taken away.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from community.enums import Role
from community.reference.steps import once

MEDIA_OWN = ["wagtailimages.add_image", "wagtaildocs.add_document"]
# Choosing any file shows the closed ones of every instansi: others choose among their own (`OwnFilesPolicy`).
MEDIA_CHOOSE = ["wagtailimages.choose_image", "wagtaildocs.choose_document"]
MEDIA_ANY = [
    "wagtailimages.change_image",
    "wagtailimages.delete_image",
    "wagtaildocs.change_document",
    "wagtaildocs.delete_document",
]
# An agency or aspect that others refer to is ended by its dates, never deleted: no group may delete one.
REFERENCE_DATA = [
    f"community.{verb}_{model}" for model in ("instansi", "framework", "aspect") for verb in ("view", "add", "change")
]
# The services of people let nobody grant more than they hold; groups and their rights stay with administrators.
PEOPLE = [f"community.{verb}_user" for verb in ("view", "add", "change")]
PORTAL = [
    "community.change_portalsettings",
    *(f"wagtailredirects.{verb}_redirect" for verb in ("add", "change", "delete")),
]
ADMIN = ["wagtailadmin.access_admin"]

RIGHTS = {
    Role.CONTRIBUTOR: ADMIN,
    Role.STEWARD: ADMIN,
    Role.ORGANISER: [*ADMIN, *REFERENCE_DATA, *PEOPLE, *PORTAL],
}
MEDIA_RIGHTS = {
    Role.CONTRIBUTOR: MEDIA_OWN,
    Role.STEWARD: MEDIA_OWN,
    Role.ORGANISER: [*MEDIA_OWN, *MEDIA_CHOOSE, *MEDIA_ANY],
}
WAGTAIL_GROUPS = ["Moderators", "Editors"]


def load() -> dict[str, int]:
    """Make the groups with their rights in the CMS, and take Wagtail's own groups away while nobody is in them."""
    made = 0
    for role in Role:
        _, is_new = Group.objects.get_or_create(name=role.value)
        made += is_new
    for role, names in RIGHTS.items():
        grant(role, names, step="cms")
    if once("roles:media"):
        _grant_media()
    if once("roles:wagtail-groups"):
        Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True).delete()
    return {"kelompok": made}


def grant(role: Role, names: Iterable[str], *, step: str) -> None:
    """Give a role Django's permissions (`app.codename`), once per `step`; `LookupError` for an unknown name."""
    if once(f"roles:{step}:{role.value}"):
        Group.objects.get(name=role.value).permissions.add(*permissions(names))


def grant_on_page(role: Role, page: Page, kinds: Iterable[str]) -> None:
    """Give a role rights on a page and all below it, once; kinds as `add`, `change`, `publish`, `lock`."""
    if once(f"roles:page:{page.slug}:{role.value}"):
        group = Group.objects.get(name=role.value)
        for permission in permissions(f"wagtailcore.{kind}_page" for kind in kinds):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def permissions(names: Iterable[str]) -> list[Permission]:
    """The permissions of these names; `LookupError` names the first that does not exist."""
    names = list(dict.fromkeys(names))
    codenames = [name.partition(".")[2] for name in names]
    rows = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    known = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    for name in names:
        if name not in known:
            raise LookupError(f"There is no permission {name}: run migrate first.")
    return [known[name] for name in names]


def _grant_media() -> None:
    root = Collection.get_first_root_node()
    for role, names in MEDIA_RIGHTS.items():
        group = Group.objects.get(name=role.value)
        for permission in permissions(names):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
