from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("FGD")

    def ready(self):
        from community import periodic
        from events import front, naming, news, notices, panels, receivers  # noqa: F401 -- receivers connect themselves
        from events.editing import EVENT
        from events.models import EventPage
        from events.permissions import hidden_events
        from events.services import events, waitlist
        from practices.page_policy import PORTAL_PAGES

        EventPage.edit_handler = EVENT
        news.register()
        notices.register()
        naming.register()
        front.register_panels()
        panels.register_own()
        PORTAL_PAGES.hide(hidden_events)

        periodic.register("expire_offers", waitlist.expire_offers, rhythm=timedelta(seconds=30))
        periodic.register("advance_events", events.advance_events, rhythm=timedelta(minutes=1))
