"""The portal as `make run` serves it: gunicorn, the demo's settings, collected and compressed static files."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
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


@pytest.fixture
def portal_server(database_url):
    """The address of a gunicorn of its own over the test database; rows must be committed to be seen."""
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cop_portal.settings.demo",
        "DATABASE_URL": database_url,
        "SITE_URL": settings.SITE_URL,
        "SECRET_KEY": settings.SECRET_KEY,  # so that a session made by a test's client is one there
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    with locked():
        bootstrap.collect_static(environment)
    log = (FOLDER / f"gunicorn-{port}.log").open("wb")
    command = [str(BIN / "gunicorn"), "--config", "cop_portal/gunicorn_conf.py", "cop_portal.wsgi"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
        log.close()
    Path(log.name).unlink()
