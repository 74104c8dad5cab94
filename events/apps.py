from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("FGD")

    def ready(self):
        from community import periodic
        from events import receivers  # noqa: F401 -- connects them
        from events.services import events, waitlist

        periodic.register("expire_offers", waitlist.expire_offers, rhythm=timedelta(seconds=30))
        periodic.register("advance_events", events.advance_events, rhythm=timedelta(minutes=1))
