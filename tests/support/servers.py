"""The portal as `make run` serves it: gunicorn, the demo's settings, collected and compressed static files."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from cop_portal import bootstrap
from tests.support.databases import FOLDER, locked
from tests.support.mail import free_port

BIN = Path(sys.executable).parent


def wait_for(address: str, process: subprocess.Popen, seconds: float = 60) -> None:
    """Return when `address` answers; fail when the process ends or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended with status {process.returncode}", pytrace=False)
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server did not answer at {address} within {seconds} s", pytrace=False)


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Return when `holds()`; fail when the time is over."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail(f"what was waited for did not come within {seconds} s", pytrace=False)
        time.sleep(0.05)


class PortalServer:
    """A gunicorn of its own over a database; `wait` until it answers."""

    def __init__(self, database_url: str, **variables: str):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = FOLDER / f"gunicorn-{self.port}.log"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cop_portal.settings.demo",
            "DATABASE_URL": database_url,
            "SITE_URL": settings.SITE_URL,
            "SECRET_KEY": settings.SECRET_KEY,  # so that a session made by a test's client is one there
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",
            **variables,
        }
        with locked():
            bootstrap.collect_static(environment)
        command = [str(BIN / "gunicorn"), "--config", "cop_portal/gunicorn_conf.py", "cop_portal.wsgi"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)

    def wait(self) -> None:
        wait_for(f"{self.address}/healthz", self.process)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.log.unlink()


@pytest.fixture(scope="session")
def server_cache(tmp_path_factory) -> str:
    """`CACHE_URL` of this run's servers: what an earlier run was counted for would be refused here too."""
    return f"filecache://{tmp_path_factory.mktemp('cache')}?max_entries=5000"


@pytest.fixture(scope="session")
def portal_servers():
    """Servers by their database and number: SQLite's copies are put back in place under a running server."""
    servers: dict[tuple[str, int], PortalServer] = {}
    yield servers
    for server in servers.values():
        server.stop()


def running(
    servers: dict[tuple[str, int], PortalServer], database_url: str, count: int, cache_url: str
) -> Iterator[list[str]]:
    """The addresses of `count` portals over one database and one cache, each a process of its own."""
    keys = [(database_url, number) for number in range(count)]
    for key in keys:
        if key not in servers or servers[key].process.poll() is not None:
            servers[key] = PortalServer(database_url, CACHE_URL=cache_url)
    for key in keys:
        servers[key].wait()
    yield [servers[key].address for key in keys]
    if not database_url.startswith("sqlite"):  # the database is dropped after the test
        for key in keys:
            servers.pop(key).stop()


@pytest.fixture
def portal_server(database_url, portal_servers, server_cache):
    """The address of a portal over the test database; rows must be committed to be seen."""
    for addresses in running(portal_servers, database_url, 1, server_cache):
        yield addresses[0]


@pytest.fixture
def two_servers(database_url, portal_servers, server_cache):
    """The addresses of two processes that serve one portal."""
    yield from running(portal_servers, database_url, 2, server_cache)
