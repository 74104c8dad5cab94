"""Groups and administrators: nobody grants more than they hold."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, ModelLogEntry, Page, Site

from community.enums import Role
from community.errors import GroupFollowsAppointment, LastAdministrator, OwnAccount
from community.models import User
from community.permissions import can_grant_group, can_manage_person
from community.services import roles
from community.system import SYSTEM
from tests.factories.community import GroupFactory, UserFactory
from tests.support.people import ROLES

pytestmark = pytest.mark.django_db


def group_with(codename: str) -> Group:
    group = GroupFactory()
    group.permissions.add(Permission.objects.get(codename=codename, content_type__app_label="community"))
    return group


def test_an_organiser_grants_a_group_that_may_do_no_more(person_of):
    person, readers = UserFactory(), GroupFactory()
    organisers = Group.objects.get(name=Role.ORGANISER)

    roles.set_groups(person, actor=person_of("organiser"), groups=[readers, organisers])

    assert set(person.groups.all()) == {readers, organisers}
    assert ModelLogEntry.objects.get(object_id=str(person.pk)).data == {
        "groups": sorted([readers.name, organisers.name])
    }


def test_an_organiser_grants_no_django_permission_they_lack(person_of):
    person = UserFactory()

    with pytest.raises(PermissionDenied):
        roles.set_groups(person, actor=person_of("organiser"), groups=[group_with("delete_user")])

    assert list(person.groups.all()) == []


def test_an_organiser_grants_no_tree_permission_they_lack(person_of):
    organiser = person_of("organiser")
    at_root = GroupFactory()
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=at_root, page=Page.get_first_root_node(), permission=publish)
    at_home = GroupFactory()
    home = Site.objects.get(is_default_site=True).root_page
    GroupPagePermission.objects.create(group=at_home, page=home, permission=publish)
    on_files = GroupFactory()
    GroupCollectionPermission.objects.create(
        group=on_files,
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="add_collection"),
    )

    assert [can_grant_group(organiser, group) for group in (at_root, at_home, on_files)] == [False, True, False]


def test_who_holds_more_is_managed_by_administrators_only(person_of):
    organiser, strong = person_of("organiser"), UserFactory()
    strong.groups.add(group_with("delete_user"))

    assert not can_manage_person(organiser, strong)
    assert can_manage_person(person_of("administrator"), strong)
    assert can_manage_person(organiser, UserFactory())
    assert not can_manage_person(person_of("steward"), UserFactory())


@pytest.mark.parametrize("role", [Role.STEWARD, Role.CONTRIBUTOR])
def test_groups_of_appointments_follow_the_appointment(person_of, role):
    with pytest.raises(GroupFollowsAppointment):
        roles.set_groups(UserFactory(), actor=person_of("organiser"), groups=[Group.objects.get(name=role)])


def test_only_an_administrator_makes_administrators(person_of):
    person = UserFactory()

    with pytest.raises(PermissionDenied):
        roles.set_administrator(person, actor=person_of("organiser"), is_superuser=True)
    roles.set_administrator(person, actor=person_of("administrator"), is_superuser=True)

    person.refresh_from_db()
    assert person.is_superuser


def test_an_administrator_demotes_another_but_not_themselves_nor_the_last(person_of):
    administrator, other = person_of("administrator"), UserFactory(is_superuser=True)

    roles.set_administrator(other, actor=administrator, is_superuser=False)
    with pytest.raises(OwnAccount):
        roles.set_administrator(administrator, actor=administrator, is_superuser=False)
    User.objects.filter(is_superuser=True).exclude(pk=administrator.pk).update(is_active=False)
    with pytest.raises(LastAdministrator):
        roles.set_administrator(administrator, actor=SYSTEM, is_superuser=False)

    other.refresh_from_db()
    assert not other.is_superuser


@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_header_and_cms_agree_on_who_may_enter(person_of, role):
    person = person_of(role)

    assert person.may_enter_cms is person.has_perm("wagtailadmin.access_admin")
