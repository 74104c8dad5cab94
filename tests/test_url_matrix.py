"""Every address × every role; what each role gets is written by hand in `tests/matrix/`, none of it is recorded.

A new URL pattern fails `test_every_pattern_is_classified` until it stands in `MATRIX`, and in `WRITES` if it only takes
forms. Of the CMS each screen of the portal's own stands in `CMS`, and representative ones of Wagtail's.
"""

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, resolve

from tests.matrix.cms import CMS, CMS_PREFIX, LESSER
from tests.matrix.outcomes import CMS_HOME, HOME
from tests.matrix.public import MATRIX
from tests.matrix.writes import BOTH, WRITES
from tests.support.addresses import patterns
from tests.support.databases import APPS
from tests.support.people import ROLES

OF_FILES = ("cms/images/", "cms/documents/")  # what stands in them is asked in test_cms_secrets and test_files
OF_ALLAUTH = ("akun/", "_util/")
READ_BY_ANY_METHOD = ("feed/", ".xml")  # Django's own views, which write nothing
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


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("roles", SOME_AT_ONCE, ids=" ".join)
def test_lesser_cms_addresses(client_of, roles, names):
    found = differences(client_of, roles, LESSER, names)

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
            served_by = resolve(address.format_map(names).partition("?")[0]).route
            if served_by != route:
                wrong.append(f"{address}: served by {served_by}, listed under {route}")

    assert wrong == []


def sent(client, line: str) -> int:
    """The status of what an address answers to a form; `line`: `address [field=value]`. Nothing of it is kept."""
    address, _, data = line.partition(" ")
    with transaction.atomic():
        response = client.post(address, data.strip("[]"), content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("roles", SOME_AT_ONCE, ids=" ".join)
def test_forms(client_of, roles, names):
    found = []
    for role in roles:
        client = client_of(role)
        client.raise_request_exception = False
        for lines in [*WRITES.values(), *BOTH.values()]:
            for line, expected in lines.items():
                if (got := sent(client, line.format_map(names))) != expected[role]:
                    found.append(f"{role}, {line}: {got}, not {expected[role]}")

    assert not found, "\n".join(found)


def test_every_pattern_that_only_takes_forms_is_classified():
    only_forms = {
        route for route, lines in MATRIX.items() if any(405 in expected.values() for expected in lines.values())
    }

    assert only_forms == set(WRITES)


@pytest.mark.once
@pytest.mark.django_db
def test_every_pattern_that_takes_forms_too_is_classified(client_of, names):
    """Sent nothing, an address that takes no form answers 405; those of allauth are asked in tests/community."""
    client = client_of("administrator")
    client.raise_request_exception = False
    taking = set()
    for route, lines in MATRIX.items():
        if not (route.startswith(OF_ALLAUTH) or route.endswith(READ_BY_ANY_METHOD)) and any(
            sent(client, address.format_map(names)) != 405
            for address in lines
            if lines[address]["administrator"] == 200
        ):
            taking.add(route)

    assert taking - {*WRITES} - {*BOTH} == set()


def own_screens() -> set[str]:
    """The patterns of the CMS whose view or whose model is the portal's own, or that its URLconf puts before Wagtail's.

    By its model a screen is ours also where Wagtail's own view serves it, as for every new kind of row.
    """
    first = {str(each.pattern) for each in get_resolver().url_patterns if isinstance(each, URLPattern)}
    found = {route for route in first if route.lstrip("^").startswith(CMS_PREFIX)}
    for route, pattern in patterns():
        view = getattr(pattern.callback, "view_class", pattern.callback)
        model = getattr(pattern.callback, "view_initkwargs", {}).get("model")
        apps = {view.__module__.partition(".")[0], getattr(model, "__module__", "").partition(".")[0]}
        if route.startswith(CMS_PREFIX) and not route.startswith(OF_FILES) and not apps.isdisjoint(APPS):
            found.add(route)
    return found


@pytest.mark.once
@pytest.mark.django_db
def test_every_screen_of_our_own_in_the_cms_is_classified(names):
    asked = {resolve(address.partition("?")[0].format_map(names)).route for address in [*CMS, *LESSER]}

    assert own_screens() - asked == set()


def test_a_screen_of_wagtails_own_views_counts_as_ours_by_its_model():
    assert {f"cms/snippets/practices/regulation/{part}" for part in ("add/", "copy/<int:pk>/")} <= own_screens()
