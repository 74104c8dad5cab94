"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_portal.settings.demo")
application = get_wsgi_application()

from cop_portal import translations  # noqa: E402 -- languages are read once the apps are there

translations.join()
