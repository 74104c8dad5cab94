"""For whoever changes the code: the demo with DEBUG, templates read anew and style sheets joined on request."""

from cop_portal.settings.demo import *  # noqa: F403 -- a settings module extends another
from cop_portal.settings.demo import STORAGES, TEMPLATES

DEBUG = True
PAGE_CACHE_BYTES = 0  # templates change without a write
TEMPLATES[0]["OPTIONS"]["loaders"] = TEMPLATES[0]["OPTIONS"]["loaders"][0][1]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = None  # what was collected earlier may be stale; files come from their apps
