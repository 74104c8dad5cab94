"""Worker processes, which a test may kill."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture
def start_worker(database_url, smtp_catcher):
    """`start_worker()`: a worker process on the test's database and mail server, once it has started."""
    started = []

    def start() -> subprocess.Popen:
        started.append(run_worker(database_url, smtp_catcher))
        assert started[-1].stdout.readline() == "Worker started.\n"
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def run_worker(database_url: str, catcher) -> subprocess.Popen:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.workbench.settings",
        "DATABASE_URL": database_url,
        "EMAIL_URL": f"smtp://{catcher.host}:{catcher.port}",
        "SECRET_KEY": "only-for-tests",
        "SITE_URL": "http://testserver",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_worker", "--interval", "0.05"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
