"""`make run` in a fresh clone: one command, no question, the demo within three minutes."""

import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from community.demo_accounts import DEMO_ACCOUNTS, PASSWORD
from tests.support.mail import free_port

GOAL_SECONDS = 180
PATIENCE = 600
ROOT = Path(settings.BASE_DIR)
UNSET = {
    "VIRTUAL_ENV",
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "SECRET_KEY",
    "SITE_URL",
    "MAKELEVEL",
    "MAKEFLAGS",
}


@pytest.fixture
def clone(tmp_path):
    """A clone of what is committed here, of a checkout that has nothing else."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        lacking("this copy of the portal is no Git checkout")
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tmp_path / "portal")], check=True)
    return tmp_path / "portal"


def lacking(reason: str) -> None:
    """Skip the test, or fail it where everything is promised."""
    if os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def page(address: str) -> tuple[int, str]:
    """Status and text of an address; 0 while nobody listens."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, ""
    except OSError:
        return 0, ""


def make_run(clone: Path, port: int, log: Path) -> subprocess.Popen:
    """Start it as somebody does who has set nothing."""
    with log.open("w") as output:
        return subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=clone,
            env={name: value for name, value in os.environ.items() if name not in UNSET},
            stdin=subprocess.DEVNULL,  # nobody is there to answer a question
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def seconds_until_ready(portal: str, make: subprocess.Popen, log: Path) -> float:
    """How long the portal takes from now; fails when `make` ends before, or beyond all patience."""
    started = time.monotonic()
    while page(f"{portal}/readyz")[0] != 200:
        told = log.read_text()
        if "could not be downloaded" in told:
            lacking("this machine reaches no package index")
        assert make.poll() is None, told
        assert time.monotonic() - started < PATIENCE, told
        time.sleep(0.5)
    return time.monotonic() - started


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.xdist_group("connections")  # one worker after the other: those tests load the machine most
def test_a_fresh_clone_shows_the_demo_within_three_minutes(clone):
    port = free_port()
    portal, log = f"http://127.0.0.1:{port}", clone / "run.log"
    make = make_run(clone, port, log)
    try:
        took = seconds_until_ready(portal, make, log)

        assert page(f"{portal}/")[0] == 200
        status, text = page(f"{portal}/praktik/mang-bagja/")
        assert (status, "Bandung" in text) == (200, True)
        assert took <= GOAL_SECONDS, log.read_text()
        told = log.read_text()
        assert [account.email for account in DEMO_ACCOUNTS if account.email not in told] == []
        assert f"Kata sandi semua akun: {PASSWORD}" in told
        assert f"Masuk di {portal}/akun/masuk/" in told
    finally:
        os.killpg(make.pid, signal.SIGTERM)
        make.wait(60)
    assert page(f"{portal}/readyz")[0] == 0  # nothing goes on behind its back
