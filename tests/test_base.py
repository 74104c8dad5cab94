"""The test base itself: what every other test relies on."""

import pytest
from django.db import connection

from community.models import Instansi, User
from tests.factories.community import InstansiFactory, UserFactory
from tests.support.people import ROLES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_client_of_is_signed_in_as_the_role(client_of, person_of, role):
    client = client_of(role)

    assert client.session.get("_auth_user_id") == (str(person_of(role).pk) if role != "visitor" else None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_in_the_next_test(turn):
    before = set(Instansi.objects.filter(code__startswith="uji-"))

    InstansiFactory()
    UserFactory()

    assert before == set()
    assert User.objects.count() == 1


def test_tests_run_on_the_database_that_was_asked_for(settings):
    assert connection.vendor in settings.DATABASES["default"]["ENGINE"]
    assert "test" in connection.settings_dict["NAME"]
