"""What all walks through the portal in a browser share."""

import pytest

from tests.support.visits import session_cookie

# A phone in `make test`, a desk too in `make test-all`.
EACH_WIDTH = pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.slow)])
# What has the focus lies on top somewhere, under no bar that stays while the page scrolls, and has a ring.
FOCUS_SHOWS = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const across = [box.left + 2, (box.left + box.right) / 2, box.right - 2];
    const down = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
    const isOnTop = across.some((x) => down.some((y) => focused.contains(document.elementFromPoint(x, y))));
    return isOnTop && getComputedStyle(focused).outlineStyle !== "none";
}"""


def complaints_of(page) -> list[str]:
    """What the browser has to say against the page: policy, errors, requests to elsewhere."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if "127.0.0.1" not in request.url else None)
    return said


def no_wider_than_the_screen(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def press_until(page, matches: str, most: int = 90) -> None:
    """Tab until what has the focus matches a selector; fail when it is never reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", matches):
            return
    pytest.fail(f"the keyboard never reached {matches}")


def press(page, matches: str) -> None:
    """Tab to what matches, see that it shows to have the focus, press it, and wait for the page that comes."""
    press_until(page, matches)
    assert page.evaluate(FOCUS_SHOWS), f"nothing shows that {matches} has the focus"
    with page.expect_navigation():
        page.keyboard.press("Enter")


def opened(browser, server: str, width: int, client=None):
    """A page of a browser without JavaScript, signed in with a test's client; what it complains about."""
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False, locale="id-ID")
    if client:
        context.add_cookies([session_cookie(client, server)])
    page = context.new_page()
    page.set_default_timeout(30_000)
    return page, complaints_of(page)
