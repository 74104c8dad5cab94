from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cop_portal import backups


class Command(BaseCommand):
    """Put a backup into an empty database and media folder; `migrate` then brings it to this version."""

    help = "Put a backup made by `backup` into an empty database; it is checked before and after."
    requires_system_checks = []  # some ask the database, which has no tables yet

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder, **options):
        try:
            manifest = backups.restore(folder)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        rows, files = sum(manifest["rows"].values()), len(manifest["files"])
        self.stdout.write(f"{len(manifest['rows'])} tables, {rows} rows, {files} files restored; now run migrate.")
