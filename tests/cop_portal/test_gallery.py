"""The sheet of components, where people work."""

import re

import pytest
from django.conf import settings

from tests.matrix.outcomes import MAY_OPEN_CMS
from tests.support.people import ROLES

COMPONENTS = settings.BASE_DIR / "cop_portal" / "static" / "cop" / "components"
# Each is of one page, which shows it: the demo's accounts, the reply box, filters, the hero, …
OF_ONE_PAGE = {"demo", "editor", "event", "facets", "feedback", "hero"}

pytestmark = pytest.mark.django_db


@pytest.mark.once
def test_every_component_is_shown(client_of):
    html = client_of("organiser").get("/gaya/").content.decode()
    shown = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', html))))
    with_root = {path.stem for path in COMPONENTS.glob("*.css") if f".cop-{path.stem}{{" in path.read_text()}

    assert {name for name in with_root if f"cop-{name}" not in shown} == OF_ONE_PAGE & with_root


@pytest.mark.once
def test_outside_the_demo_it_is_for_who_looks_after_content(client_of, settings):
    settings.DEMO = False

    found = {role: client_of(role).get("/gaya/").status_code for role in ROLES}

    assert found == {role: 200 if role in MAY_OPEN_CMS else 404 for role in ROLES}
