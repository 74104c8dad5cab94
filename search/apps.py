from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Pencarian")

    def ready(self):
        from community import periodic, work
        from search import asked, checks, entries, panels, past, receivers, upkeep  # noqa: F401 -- checks and receivers register themselves
        from search.engines import schema
        from search.models import EntryRefresh

        post_migrate.connect(schema.after_migrate, sender=self)
        panels.register()
        work.register(EntryRefresh, entries.work_off, in_transaction=True)
        periodic.register("refresh_dated_entries", upkeep.refresh_dated, rhythm=timedelta(hours=1))
        periodic.register("forget_gone_entries", upkeep.forget_gone, rhythm=timedelta(days=1))
        periodic.register("forget_old_questions", asked.forget_old, rhythm=timedelta(days=1))
        periodic.register("sum_up_questions", past.sum_up, rhythm=timedelta(hours=1))
        periodic.register("forget_old_refreshes", upkeep.forget_old_refreshes, rhythm=timedelta(days=1))
