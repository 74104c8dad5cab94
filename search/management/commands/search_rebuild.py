from django.core.management.base import BaseCommand

from search import truth, vocabulary
from search.engines import schema
from search.enums import Kind

WIDTH = 30


class Command(BaseCommand):
    """Write every search entry anew from its row; safe to interrupt, to repeat and to run while others write."""

    help = "Write all search entries anew from their rows, in chunks; safe to interrupt and while others write."

    def handle(self, *args, **options):
        for name in schema.restore():
            self.stdout.write(f"index     {name} made anew")
        for kind in Kind:
            total, seen, changed = truth.size(kind), 0, 0
            for looked_at, written in truth.rebuild(kind):
                seen, changed = seen + looked_at, changed + written
                self.show(kind, seen, total)
            self.stdout.write(f"\r{kind.value:<9} {seen} objects, {changed} entries written".ljust(WIDTH + 40))

        self.stdout.write(f"words     {vocabulary.relearn()}")

    def show(self, kind: Kind, seen: int, total: int) -> None:
        """A bar on a terminal, nothing in a log."""
        if self.stdout.isatty():
            share = min(1.0, seen / total) if total else 1.0
            bar = "#" * round(share * WIDTH)
            self.stdout.write(f"\r{kind.value:<9} [{bar:<{WIDTH}}] {share:4.0%} {seen}/{total}", ending="")
            self.stdout.flush()
