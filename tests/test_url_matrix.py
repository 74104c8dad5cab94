"""Every address × every role; what each role gets is written by hand in `tests/matrix/`, none is recorded.

A new URL pattern fails `test_every_pattern_is_classified` until it stands in `MATRIX`. Of the CMS, Wagtail's own screens
are covered by representative addresses in `CMS`.
"""

import pytest
from django.urls import resolve

from tests.matrix.cms import CMS, CMS_PREFIX
from tests.matrix.outcomes import CMS_HOME, HOME
from tests.matrix.public import MATRIX
from tests.support.addresses import patterns
from tests.support.people import ROLES

SOME_AT_ONCE = [ROLES[start : start + 3] for start in range(0, len(ROLES), 3)]  # they share what they look at


def outcome(client, address: str):
    """The status of a GET, or the path where its redirects end."""
    response = client.get(address)
    target = None
    while response.status_code in (301, 302):
        target = response.headers["Location"].partition("?")[0]
        if target in (HOME, CMS_HOME):
            break
        response = client.get(response.headers["Location"])
    return target or response.status_code


def differences(client_of, roles: list[str], table: dict, names: dict) -> list[str]:
    found = []
    for role in roles:
        client = client_of(role)
        client.raise_request_exception = False
        for address, expected in table.items():
            got, wanted = outcome(client, address.format_map(names)), expected[role]
            if str(got) != str(wanted).format_map(names):
                found.append(f"{role}, {address}: {got}, not {wanted}")
    return found


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("roles", SOME_AT_ONCE, ids=" ".join)
def test_public_addresses(client_of, roles, names):
    table = {address: expected for addresses in MATRIX.values() for address, expected in addresses.items()}

    found = differences(client_of, roles, table, names)

    assert not found, "\n".join(found)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("roles", SOME_AT_ONCE, ids=" ".join)
def test_cms_addresses(client_of, roles, names):
    found = differences(client_of, roles, CMS, names)

    assert not found, "\n".join(found)


def test_every_pattern_is_classified():
    routes = {route for route, _ in patterns() if not route.lstrip("^").startswith(CMS_PREFIX)}

    assert routes == set(MATRIX)


@pytest.mark.once
@pytest.mark.django_db
def test_addresses_stand_under_the_pattern_that_serves_them(names):
    wrong = []
    for route, addresses in MATRIX.items():
        for address in addresses:
            served_by = resolve(address.format_map(names)).route
            if served_by != route:
                wrong.append(f"{address}: served by {served_by}, listed under {route}")

    assert wrong == []
