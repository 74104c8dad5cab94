"""The CMS in Chromium, as somebody of a role, wide and on a phone."""

import pytest

from tests.support.journeys import complaints_of
from tests.support.visits import session_cookie

SCREENS = {"wide": (1280, 800), "phone": (360, 740)}


@pytest.fixture(params=["wide", pytest.param("phone", marks=pytest.mark.slow)])
def screen(request) -> dict:
    width, height = SCREENS[request.param]
    return {"viewport": {"width": width, "height": height}}


@pytest.fixture
def visit(portal_server, browser, screen, client_of):
    """`visit("steward")`: a page of a browser of their own, signed in; what browsers complain of fails the test."""
    contexts, said = [], []

    def open_as(role: str):
        contexts.append(browser.new_context(locale="id-ID", **screen))
        if role != "visitor":
            contexts[-1].add_cookies([session_cookie(client_of(role), portal_server)])
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        said.append(complaints_of(page))
        page.goto(portal_server if role == "visitor" else f"{portal_server}/cms/")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert [each for complaints in said for each in complaints] == []


def section(page, name: str):
    return page.locator(f"[id$='-{name}-section']")


def press(page, action: str) -> None:
    """Press a button of the menu beside "save"."""
    page.locator(".footer .w-dropdown__toggle").click()
    page.locator(f".footer button[name={action}]").click()
    page.wait_for_load_state()
