from django.core.management.base import BaseCommand, CommandError

from community.errors import DemoOnly
from cop_portal.demo import content


class Command(BaseCommand):
    """Load the demo's content and accounts; safe to run again, and refused where the demo is off."""

    help = "Load the demo's content and accounts; its events that are over move on (only where DEMO is on)."

    def handle(self, *args, **options):
        try:
            counts = content.load()
        except DemoOnly as refusal:
            raise CommandError(str(refusal)) from refusal
        added = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        self.stdout.write(f"Isi contoh disiapkan: {added}." if added else "Isi contoh sudah lengkap.")
