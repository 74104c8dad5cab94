"""What every kind of public page must hold: few queries, little weight, a strict policy, nothing from elsewhere."""

import gzip
import re
from collections import defaultdict
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cop_portal import kept_lists
from events.models import Room
from forums.models import RoomPage, Topic
from practices import library_index
from practices.models import PracticePage
from search import past, wording
from search.engines.base import forget_engines
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory, NotulenFactory, WaitingFactory, first_room
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.own_pages import own_addresses
from tests.support.pages import PAGES, TITLE, filled, make_content

MOST_QUERIES = defaultdict(lambda: 15, visitor=12)
# What a page asks beyond that, by its kind. A process reads the lists that it keeps for all readers before
# it answers (`cop_portal.kept_lists`), so that its first pages ask as few as any other, but for how common the words of
# a question are, counted when they are first asked for.
MOST_COUNTED = {"not found": 1, "writing": 1}
# After a change those lists are read again by the next page that shows them, and some of search after a quarter of an
# hour: docs/decisions/0023-lists-are-read-at-start.md. No row adds to it.
MOST_READ_ANEW = {
    "home": 2,
    "home, signed in": 2,
    "ask, rooms": 1,
    "search": 3,
    "search, signed in": 3,
    "search of people": 3,
    "search narrowed": 4,
    "search empty": 6,
    "search, long word": 5,
    "not found": 5,
    "not found, near": 3,
    "writing": 4,
}
MOST_READ_ANEW_ON_POSTGRESQL = {"home": 2, "search": 6, "not found": 5}
ON_POSTGRESQL = ("home", "library", "practice", "event", "room", "question", "agency", "search", "not found")
MOST_HTML = 15 * 1024  # gzip
SEARCH_BOX = re.compile(rb'<form [^>]*role="search" action="/cari/"')
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "report-uri": "/csp/",
}


@pytest.fixture
def addresses(db) -> dict[str, str]:
    """Address of each kind of page that everybody may open, of a portal with content."""
    practice = make_content()
    return {kind: filled(PAGES[kind], practice) for kind in PAGES}


@pytest.fixture
def pages(addresses, person_of) -> dict[str, tuple[str, str]]:
    """Role and address of each kind of page: as a visitor, as a member, and what is there for some roles only."""
    practice = PracticePage.objects.get(title=TITLE)
    shared = {
        f"{kind}, {role}": (role, address) for role in ("visitor", "member") for kind, address in addresses.items()
    }
    return shared | own_addresses(person_of, practice)


class Asked:
    """What pages send to the database, how much they weigh and where they let search, by their kind."""

    def __init__(self, client_of, pages: dict[str, tuple[str, str]]):
        """`pages`: role and address of each kind."""
        self.pages = pages
        self.clients = {role: client_of(role) for role, _ in pages.values()}
        self.weights: dict[str, int] = {}
        self.boxes: dict[str, int] = {}  # search fields of the whole portal

    def queries(self, kind: str) -> list[str]:
        """The queries of one request for the page."""
        role, address = self.pages[kind]
        with CaptureQueriesContext(connection) as captured:
            content = self.clients[role].get(address).content
        self.weights[kind] = len(gzip.compress(content, 6))
        # a list may have a box of its own beside the head's; where the head has none, the page's is the only one
        if content:  # else who is signed in was sent elsewhere
            self.boxes[kind] = content.count(b"cop-header__q") or len(SEARCH_BOX.findall(content))
        return [query["sql"] for query in captured]

    def too_many(self, sent: dict[str, list[str]], more: dict[str, int] | None = None) -> str:
        """The kinds that sent more than they may, with their queries; "" when all keep to it.

        `more`: what kinds may ask beyond the limit.
        """
        found = {}
        for kind, each in sent.items():
            if len(each) > MOST_QUERIES[self.pages[kind][0]] + (more or {}).get(shared_name(kind), 0):
                found[kind] = each
        return "\n".join(f"{kind}: {len(each)}\n" + "\n".join(each) for kind, each in found.items())


def shared_name(kind: str) -> str:
    """The kind of a page that visitors and members are both asked for, without who asks."""
    return kind.removesuffix(", visitor").removesuffix(", member")


def forget_lists() -> None:
    """Have this process keep nothing of what it read for all readers."""
    library_index.forget()
    forget_engines()
    wording.forget()
    past.forget()


@pytest.mark.once
def test_pages_are_light_and_send_few_queries_however_many_rows(client_of, pages, person_of):
    asked = Asked(client_of, pages)
    few = {}
    for kind in [*list(pages)[:20], *pages]:  # what is fetched once a process is not the page's own
        few[kind] = len(asked.queries(kind))
    more_rows(person_of)
    first, many = {}, {}
    for kind in pages:
        forget_lists()
        kept_lists.read_all()
        first[kind] = many[kind] = asked.queries(kind)
        if len(first[kind]) > few[kind]:
            many[kind] = asked.queries(kind)
    anew = {}
    for kind in filter(lambda kind: shared_name(kind) in MOST_READ_ANEW, pages):
        forget_lists()
        anew[kind] = asked.queries(kind)

    assert {kind: weight for kind, weight in asked.weights.items() if weight > MOST_HTML} == {}
    assert {kind: count for kind, count in asked.boxes.items() if count != 1} == {}
    assert {kind: (few[kind], len(sent)) for kind, sent in many.items() if len(sent) > few[kind]} == {}
    assert not asked.too_many(many, more=MOST_COUNTED)
    assert not asked.too_many(first, more=MOST_COUNTED)
    assert not asked.too_many(anew, more=MOST_READ_ANEW)


@pytest.mark.only_on("postgresql", "the other test asks all kinds on SQLite")
def test_pages_send_few_queries_also_on_postgresql(client_of, addresses):
    pages = {f"{kind}, {role}": (role, addresses[kind]) for kind in ON_POSTGRESQL for role in ("visitor", "member")}
    asked = Asked(client_of, pages)
    warm = {kind: asked.queries(kind) for kind in [*pages, *pages]}
    first, anew = {}, {}
    for kind in pages:
        forget_lists()
        anew[kind] = asked.queries(kind)
        forget_lists()
        kept_lists.read_all()
        first[kind] = asked.queries(kind)

    assert not asked.too_many(warm)
    assert not asked.too_many(first, more=MOST_COUNTED)
    assert not asked.too_many(anew, more=MOST_READ_ANEW_ON_POSTGRESQL)


def more_rows(person_of) -> None:
    """Four more of everything that a list may show."""
    practice = PracticePage.objects.get(title=TITLE)
    subaspects, owners = list(practice.subaspects.all()), list(practice.owners.all())
    shared = {"subaspects": subaspects, "owners": owners}
    PracticePageFactory.create_batch(4, complete=True, **shared)
    for _ in range(4):
        EventPageFactory(practices=[practice], **shared)
        NotulenFactory(room=first_room(EventPageFactory(closed=True, practices=[practice], **shared)), final=True)
    for room in RoomPage.objects.filter(slug__in=["ruang-uji", "ruang-periksa"]):
        for _ in range(4):
            topic = TopicFactory(room=room, author=UserFactory(verified=True))
            PostFactory(topic=topic)
            TopicFactory(room=room, author=UserFactory(pending=True))
    RoomPageFactory.create_batch(4)
    full = Room.objects.get(slug="ruang-penuh")
    WaitingFactory.create_batch(4, room=full)
    for topic in Topic.objects.filter(room__slug="ruang-periksa", author=person_of("member")):
        PostFactory.create_batch(4, topic=topic)  # each of them a notice, too


class Findings(HTMLParser):
    """What a strict policy would block, and addresses of other hosts that a browser would fetch."""

    DATA_TYPES = ("application/ld+json", "application/json")

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.found += [f"<{tag} {name}=…>" for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") not in self.DATA_TYPES):
            self.found.append(f"inline <{tag}>")
        fetched = values.get("src") or (values.get("href") if tag == "link" and is_fetched(values) else None)
        if fetched and urlsplit(fetched).netloc not in ("", "testserver"):
            self.found.append(f"<{tag}> from {fetched}")


def is_fetched(link: dict) -> bool:
    return not {"canonical", "alternate", "license"} & set((link.get("rel") or "").split())


@pytest.mark.once
def test_pages_keep_to_the_strict_policy(client_of, pages):
    clients = {role: client_of(role) for role, _ in pages.values()}
    loose = {}

    for kind, (role, address) in pages.items():
        if kind.endswith(", member"):
            continue  # a visitor sees the same page, less what is for members
        response = clients[role].get(address)
        findings = Findings()
        findings.feed(response.content.decode())
        policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
        if policy != STRICT or findings.found:
            loose[kind] = policy, findings.found

    assert loose == {}


def test_cms_has_a_policy_of_its_own(client_of):
    response = client_of("organiser").get("/cms/")

    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
    assert not re.search(r"https?:|\*", policy)
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_other_safety_headers(client_of):
    headers = client_of("visitor").get("/").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
