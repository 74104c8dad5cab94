from django.core.management.base import BaseCommand

from community import periodic


class Command(BaseCommand):
    """Run the periodic jobs whose time has come; for a timer, safe to run twice or late."""

    help = "Run the periodic jobs whose time has come (for a timer; safe to run twice or late)."

    def handle(self, *args, **options):
        for name in periodic.run_due():
            self.stdout.write(name)
