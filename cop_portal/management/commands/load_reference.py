from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from community.reference import instansi
from cop_portal import reference


class Command(BaseCommand):
    """Load reference data: agencies, merit aspects, regulations, roles and the page tree.

    Safe to run again and by two processes at once: only what is missing is added. Rows that were edited in the CMS are
    kept; `--differences` lists them and `--restore CODE` takes the shipped values of one agency again.
    """

    help = "Add missing reference data (agencies, aspects, regulations, roles, page tree); edited rows are kept."

    def add_arguments(self, parser):
        parser.add_argument(
            "--differences", action="store_true", help="list agencies that differ from the shipped data"
        )
        parser.add_argument("--restore", metavar="CODE", nargs="+", help="take the shipped values of these agencies")

    def handle(self, *args, **options):
        if options["differences"]:
            for code, field, now, official in instansi.differences():
                self.stdout.write(f"{code} {field}: {now} (data resmi: {official})")
            return
        counts = reference.load()
        added = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        self.stdout.write(f"Data acuan ditambahkan: {added}." if added else "Data acuan sudah lengkap.")
        if options["restore"]:
            self.restore(options["restore"])

    @transaction.atomic
    def restore(self, codes):
        for code in codes:
            try:
                instansi.restore(code)
            except KeyError:
                raise CommandError(f"{code} is not among the shipped agencies.") from None
            self.stdout.write(f"{code}: data resmi dipakai lagi.")
