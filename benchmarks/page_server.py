"""Settings of a portal that is measured: the demo, with one view beside it that does nothing."""

from cop_portal.settings.demo import *  # noqa: F403 -- a settings module extends another

ROOT_URLCONF = "benchmarks.page_addresses"
