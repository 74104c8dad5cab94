"""Where the links of pages lead: each is followed, and each anchor that it names is looked for."""

from collections.abc import Iterable
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

PORTAL = "http://testserver"
LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "use": "href"}


class Read(HTMLParser):
    """The addresses in a page, and what its anchors may name."""

    def __init__(self, html: str):
        super().__init__()
        self.addresses: list[str] = []
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.names |= {values[name] for name in ("id", "name") if values.get(name)}
        if values.get(LINKS.get(tag, "")):
            self.addresses.append(values[LINKS[tag]])


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
    return dead


def _faults(answer: Answer, fragment: str, is_known: bool) -> list[str]:
    if answer.status != 200 and not is_known:
        return [f"answers {answer.status}"]
    anchor = fragment or answer.fragment
    if anchor and answer.is_page and anchor not in answer.read.names:
        return [f"names #{anchor}, which is not there"]
    return []
