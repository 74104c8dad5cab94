"""`manage.py migrate_aloud`: Django's `migrate` that says after each migration how many of them are done."""

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class Command(migrate.Command):
    help = "Migrates as `migrate` does, and counts: a first time takes long enough for doubts whether it still runs."
    done = total = 0

    def handle(self, *args, **options):
        self.database, self.app = options["database"], options["app_label"]
        return super().handle(*args, **options)

    def migration_progress_callback(self, action, migration=None, fake=False):
        """Count; the total is asked for before the first migration, when none of them is recorded yet."""
        super().migration_progress_callback(action, migration, fake)
        if action == "apply_start" and not self.total:
            executor = MigrationExecutor(connections[self.database])
            self.total = len(executor.migration_plan(executor.loader.graph.leaf_nodes(self.app)))
        elif action == "apply_success":
            self.done += 1
            self.stdout.write(f"{self.done} of {self.total} migrations")
            self.stdout.flush()
