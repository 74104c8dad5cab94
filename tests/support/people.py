"""One person per role, and a client signed in as them.

`member`, `contributor` and `steward` belong to one instansi; `member_other` to another; `steward` looks after best
practice, `steward_other` after another scope.
"""

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from community.enums import Role, Scope
from tests.factories.community import (
    InstansiContributorFactory,
    InstansiFactory,
    ScopeStewardFactory,
    UserFactory,
)

ROLES = (
    "visitor",
    "unverified",
    "member",
    "member_other",
    "contributor",
    "steward",
    "steward_other",
    "organiser",
    "administrator",
)


def in_group(role: Role, person):
    person.groups.add(Group.objects.get_or_create(name=role)[0])
    return person


def make_person(role: str, instansi):
    """The person of `role`; `instansi` is the home of member, contributor and steward."""
    match role:
        case "visitor":
            return AnonymousUser()
        case "unverified":
            return UserFactory(pending=True, instansi=instansi)
        case "member":
            return UserFactory(verified=True, instansi=instansi)
        case "member_other":
            return UserFactory(verified=True)
        case "contributor":
            return in_group(Role.CONTRIBUTOR, InstansiContributorFactory(instansi=instansi).person)
        case "steward":
            return in_group(Role.STEWARD, ScopeStewardFactory(person__instansi=instansi).person)
        case "steward_other":
            return in_group(Role.STEWARD, ScopeStewardFactory(scope=Scope.INNOVATIVE).person)
        case "organiser":
            return in_group(Role.ORGANISER, UserFactory(verified=True))
        case "administrator":
            return UserFactory(is_superuser=True)
    raise ValueError(f"unknown role {role!r}")


@pytest.fixture
def home_instansi(db):
    """The instansi of member, contributor and steward."""
    return InstansiFactory(name="Kota Asal")


@pytest.fixture
def person_of(home_instansi):
    """`person_of("steward")`: the person of a role, made once a test."""
    made = {}

    def of(role: str):
        if role not in made:
            made[role] = make_person(role, home_instansi)
        return made[role]

    return of


@pytest.fixture
def client_of(person_of):
    """`client_of("steward")`: a client signed in as the person of that role."""
    from django.test import Client

    def of(role: str) -> Client:
        client = Client()
        if role != "visitor":
            client.force_login(person_of(role), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return of
