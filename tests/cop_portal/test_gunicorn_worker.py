"""Connections that come at once are shared by the processes of gunicorn, and stay so while they are kept alive."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from tests.support.mail import free_port
from tests.support.servers import BIN
from tests.support.slow_application import SECONDS

pytestmark = pytest.mark.once
PROCESSES, THREADS = 2, 4


@pytest.fixture
def port():
    port = free_port()
    command = [BIN / "gunicorn", "-c", "cop_portal/gunicorn_conf.py", "tests.support.slow_application"]
    variables = {**os.environ, "PORT": str(port), "WEB_CONCURRENCY": str(PROCESSES)}
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=variables, stderr=subprocess.PIPE, text=True)
    booted = 0
    for line in server.stderr:
        booted += "Booting worker" in line
        if booted == PROCESSES:
            break
    yield port
    server.terminate()
    server.communicate(timeout=30)


def asked(connection: http.client.HTTPConnection) -> str:
    connection.request("GET", "/")
    return connection.getresponse().read().decode()


def test_as_many_connections_as_threads_are_answered_at_once(port):
    connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(PROCESSES * THREADS)]
    with ThreadPoolExecutor(len(connections)) as readers:
        for _ in range(2):  # the second time over connections that were kept
            started = time.monotonic()
            shares = Counter(readers.map(asked, connections))
            assert sorted(shares.values()) == [THREADS] * PROCESSES
            assert time.monotonic() - started < 2 * SECONDS
            time.sleep(0.2)  # until gunicorn waits for them again


def test_connections_that_wait_for_a_reader_keep_nobody_out(port):
    kept = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(PROCESSES * THREADS)]
    with ThreadPoolExecutor(len(kept)) as readers:
        list(readers.map(asked, kept))
        started = time.monotonic()
        newcomers = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in kept]
        assert len(list(readers.map(asked, newcomers))) == len(kept)
    assert time.monotonic() - started < 2 * SECONDS


def test_connections_that_never_ask_keep_nobody_waiting(port):
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(2 * PROCESSES * THREADS)]
    started = time.monotonic()
    assert asked(http.client.HTTPConnection("127.0.0.1", port, timeout=30))
    assert time.monotonic() - started < SECONDS + 2
    for each in silent:
        each.close()


def test_one_that_asks_late_is_answered(port):
    late = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    late.connect()
    time.sleep(1)
    assert asked(late)


def test_a_server_that_is_told_to_stop_does_not_look_through_all_that_it_loaded():
    run = "import gc, runpy; runpy.run_path('cop_portal/gunicorn_conf.py')['when_ready'](server)"
    server = "from types import SimpleNamespace; server = SimpleNamespace(log=SimpleNamespace(info=print), address='')"
    done = subprocess.run(
        [sys.executable, "-c", f"{server}; {run}; print(gc.get_freeze_count())"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout.split()[-1]) > 1_000
