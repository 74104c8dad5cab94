"""Visits in Chromium as somebody of a role: what a first visit weighs, what the browser and axe complain about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, MIDDLE, WIDE = 360, 768, 1280
LETTERS, LARGE_LETTERS = 16, 32  # px, as the reader sets them in the browser
SIZES = {NARROW: 800, MIDDLE: 1024, WIDE: 900}
OWN_STATUS = "the server responded with a status of"
LEFT = "net::ERR_ABORTED"  # the browser went on before all had come
MOST_TRANSFERRED = 70 * 1024
MOST_REQUESTS = 8
# Sends a form past the browser's own checks; what has no field, such as a button's word, goes hidden with it.
SEND = """(form, typed) => {
    for (const [name, value] of Object.entries(typed)) {
        let field = form.querySelector(`[name="${name}"]:not(button)`);
        if (!field) {
            field = form.appendChild(document.createElement("input"));
            Object.assign(field, {type: "hidden", name});
        }
        field.value = value;
    }
    HTMLFormElement.prototype.submit.call(form);
}"""


def session_cookie(client, server: str) -> dict:
    """The session of a test's client, as a cookie of the browser: nobody has to type a password."""
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}


def _transferred(request) -> int:
    """Bytes of the answer as they came over the line."""
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


class Visits:
    """One page of one browser context that looks at many pages, one after the other.

    Before each the browser forgets what it had fetched, so that every visit is a first one.
    """

    def __init__(self, context, server: str):
        self.server = server
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.add_init_script(AXE)  # the browser keeps it: half a megabyte is not sent again for each page
        self.control = context.new_cdp_session(self.page)
        self.requests, self.complaints = [], []
        self.page.on("requestfinished", lambda request: self.requests.append(request))
        self.page.on("requestfailed", lambda request: self._note_failure(request))
        self.page.on("console", lambda message: self._note(message))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note_failure(self, request) -> None:
        if request.failure != LEFT:
            self.complaints.append(f"failed: {request.url}: {request.failure}")

    def _note(self, message) -> None:
        if message.type in ("error", "warning") and OWN_STATUS not in message.text:
            self.complaints.append(message.text)

    def findings(self, path: str, width: int, theme: str, form: str = "", html: str = "", **act) -> list[str]:
        """Open `path` (or `html` in its place), send `form` as it stands; what is wrong with the page then.

        `act`: `typed` in the form, `before` an address that leads to `path`, such as one whose key works only once it
        was opened, and `shows` a selector of what the page must hold, since another page says nothing about this one.
        """
        if before := act.get("before"):
            self.page.goto(self.server + before)
        self._open(path, width, theme, html)
        if form:
            with self.page.expect_navigation():
                self.page.locator(form).first.evaluate(SEND, act.get("typed", {}))
        self.page.evaluate("document.fonts.ready.then(() => true)")
        shows = act.get("shows", "h1")
        assert self.page.locator(shows).count(), f"{path} does not show {shows}"
        found = [] if form or html else self._weight()
        return found + self._axe() + self._overflow() + self.complaints

    def _open(self, path: str, width: int, theme: str, html: str) -> None:
        self.control.send("Network.clearBrowserCache")
        self.page.set_viewport_size({"width": width, "height": SIZES[width]})
        self.page.emulate_media(color_scheme=theme)
        self.requests.clear()
        self.complaints.clear()
        address = self.server + path
        if html:
            self.page.route(address, lambda route: route.fulfill(body=html, content_type="text/html"))
        self.page.goto(address)
        assert urlsplit(self.page.url).path == urlsplit(address).path, f"{path} leads to {self.page.url}"

    def _weight(self) -> list[str]:
        weight = sum(_transferred(request) for request in self.requests)
        addresses = [request.url for request in self.requests]
        hosts = {urlsplit(address).netloc for address in addresses} - {urlsplit(self.server).netloc}
        return [
            *([f"{weight} bytes"] if weight > MOST_TRANSFERRED else []),
            *([f"{len(addresses)} requests: {addresses}"] if len(addresses) > MOST_REQUESTS else []),
            *([f"hosts {hosts}"] if hosts else []),
        ]

    def weight_of_next(self, path: str) -> int:
        """Bytes that come when `path` is opened with all that the browser has fetched before."""
        self.requests.clear()
        self.page.goto(self.server + path)
        self.page.wait_for_load_state("networkidle")
        return sum(_transferred(request) for request in self.requests)

    def _axe(self) -> list[str]:
        result = self.page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        return [
            f"{rule['id']}: {node['target']} {(node.get('failureSummary') or '').splitlines()[-1:]}"
            for rule in result["violations"]
            for node in rule["nodes"]
        ]

    def _overflow(self) -> list[str]:
        """Whether the page is wider than a phone, whatever the width it was looked at, with letters of each size."""
        self.page.set_viewport_size({"width": NARROW, "height": SIZES[NARROW]})
        found = []
        for size in (LARGE_LETTERS, LETTERS):  # the page is left as it was
            self.control.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
            wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [f"{wider} px wider than {NARROW} px with letters of {size} px"] if wider > 0 else []
        return found


@contextmanager
def visits(browser, server: str, client) -> Iterator[Visits]:
    """Visits of whoever is signed in with a test's `client`."""
    with browser.new_context(locale="id-ID") as context:
        if "sessionid" in client.cookies:
            context.add_cookies([session_cookie(client, server)])
        yield Visits(context, server)
