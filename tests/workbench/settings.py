"""Settings of processes that tests start: the demo's, with the tests' own rows and a lease short enough to wait for."""

from cop_portal.settings.demo import *  # noqa: F403 -- a settings module extends another
from cop_portal.settings.demo import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.workbench"]
WORK_LEASE_SECONDS = 1
