"""Two server processes, writers and readers at once: no page is older than the last commit, none shows another's."""

import http.client
import os
import re
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections, transaction

from community.enums import Audience
from community.models import PortalSettings
from forums import services
from tests.factories.community import UserFactory
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.people import ROLES

NUMBER = re.compile(r"Badan nomor (\d+)")
CLOSED, DRAFT = "Praktik untuk anggota saja", "Rancangan yang belum terbit"
ENGLISH = "visitor in English"


class Reader:
    """One browser's connection to each of several servers."""

    MOST_IDLE_SECONDS = 1  # gunicorn closes a connection that nobody used for two

    def __init__(self, servers: list[str], cookie: str = ""):
        self.cookie = cookie
        self.servers = [http.client.HTTPConnection(urlsplit(server).netloc, timeout=60) for server in servers]
        self.used_at = [0.0] * len(servers)

    def get(self, address: str, server: int) -> tuple[int, str]:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if time.monotonic() - self.used_at[server] > self.MOST_IDLE_SECONDS:
            self.servers[server].close()  # the next request opens it anew
        self.servers[server].request("GET", address, headers=headers)
        response = self.servers[server].getresponse()
        body = response.read().decode()
        self.used_at[server] = time.monotonic()
        return response.status, body

    def everywhere(self, address: str) -> list[str]:
        """The page as each server shows it."""
        pages = [self.get(address, server) for server in range(len(self.servers))]
        assert [status for status, _ in pages] == [200] * len(pages)
        return [body for _, body in pages]

    def close(self) -> None:
        for server in self.servers:
            server.close()


@dataclass
class Crowd:
    """Threads that do their part again and again until the time is over; the first failure is told."""

    failures: list[BaseException] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def run(self, parts: list[Callable[[], None]], meanwhile: Callable[[], None]) -> None:
        threads = [threading.Thread(target=self._repeat, args=[part]) for part in parts]
        for thread in threads:
            thread.start()
        try:
            meanwhile()
        finally:
            self.is_over.set()
            for thread in threads:
                thread.join(60)
        if self.failures:
            raise self.failures[0]

    def _repeat(self, part: Callable[[], None]) -> None:
        try:
            while not self.is_over.is_set() and not self.failures:
                part()
        except BaseException as failure:
            self.failures.append(failure)


def number_in(page: str) -> int:
    return int(NUMBER.search(page)[1])


def set_number(number: int) -> None:
    PortalSettings.objects.update(organiser_name=f"Badan nomor {number}")


def hammer(servers: list[str], address: str, seconds: float, least: int = 5) -> int:
    """Write and read at once for some seconds, longer where `least` writes take longer; how many there were.

    A reader remembers what was committed before it asked: a page that says less is stale.
    """
    committed = [0]
    set_number(0)

    def reader_of(server: int) -> Callable[[], None]:
        reader = Reader(servers)

        def read():
            least = committed[0]
            _, page = reader.get(address, server)
            assert number_in(page) >= least

        return read

    def write():
        looking, ends = Reader(servers), time.monotonic() + seconds
        while time.monotonic() < ends or committed[0] < least:
            set_number(committed[0] + 1)
            committed[0] += 1
            assert [number_in(page) for page in looking.everywhere(address)] == [committed[0]] * len(servers)
        looking.close()

    Crowd().run([reader_of(number % 2) for number in range(4)], write)
    return committed[0]


def in_fork(act: Callable[[], None]) -> None:
    """Run `act` in a process of its own, which then dies by SIGKILL."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


@pytest.mark.once
def test_a_write_is_on_the_next_page_of_every_process_whatever_happens_to_the_writer(two_servers):
    topic = TopicFactory()
    address, reader = topic.get_absolute_url(), Reader(two_servers)

    written = hammer(two_servers, address, seconds=1)

    assert written >= 5

    def leave_unfinished():
        with transaction.atomic():
            set_number(10_000)
            os.kill(os.getpid(), signal.SIGKILL)

    in_fork(leave_unfinished)
    assert [number_in(page) for page in reader.everywhere(address)] == [written] * 2
    in_fork(lambda: set_number(20_000))
    assert [number_in(page) for page in reader.everywhere(address)] == [20_000] * 2
    services.reply(topic, actor=UserFactory(verified=True), source="Balasan dari proses ketiga.")
    assert all("Balasan dari proses ketiga." in page for page in reader.everywhere(address))


@pytest.mark.slow
def test_no_page_is_stale_in_half_a_minute_of_writes(two_servers):
    PracticePageFactory.create_batch(3, complete=True)

    assert min(hammer(two_servers, address, 10, least=50) for address in ("/", "/praktik/", "/tentang/")) >= 50


@pytest.fixture
def cookies(client_of) -> dict[str, str]:
    """The cookie of one browser for each role, and of two visitors with a language each."""
    sessions = {role: client_of(role).cookies["sessionid"].value for role in ROLES if role != "visitor"}
    return {
        "visitor": "",
        ENGLISH: "bahasa=en",
        **{role: f"sessionid={session}" for role, session in sessions.items()},
    }


def mix_roles(servers: list[str], cookies: dict[str, str], person_of, seconds: float) -> int:
    """Let all roles read the same addresses at full speed; how many pages they looked at."""
    emails = {role: person_of(role).email for role in cookies if role in ROLES and role != "visitor"}
    practice = PracticePageFactory(title=CLOSED, audience=Audience.MEMBERS)
    PracticePageFactory(title=DRAFT, draft=True)
    room = RoomPageFactory(audience=Audience.MEMBERS)
    topic = TopicFactory(room=room, title="Topik di ruang tertutup")
    addresses = ["/", "/praktik/", "/forum/", "/forum/ruang/", "/tentang/"]
    hidden = [practice.url, room.url, topic.get_absolute_url()]
    looked_at = [0]

    def browser_of(role: str) -> Callable[[], None]:
        reader, own = Reader(servers, cookies[role]), emails.get(role)
        is_member = role not in ("visitor", ENGLISH, "unverified")

        def browse():
            for server in range(len(servers)):
                for address in [*addresses, *hidden]:
                    status, page = reader.get(address, server)
                    assert status == (200 if is_member or address in addresses else 404)
                    assert [email for email in emails.values() if email in page] == ([own] if own else [])
                    assert f'<html lang="{"en" if role == ENGLISH else "id"}">' in page
                    assert DRAFT not in page
                    assert is_member or not {CLOSED, room.title, topic.title} & set(re.findall(r"[^<>]+", page))
                    looked_at[0] += 1

        return browse

    def write():
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            set_number(looked_at[0])
            time.sleep(0.2)

    Crowd().run([browser_of(role) for role in cookies], write)
    connection.close()
    return looked_at[0]


@pytest.mark.slow
@pytest.mark.once
def test_ten_roles_for_half_a_minute_never_see_what_is_anothers(two_servers, cookies, person_of):
    assert len(cookies) == 10

    assert mix_roles(two_servers, cookies, person_of, seconds=30) > 500
