from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Praktik")

    def ready(self):
        from practices import receivers  # noqa: F401 -- connects them
