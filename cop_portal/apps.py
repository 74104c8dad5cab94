from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CopPortalConfig(AppConfig):
    name = "cop_portal"
    verbose_name = _("Portal")

    def ready(self):
        from cop_portal import cms_refusal, naming, receivers  # noqa: F401 -- connects the receivers
        from cop_portal.forms import HomePageForm
        from cop_portal.models import HomePage

        naming.register()
        cms_refusal.register()
        HomePage.base_form_class = HomePageForm  # forms stand above models
