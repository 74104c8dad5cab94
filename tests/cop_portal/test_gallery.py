"""The sheet of components, where people work."""

import pytest

from tests.support.people import ROLES
from tests.test_url_matrix import MAY_OPEN_CMS

pytestmark = pytest.mark.django_db


def test_outside_the_demo_it_is_for_who_looks_after_content(client_of, settings):
    settings.DEMO = False

    found = {role: client_of(role).get("/gaya/").status_code for role in ROLES}

    assert found == {role: 200 if role in MAY_OPEN_CMS else 404 for role in ROLES}
