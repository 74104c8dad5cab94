"""The system's Chromium under Playwright: `page`, `context` and `browser` are pytest-playwright's own fixtures."""

import os
import shutil
import subprocess

import pytest
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import expect

from tests.support.services import missing

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The shell draws pages as the browser does and starts without the rest of it.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def browser_path() -> str:
    """The program to start; a loud skip where there is none."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        missing("no Chromium was found on this machine (Debian: apt-get install chromium-headless-shell).")
    return path


@pytest.fixture(scope="session")
def browser_driver() -> None:
    """Playwright's own Node.js starts here; a small system may lack a library that it is linked to."""
    started = subprocess.run([compute_driver_executable()[0], "--version"], capture_output=True, text=True)
    if started.returncode:
        missing(f"Playwright's driver does not start (Debian: apt-get install libatomic1): {started.stderr.strip()}")


@pytest.fixture(scope="session")
def playwright(browser_driver, playwright):
    expect.set_options(timeout=30_000)  # milliseconds; a busy machine is slow, not wrong
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = browser_path()
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}
