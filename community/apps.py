from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Komunitas")

    def ready(self):
        from community import mail, periodic, work
        from community.models import QueuedMail

        work.register(QueuedMail, mail.deliver, in_transaction=False)
        periodic.register_own()
