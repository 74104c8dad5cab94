"""Compares the counts of topics and rooms with their rows."""

from django.core.management.base import BaseCommand, CommandError

from forums.services.upkeep import recount


class Command(BaseCommand):
    help = "Counts topics and rooms anew and prints every difference; --fix corrects them. Fails when some are left."

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="correct what is miscounted")

    def handle(self, *args, fix: bool, **options):
        found = 0
        for each in recount(is_fixing=fix):
            found += 1
            self.stdout.write(
                f"{type(each.row).__name__} {each.row.pk}: {each.field} is {each.stored}, should be {each.counted}"
            )
        if found and not fix:
            raise CommandError(f"{found} counts are wrong; --fix corrects them.")
        self.stdout.write(f"{found} counts corrected." if found else "All counts are right.")
