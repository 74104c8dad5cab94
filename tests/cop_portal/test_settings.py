"""What the settings of production and of the demo promise, seen in a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

SECRETS = {
    "SECRET_KEY": "kunci-yang-cukup-panjang-untuk-sebuah-uji-dan-hanya-untuk-itu-0123456789",
    "ALLOWED_HOSTS": "cop.example.go.id",
    "DATABASE_URL": "sqlite:///var/check.sqlite3",
}
# Settings are plain modules: they say what they say without the apps, which take seconds to import.
SAY = """
import json, sys
from importlib import import_module
module = import_module(sys.argv[1])
print(json.dumps({name: getattr(module, name) for name in sys.argv[2:]}))
"""


def say(module: str, *names: str, **variables: str) -> subprocess.CompletedProcess:
    """A process that prints settings of a module as JSON; of the environment it has `variables` alone."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(settings.BASE_DIR), **variables}
    command = [sys.executable, "-c", SAY, f"cop_portal.settings.{module}", *names]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=settings.BASE_DIR)


@pytest.mark.parametrize("value", [None, ""], ids=["unset", "empty"])
@pytest.mark.parametrize("missing", SECRETS)
def test_production_without_a_secret_stops_with_one_sentence(missing, value):
    variables = {name: given for name, given in SECRETS.items() if name != missing}
    if value is not None:
        variables[missing] = value

    stopped = say("production", "DEBUG", **variables)

    assert stopped.returncode == 1
    assert stopped.stderr.splitlines()[-1] == (
        f"django.core.exceptions.ImproperlyConfigured: Set {missing}: the portal does not start in production without "
        "it."
    )


def test_production_is_closed():
    wanted = {
        "DEBUG": False,
        "DEMO": False,
        "ALLOWED_HOSTS": ["cop.example.go.id"],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECOND_FACTOR_REQUIRED": True,
        "CSRF_TRUSTED_ORIGINS": ["https://cop.example.go.id"],
    }

    said = say("production", *wanted, **SECRETS)

    assert json.loads(said.stdout) == wanted


@pytest.mark.parametrize("address", ["cop", "mariadbx://cop@localhost/cop", "/var/lib/cop.sqlite3"])
def test_a_database_that_nobody_knows_stops_with_one_sentence(address):
    stopped = say("production", "DEBUG", **SECRETS | {"DATABASE_URL": address})

    assert stopped.returncode == 1
    assert stopped.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: DATABASE_URL names no database that the portal knows: write "
        "postgres://user:password@host/name or sqlite:////path/to/file."
    )


# What SQLite itself answers on a connection that the demo's settings open.
ASK = """
import django
django.setup()
from django.conf import settings
from django.db import connection, transaction
with connection.cursor() as cursor:
    cursor.execute("PRAGMA journal_mode")
    print(settings.DEBUG, connection.vendor, cursor.fetchone()[0], connection.transaction_mode)
"""


def test_the_demo_keeps_sqlite_in_wal_with_immediate_transactions(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(settings.BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "cop_portal.settings.demo",
        "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3",
        "SECRET_KEY": "only-for-tests",
    }

    asked = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, env=environment, check=True)

    assert asked.stdout.split() == ["False", "sqlite", "wal", "IMMEDIATE"]
