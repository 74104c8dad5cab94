from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Praktik")

    def ready(self):
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from practices import naming, notices, panels, receivers  # noqa: F401 -- receivers connect themselves
        from practices.editing import PRACTICE
        from practices.forms import PracticeCopyForm
        from practices.models import PracticePage
        from practices.page_policy import PORTAL_PAGES

        register_permission_policy(Page, PORTAL_PAGES)
        PracticePage.edit_handler = PRACTICE
        PracticePage.copy_form_class = PracticeCopyForm
        naming.register()
        notices.register()
        panels.register()
