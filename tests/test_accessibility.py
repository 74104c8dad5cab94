"""axe-core on every kind of page: one width and theme each in `make test`, the whole grid in `make test-all`."""

from itertools import product
from pathlib import Path

import pytest

from tests.support.pages import PAGES, filled, make_content

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {360: 800, 1280: 900}
THEMES = ("light", "dark")
GRID = list(product(SIZES, THEMES))
pytestmark = pytest.mark.browser


def violations(browser, address: str, width: int, theme: str) -> list[str]:
    """What axe finds on a page, and whether the page is wider than the screen."""
    viewport = {"width": width, "height": SIZES[width]}
    with browser.new_context(viewport=viewport, color_scheme=theme, bypass_csp=True, locale="id-ID") as context:
        page = context.new_page()
        page.goto(address)
        page.add_script_tag(content=AXE)
        result = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [
        f"{rule['id']}: {node['target']} {(node.get('failureSummary') or '').splitlines()[-1:]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
    return found + ([f"{overflow} px wider than the screen"] if overflow > 0 else [])


def check(browser, server: str, pages) -> None:
    """Fail with every violation on `pages`: (kind, width, theme) each."""
    practice = make_content()
    found = [
        f"{kind}, {width} px, {theme}: {violation}"
        for kind, width, theme in pages
        for violation in violations(browser, server + filled(PAGES[kind], practice), width, theme)
    ]
    assert not found, "\n".join(found)


def test_each_kind_of_page_once(portal_server, browser):
    check(browser, portal_server, [(kind, *GRID[place % len(GRID)]) for place, kind in enumerate(PAGES)])


@pytest.mark.slow
@pytest.mark.parametrize(("width", "theme"), GRID)
def test_every_page_width_and_theme(portal_server, browser, width, theme):
    check(browser, portal_server, [(kind, width, theme) for kind in PAGES])
