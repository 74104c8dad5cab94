"""Every kind of page in Chromium, as whoever may open it: axe, weight, requests, complaints, width.

One width and theme each in `make test`, the whole grid in `make test-all`.
"""

from itertools import groupby, product

import pytest

from tests.factories.community import PASSWORD
from tests.support.acted_pages import ACTED, SURE, answered_pages, make_acted_content
from tests.support.own_pages import CONFIRMED, REFUSED, SIGNED_IN, error_pages, make_own_content
from tests.support.pages import PAGES, filled, make_content
from tests.support.visits import SIZES, visits

THEMES = ("light", "dark")
GRID = list(product(SIZES, THEMES))
pytestmark = pytest.mark.browser


@pytest.fixture
def pages(portal_server, person_of) -> list[tuple[str, str, dict]]:
    """Role, kind, and what `Visits.findings` opens, of every page; those of a role follow one another."""
    practice = make_content()
    names = make_own_content(person_of)

    def address(path: str) -> str:
        return filled(path, practice, **names)

    found = [("visitor", kind, {"path": address(path)}) for kind, path in PAGES.items()]
    found += [("visitor", "mail stop", {"path": f"/surel/berhenti/{names['token']}/"})]
    found += [("visitor", kind, {"path": "/galat/", "html": html}) for kind, (_status, html) in error_pages().items()]
    found += [(role, kind, {"path": address(path)}) for kind, (role, path) in SIGNED_IN.items()]
    found += [(role, kind, {"path": address(path), "form": form}) for kind, (role, path, form) in REFUSED.items()]
    found += [(f"member, {SURE}", kind, {"path": path}) for kind, path in CONFIRMED.items()]
    return sorted(found, key=lambda page: page[0])


@pytest.fixture
def acted(portal_server, client_of, person_of) -> list[tuple[str, str, dict]]:
    """The same of the pages that come of an act."""
    practice = make_content()
    names = make_own_content(person_of) | make_acted_content(person_of)
    found = [("visitor", kind, {"path": "/galat/", "html": html}) for kind, html in answered_pages(client_of).items()]
    for kind, (role, what) in ACTED.items():
        addresses = {key: filled(what[key], practice, **names) for key in ("path", "before") if key in what}
        found.append((role, kind, what | addresses))
    return sorted(found, key=lambda page: page[0])


def findings(browser, server: str, client_of, pages) -> list[str]:
    """What is wrong with `pages`: role, kind, width, theme and what to open, each."""
    found = []
    for role, group in groupby(pages, key=lambda page: page[0]):
        who, _, is_sure = role.partition(", ")
        client = client_of(who)
        if is_sure:
            client.post("/akun/konfirmasi/", {"password": PASSWORD})
        with visits(browser, server, client) as walk:
            for _role, kind, width, theme, what in group:
                found += [
                    f"{kind}, {width} px, {theme}: {each}" for each in walk.findings(**what, width=width, theme=theme)
                ]
    return found


def test_each_kind_of_page_once(portal_server, browser, client_of, pages):
    looks = [(role, kind, *GRID[place % len(GRID)], what) for place, (role, kind, what) in enumerate(pages)]

    found = findings(browser, portal_server, client_of, looks)

    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "theme"), GRID)
def test_every_page_width_and_theme(portal_server, browser, client_of, pages, width, theme):
    looks = [(role, kind, width, theme, what) for role, kind, what in pages]

    found = findings(browser, portal_server, client_of, looks)

    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "theme"), GRID)
def test_every_page_that_comes_of_an_act(portal_server, browser, client_of, acted, width, theme):
    looks = [(role, kind, width, theme, what) for role, kind, what in acted]

    found = findings(browser, portal_server, client_of, looks)

    assert not found, "\n".join(found)
