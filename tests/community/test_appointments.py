"""Stewards and contributors: every exit of the services, and what the predicates then say."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from community import permissions
from community.enums import Affiliation, Role, Scope
from community.errors import AlreadyAppointed, NotAppointed, PersonNotVerified, UnknownScope
from community.models import InstansiContributor, ScopeSteward
from community.services import affiliation, appointments, people
from tests.factories.community import (
    GroupFactory,
    InstansiContributorFactory,
    InstansiDomainFactory,
    InstansiFactory,
    ScopeStewardFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    person = UserFactory()
    person.groups.add(GroupFactory(name=Role.ORGANISER.value))
    return person


def groups_of(person) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def audit(person) -> list[tuple]:
    entries = ModelLogEntry.objects.filter(object_id=str(person.pk)).order_by("pk")
    return [(entry.action, entry.user, entry.data) for entry in entries]


def test_steward_is_appointed_with_group_and_trace(organiser):
    person = UserFactory(verified=True)

    appointments.appoint_steward(person, scope=Scope.HELPING, actor=organiser)

    assert list(ScopeSteward.objects.values_list("person", "scope")) == [(person.pk, "helping")]
    assert groups_of(person) == {Role.STEWARD}
    assert audit(person) == [("community.appoint_steward", organiser, {"scope": "helping"})]


def test_steward_is_not_appointed_by_someone_else():
    person, actor = UserFactory(verified=True), UserFactory(verified=True)

    with pytest.raises(PermissionDenied):
        appointments.appoint_steward(person, scope=Scope.HELPING, actor=actor)

    assert not ScopeSteward.objects.exists()
    assert groups_of(person) == set()


def test_steward_of_an_unknown_scope_is_refused(organiser):
    with pytest.raises(UnknownScope):
        appointments.appoint_steward(UserFactory(verified=True), scope="tak-dikenal", actor=organiser)

    assert not ScopeSteward.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"pending": True}, {"verified": True, "is_active": False}])
def test_roles_are_refused_without_a_verified_affiliation(organiser, fields):
    person = UserFactory(**fields)

    with pytest.raises(PersonNotVerified):
        appointments.appoint_steward(person, scope=Scope.HELPING, actor=organiser)
    with pytest.raises(PersonNotVerified):
        appointments.appoint_contributor(person, instansi=InstansiFactory(), actor=organiser)

    assert groups_of(person) == set()


def test_steward_is_not_appointed_twice(organiser):
    row = ScopeStewardFactory()

    with pytest.raises(AlreadyAppointed):
        appointments.appoint_steward(row.person, scope=row.scope, actor=organiser)

    assert list(ScopeSteward.objects.all()) == [row]


def test_steward_leaves_the_group_with_the_last_scope(organiser):
    person = UserFactory(verified=True)
    for scope in (Scope.HELPING, Scope.INNOVATIVE):
        appointments.appoint_steward(person, scope=scope, actor=organiser)

    appointments.dismiss_steward(person, scope=Scope.HELPING, actor=organiser)
    after_one = groups_of(person)
    appointments.dismiss_steward(person, scope=Scope.INNOVATIVE, actor=organiser)

    assert (after_one, groups_of(person)) == ({Role.STEWARD}, set())
    assert audit(person)[-1] == ("community.dismiss_steward", organiser, {"scope": "innovative"})


def test_steward_who_is_none_is_not_dismissed(organiser):
    with pytest.raises(NotAppointed):
        appointments.dismiss_steward(UserFactory(), scope=Scope.HELPING, actor=organiser)


def test_steward_is_not_dismissed_by_someone_else():
    row = ScopeStewardFactory()

    with pytest.raises(PermissionDenied):
        appointments.dismiss_steward(row.person, scope=row.scope, actor=row.person)

    assert list(ScopeSteward.objects.all()) == [row]


def test_contributor_is_appointed_and_dismissed_with_group_and_trace(organiser):
    person, instansi = UserFactory(verified=True), InstansiFactory()

    appointments.appoint_contributor(person, instansi=instansi, actor=organiser)
    while_appointed = groups_of(person)
    appointments.dismiss_contributor(person, instansi=instansi, actor=organiser)

    assert (while_appointed, groups_of(person)) == ({Role.CONTRIBUTOR}, set())
    assert not InstansiContributor.objects.exists()
    assert audit(person) == [
        ("community.appoint_contributor", organiser, {"instansi": instansi.code}),
        ("community.dismiss_contributor", organiser, {"instansi": instansi.code}),
    ]


def test_contributor_is_not_appointed_twice(organiser):
    row = InstansiContributorFactory()

    with pytest.raises(AlreadyAppointed):
        appointments.appoint_contributor(row.person, instansi=row.instansi, actor=organiser)

    assert list(InstansiContributor.objects.all()) == [row]


def test_contributor_who_is_none_is_not_dismissed(organiser):
    row = InstansiContributorFactory()

    with pytest.raises(NotAppointed):
        appointments.dismiss_contributor(row.person, instansi=InstansiFactory(), actor=organiser)

    assert list(InstansiContributor.objects.all()) == [row]


@pytest.mark.parametrize("service", [appointments.appoint_contributor, appointments.dismiss_contributor])
def test_contributors_are_no_business_of_a_steward(service):
    steward = ScopeStewardFactory().person
    row = InstansiContributorFactory()

    with pytest.raises(PermissionDenied):
        service(row.person, instansi=row.instansi, actor=steward)

    assert list(InstansiContributor.objects.all()) == [row]


def test_dismissal_keeps_other_groups(organiser):
    row = ScopeStewardFactory()
    row.person.groups.add(GroupFactory(name="Angkatan 2022"))

    appointments.dismiss_steward(row.person, scope=row.scope, actor=organiser)

    assert groups_of(row.person) == {"Angkatan 2022"}


def test_predicates_of_a_steward():
    steward = ScopeStewardFactory(scope=Scope.HELPING).person

    assert permissions.is_steward_of(steward, Scope.HELPING)
    assert not permissions.is_steward_of(steward, Scope.INNOVATIVE)
    assert not permissions.is_organiser(steward)


def test_predicates_of_an_organiser(organiser):
    assert permissions.is_organiser(organiser)
    assert not permissions.is_steward_of(organiser, Scope.HELPING)


@pytest.mark.parametrize(
    "predicate",
    [
        permissions.is_organiser,
        permissions.can_appoint,
        permissions.can_read_feedback,
    ],
)
@pytest.mark.parametrize("reader", ["anonymous", "member", "inactive superuser", "inactive organiser"])
def test_predicates_refuse_everybody_else(predicate, reader):
    user = {
        "anonymous": AnonymousUser,
        "member": lambda: UserFactory(verified=True),
        "inactive superuser": lambda: UserFactory(is_superuser=True, is_active=False),
        "inactive organiser": lambda: UserFactory(is_active=False),
    }[reader]()
    if reader == "inactive organiser":
        user.groups.add(GroupFactory(name=Role.ORGANISER.value))

    assert not predicate(user)


@pytest.mark.parametrize(
    "fields", [{"is_active": False}, {"affiliation": Affiliation.PENDING}, {"affiliation": Affiliation.NONE}]
)
def test_a_steward_who_is_no_verified_member_stewards_nothing(fields):
    person = UserFactory(**{"verified": True, **fields})
    row = ScopeStewardFactory(person=person)

    assert not permissions.is_steward_of(person, row.scope)
    assert not permissions.can_read_feedback(person)
    assert list(ScopeSteward.objects.in_force()) == []


def test_a_steward_rests_until_the_new_instansi_is_confirmed(organiser):
    person = UserFactory(verified=True)
    appointments.appoint_steward(person, scope=Scope.HELPING, actor=organiser)

    affiliation.change_instansi(person, actor=person, instansi=InstansiFactory())
    resting = (permissions.is_steward_of(person, Scope.HELPING), groups_of(person))
    affiliation.confirm_affiliation(person, actor=organiser)

    assert resting == (False, set())
    assert permissions.is_steward_of(person, Scope.HELPING)
    assert groups_of(person) == {Role.STEWARD}


def test_a_contributor_who_leaves_an_instansi_writes_for_it_no_more(organiser):
    person = UserFactory(verified=True)
    left, elsewhere, joined = person.instansi, InstansiFactory(), InstansiFactory()
    for instansi in (left, elsewhere):
        appointments.appoint_contributor(person, instansi=instansi, actor=organiser)

    affiliation.change_instansi(person, actor=person, instansi=joined)
    resting = (list(person.contributorships.in_force()), groups_of(person))
    affiliation.confirm_affiliation(person, actor=organiser)

    assert resting == ([], set())
    assert [row.instansi for row in person.contributorships.in_force()] == [elsewhere]
    assert groups_of(person) == {Role.CONTRIBUTOR}
    assert ("community.dismiss_contributor", person, {"instansi": left.code}) in audit(person)


def test_a_domain_that_proves_another_instansi_ends_what_was_written_for_the_old_one(organiser):
    domain, person = InstansiDomainFactory(domain="kota.example"), UserFactory(verified=True)
    left = person.instansi
    appointments.appoint_contributor(person, instansi=left, actor=organiser)

    person.email = "a@kota.example"
    affiliation.settle_verified_email(person, previous_email="a@pribadi.example")

    assert person.instansi == domain.instansi
    assert (list(person.contributorships.all()), groups_of(person)) == ([], set())
    assert audit(person)[-1] == ("community.dismiss_contributor", None, {"instansi": left.code})


def test_an_instansi_that_is_named_again_keeps_its_contributor(organiser):
    row = InstansiContributorFactory()

    affiliation.change_affiliation(row.person, actor=organiser, instansi=row.instansi, affiliation=Affiliation.PENDING)
    affiliation.confirm_affiliation(row.person, actor=organiser)

    assert list(row.person.contributorships.in_force()) == [row]
    assert groups_of(row.person) == {Role.CONTRIBUTOR}


def test_an_address_that_proves_nothing_rests_roles(organiser):
    domain = InstansiDomainFactory(domain="kota.example")
    person = UserFactory(email="a@kota.example", verified=True, instansi=domain.instansi)
    appointments.appoint_steward(person, scope=Scope.HELPING, actor=organiser)

    people.change_email(person, actor=organiser, email="a@pribadi.example")

    assert (list(person.stewardships.in_force()), groups_of(person)) == ([], set())


def test_a_deactivated_steward_gets_role_and_group_back(organiser):
    person = UserFactory(verified=True)
    appointments.appoint_steward(person, scope=Scope.HELPING, actor=organiser)

    people.deactivate_person(person, actor=organiser)
    while_closed = groups_of(person)
    people.reactivate_person(person, actor=organiser)

    assert (while_closed, groups_of(person)) == (set(), {Role.STEWARD})


def test_an_upgrade_closes_the_cms_to_those_whose_role_rests():
    working, resting = ScopeStewardFactory().person, ScopeStewardFactory().person
    group = GroupFactory(name=Role.STEWARD.value)
    type(resting).objects.filter(pk=resting.pk).update(affiliation=Affiliation.PENDING)
    for person in (working, resting):
        person.groups.add(group)

    import_module("community.migrations.0016_roles_rest").let_rest(apps, None)

    assert (groups_of(working), groups_of(resting)) == ({Role.STEWARD.value}, set())
