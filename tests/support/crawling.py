"""Where pages lead: each link is followed, each anchor that it names is looked for, and where forms go is asked.

What is only sent to (a form by POST, a `ping`) is not sent here: a GET tells whether anything stands at its address.
"""

from collections.abc import Iterable
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

PORTAL = "http://testserver"
LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "use": "href"}
ONLY_SENT = 405


class Read(HTMLParser):
    """The addresses in a page: those that it leads to and those that it sends to; and what its anchors may name."""

    def __init__(self, html: str):
        super().__init__()
        self.addresses: list[str] = []
        self.sent_to: list[str] = []
        self.names: set[str] = set()
        self._method = "get"
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = {name: value for name, value in attrs if value}
        self.names |= {values[name] for name in ("id", "name") if name in values}
        self.addresses += [values[name] for name in (LINKS.get(tag), "hx-get") if name in values]
        self.sent_to += [*values.get("ping", "").split(), *([values["hx-post"]] if "hx-post" in values else [])]
        if tag == "form":
            self._method = values.get("method", "get").lower()
        for name, method in (("action", "method"), ("formaction", "formmethod")):
            if name in values:
                is_sent = values.get(method, self._method).lower() == "post"
                (self.sent_to if is_sent else self.addresses).append(values[name])


class Answer:
    """What a client got for an address, at the end of its redirects."""

    def __init__(self, client, address: str):
        response = client.get(address, follow=True)
        self.status = response.status_code
        self.fragment = urlsplit(response.redirect_chain[-1][0]).fragment if response.redirect_chain else ""
        self.is_page = response.headers.get("Content-Type", "").startswith("text/html")
        self._body = b"" if response.streaming else response.content

    @cached_property
    def read(self) -> Read:
        return Read(self._body.decode() if self.is_page else "")


def dead_links(client, pages: Iterable[str]) -> list[str]:
    """The links of `pages` (addresses) that end in nothing for this client, each with the first page that has it.

    Of addresses that differ only in the values of their parameters, such as a list's filters, one is followed.
    """
    answers: dict[str, Answer] = {}
    followed: set[tuple] = set()
    targets = Targets(client)
    dead = []
    for page in pages:
        answers.setdefault(page, Answer(client, page))
        for href in answers[page].read.addresses:
            whole, fragment = urldefrag(urljoin(PORTAL + page, href))
            parts = urlsplit(whole)
            sort = (parts.path, tuple(name for name, _ in parse_qsl(parts.query)), fragment)
            if f"{parts.scheme}://{parts.netloc}" != PORTAL or sort in followed:
                continue
            followed.add(sort)
            address = whole.removeprefix(PORTAL)
            if address not in answers:
                answers[address] = Answer(client, address)
            dead += [f"{page}: {href} {fault}" for fault in _faults(answers[address], fragment, address in pages)]
        dead += [f"{page}: {each} takes nothing" for each in answers[page].read.sent_to if targets.is_dead(page, each)]
    return dead


def _faults(answer: Answer, fragment: str, is_known: bool) -> list[str]:
    if answer.status != 200 and not is_known:
        return [f"answers {answer.status}"]
    anchor = fragment or answer.fragment
    if anchor and answer.is_page and anchor not in answer.read.names:
        return [f"names #{anchor}, which is not there"]
    return []


class Targets:
    """Addresses that pages send to, each asked once; of a pattern that takes nothing but forms one stands for all."""

    def __init__(self, client):
        self.client = client
        self._known: set[str] = set()

    def is_dead(self, page: str, target: str) -> bool:
        """Whether nothing stands there; an address outside the portal is dead as well: no form leads there."""
        whole, _ = urldefrag(urljoin(PORTAL + page, target))
        if not whole.startswith(f"{PORTAL}/"):
            return True
        address = whole.removeprefix(PORTAL)
        try:
            route = resolve(urlsplit(address).path).route
        except Resolver404:
            return True
        if not self._known.isdisjoint({route, address}):
            return False
        status = self.client.get(address).status_code
        self._known |= {address, route} if status == ONLY_SENT else {address}
        return status == 404
