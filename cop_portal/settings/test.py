"""Tests: fast password hashing, mail kept in memory, only services that the tests started themselves."""

import tempfile
from pathlib import Path

from cop_portal.settings.base import *  # noqa: F403 -- a settings module extends the base
from cop_portal.settings.base import INSTALLED_APPS, STORAGES, VAR_DIR, database, env
from cop_portal.settings.media_storage import FOLDER

SECRET_KEY = "only-for-tests"  # noqa: S105 -- guards nothing
DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "tests.workbench"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
DATABASES = {"default": database(f"sqlite:///{VAR_DIR / 'test' / 'master.sqlite3'}")}
if env("TEST_DATABASE", default="sqlite") == "postgresql":
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": env("TEST_POSTGRESQL_SOCKET", default=""),  # the test run starts the server and fills this
        "CONN_HEALTH_CHECKS": True,
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OIDC = None  # a test that signs in by an issuer sets it (`issuer` fixture)
ELASTICSEARCH_URL = []  # a test that needs one sets it (`elasticsearch` fixture)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PAGE_CACHE_BYTES = 0  # tests look at how pages are made; those of the page cache turn it on
STORAGES = {
    **STORAGES,
    "default": FOLDER,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="cop-test-media-"))
MAIL_DELIVERY = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
STATIC_ROOT = None  # what was collected earlier may be stale; files come from their apps
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
