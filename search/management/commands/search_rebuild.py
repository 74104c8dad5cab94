from django.core.management.base import BaseCommand, CommandError
from elasticsearch import ApiError, TransportError

from search import truth, vocabulary
from search.engines import schema
from search.engines.elastic import client, filling, sending
from search.enums import Kind
from search.models import SearchEntry

WIDTH = 30


class Command(BaseCommand):
    """Write every search entry anew from its row; safe to interrupt, to repeat and to run while others write."""

    help = "Write all search entries anew from their rows, in chunks; safe to interrupt and while others write."

    def add_arguments(self, parser):
        parser.add_argument(
            "--rollback", action="store_true", help="Elasticsearch: go back to the index that was read before."
        )
        parser.add_argument(
            "--index-only", action="store_true", help="Elasticsearch: a new index from the entries as they are."
        )

    def handle(self, *args, rollback: bool, index_only: bool, **options):
        if (rollback or index_only) and not client.is_configured():
            raise CommandError("ELASTICSEARCH_URL is not set: the embedded engine has one index.")
        if rollback:
            self.elasticsearch(filling.roll_back)
            return
        if not index_only:
            self.entries()
        if client.is_configured():
            self.elasticsearch(filling.rebuild)

    def elasticsearch(self, make) -> None:
        """Fill an index with a bar, check it and have it read."""
        try:
            index = make(lambda done, total: self.show("elastic", done, total))
        except (ApiError, TransportError, filling.Unfit, sending.Busy) as error:
            raise CommandError(f"Elasticsearch keeps the index that it has: {error}") from error
        told = f"{index.name} is read, {SearchEntry.objects.count()} entries"
        self.stdout.write(f"\relastic   {told}".ljust(WIDTH + 40))

    def entries(self) -> None:
        """Write all entries from their rows."""
        for name in schema.restore():
            self.stdout.write(f"index     {name} made anew")
        for kind in Kind:
            total, seen, changed = truth.size(kind), 0, 0
            for looked_at, written in truth.rebuild(kind):
                seen, changed = seen + looked_at, changed + written
                self.show(kind.value, seen, total)
            self.stdout.write(f"\r{kind.value:<9} {seen} objects, {changed} entries written".ljust(WIDTH + 40))

        self.stdout.write(f"words     {vocabulary.relearn()}")

    def show(self, name: str, seen: int, total: int) -> None:
        """A bar on a terminal, nothing in a log."""
        if self.stdout.isatty():
            share = min(1.0, seen / total) if total else 1.0
            bar = "#" * round(share * WIDTH)
            self.stdout.write(f"\r{name:<9} [{bar:<{WIDTH}}] {share:4.0%} {seen}/{total}", ending="")
            self.stdout.flush()
