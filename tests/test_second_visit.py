"""What a page weighs for who has been in the library and in a topic before: styles, scripts and font are kept."""

import pytest

from tests.support.own_pages import SIGNED_IN, make_own_content
from tests.support.pages import PAGES, filled, make_content
from tests.support.visits import visits

MOST_TRANSFERRED = 15 * 1024
pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("role", ["visitor", "member", "steward", "organiser"])
def test_second_visits_are_light(portal_server, browser, client_of, person_of, role):
    practice = make_content()
    names = make_own_content(person_of)
    pages = PAGES if role == "visitor" else {kind: path for kind, (who, path) in SIGNED_IN.items() if who == role}
    heavy = {}

    with visits(browser, portal_server, client_of(role)) as walk:
        for path in ("/praktik/", filled("{question}", practice)):
            walk.page.goto(f"{portal_server}{path}")
        for kind, path in pages.items():
            weight = walk.weight_of_next(filled(path, practice, **names))
            if weight > MOST_TRANSFERRED:
                heavy[kind] = weight

    assert heavy == {}
