from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cop_portal import backups


class Command(BaseCommand):
    """Copy database and uploads into a new folder, while the portal runs; `--check` looks at a backup made before."""

    help = "Copy database and uploads into a new or empty folder; the portal may run meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="only tell whether the backup in the folder is whole")

    def handle(self, *args, folder, check, **options):
        try:
            manifest = backups.check(folder) if check else backups.write(folder)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        rows, files = sum(manifest["rows"].values()), len(manifest["files"])
        self.stdout.write(
            f"{folder}: {len(manifest['rows'])} tables, {rows} rows, {files} files, {manifest['made_at']}"
        )
