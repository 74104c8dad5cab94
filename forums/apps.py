from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"
    verbose_name = _("Forum")

    def ready(self):
        from community import work
        from forums import naming, notices, notifications, panels, places, receivers  # noqa: F401 -- receivers connect themselves
        from forums.editing import ROOM
        from forums.models import PostNews, RoomPage

        work.register(PostNews, notifications.tell_followers, in_transaction=True)
        RoomPage.edit_handler = ROOM
        notices.register()
        naming.register()
        panels.register()
        places.register()
