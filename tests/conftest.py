"""Fixtures of every test. SQLite by default; `TEST_DATABASE=postgresql` runs the same tests on PostgreSQL."""

import gc
import os

import hypothesis
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache

# The same examples in every run, so that what has passed here passes there; `make test-all` looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("new", deadline=None, print_blob=True)
hypothesis.settings.load_profile("same")

pytest_plugins = [
    "tests.support.browsers",
    "tests.support.cms",
    "tests.support.elasticsearch",
    "tests.support.forums",
    "tests.support.hostile",
    "tests.support.logs",
    "tests.support.mail",
    "tests.support.people",
    "tests.support.practices",
    "tests.support.places",
    "tests.support.queries",
    "tests.support.scheduling",
    "tests.support.servers",
    "tests.support.spoken",
    "tests.support.buckets",  # this and the next after those that they build on
    "tests.support.issuers",
    "tests.search.contract",
    "tests.support.workers",
]
COMMITTING = {"transactional_db", "live_server", "migrated_only", "database_url", "portal_server", "two_servers"}
ASKING = {"db", "transactional_db", *COMMITTING}
STARTED = pytest.StashKey()
PREPARED = pytest.StashKey()


def pytest_xdist_auto_num_workers(config):
    """One more than there are processors: a quarter of its time a test waits for a browser, a server or a disk."""
    return min(8, os.cpu_count() + 1)


def pytest_configure(config):
    """Start PostgreSQL once a run: before the workers of pytest-xdist, which share it."""
    is_worker = hasattr(config, "workerinput")
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") and not is_worker:
        from tests.support.databases import start_postgresql

        config.stash[STARTED] = start_postgresql()


def pytest_unconfigure(config):
    if server := config.stash.get(STARTED, None):
        from tests.support.databases import stop_postgresql

        stop_postgresql(server)
    if not hasattr(config, "workerinput") and not config.option.collectonly:  # another run's node goes on
        from tests.support import elasticsearch

        elasticsearch.stop()


def pytest_collection_modifyitems(config, items):
    """Put what takes long first, so that no worker waits for another at the end; leave out what tells nothing here.

    That is what only the other database has, and on PostgreSQL what never asks a database: SQLite's run has shown it.
    """
    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].removesuffix("3")
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, item.path.parent.name != "tests"))
    left = [item for item in items if not _tells(item, vendor)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if _tells(item, vendor)]


def pytest_collection_finish(session):
    """Keep the garbage collector from looking again and again through all that was loaded, which stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _tells(item, vendor: str) -> bool:
    """Whether a test says something about this database."""
    only = item.get_closest_marker("only_on")
    if only and only.args[0] != vendor:
        return False
    asks = item.get_closest_marker("django_db") or not ASKING.isdisjoint(item.fixturenames)
    return vendor == "sqlite" or bool(asks)


def pytest_report_header(config):
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, worker_id):
    """A migrated copy with reference data, in place of pytest-django's own set-up."""
    from django.db import connections

    from tests.support.databases import databases_of

    databases = databases_of(worker_id)
    with django_db_blocker.unblock():
        databases.prepare()
        # what Django itself would put back after a test that commits: nothing, since `reset` puts everything back
        connections["default"]._test_serialized_contents = "[]"
        request.config.stash[PREPARED] = databases, django_db_blocker
        yield
        connections.close_all()


@pytest.fixture(autouse=True)
def django_db_serialized_rollback():
    """Keep Django from sending `post_migrate` after a test that commits: the copy is put back as it was."""


@pytest.fixture(autouse=True)
def _empty_cache():
    yield
    cache.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """Put the reference data back after a test that commits, once all its fixtures are gone."""
    try:
        return (yield)
    finally:
        marker = item.get_closest_marker("django_db")
        commits = bool(marker and marker.kwargs.get("transaction")) or not COMMITTING.isdisjoint(item.fixturenames)
        if commits and (prepared := item.config.stash.get(PREPARED, None)):
            databases, blocker = prepared
            with blocker.unblock():
                databases.reset()
                ContentType.objects.clear_cache()


@pytest.fixture
def migrated_only(transactional_db, request):
    """A database as migrations leave it, without the reference data that other tests find."""
    databases, _ = request.config.stash[PREPARED]
    databases.reset(reference=False)
    ContentType.objects.clear_cache()


@pytest.fixture
def database_url(transactional_db):
    """The test database as `DATABASE_URL`, for tests that start other processes (they see committed rows only)."""
    from tests.support.databases import database_url

    return database_url()
