"""A browser whose requests the test's own process answers: it sees what the test's transaction holds, without a server.

The browser runs in a thread of its own, so that this one keeps its database connection: Playwright keeps an event loop
in the thread that it was started in, and Django has other connections inside one.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Queue

from playwright.sync_api import Page, sync_playwright

from tests.support.browsers import FLAGS, browser_path

PATIENCE = 120  # seconds for one answer


def walked_by(walk: Callable[[Page], None], client, portal: str, width: int = 360) -> None:
    """Call `walk` with a page `width` px wide, without scripts; `client` answers what it asks of `portal`."""
    path = browser_path()
    asked: Queue = Queue()
    with ThreadPoolExecutor(1) as pool:
        walking = pool.submit(_walked, walk, asked, path, portal, width)
        while not (walking.done() and asked.empty()):
            try:
                address, answer = asked.get(timeout=0.05)
            except Empty:
                continue
            answer.put(_answered(client, address))
        walking.result()


def _walked(walk, asked: Queue, path: str, portal: str, width: int) -> None:
    def answered(route, request):
        answer: Queue = Queue()
        asked.put((request.url.removeprefix(portal), answer))
        route.fulfill(**answer.get(timeout=PATIENCE))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=False, locale="id-ID"
        )
        context.route("**/*", answered)
        walk(context.new_page())
        browser.close()


def _answered(client, address: str) -> dict:
    said = client.get(address.partition("#")[0] or "/", follow=True)
    kind = said.headers.get("Content-Type", "text/html")
    return {"status": said.status_code, "body": said.getvalue(), "content_type": kind}
