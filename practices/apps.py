from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Praktik")

    def ready(self):
        from practices import receivers  # noqa: F401 -- connects them
        from practices.editing import PRACTICE
        from practices.forms import PracticeCopyForm
        from practices.models import PracticePage

        PracticePage.edit_handler = PRACTICE
        PracticePage.copy_form_class = PracticeCopyForm
