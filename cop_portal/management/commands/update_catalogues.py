"""`manage.py update_catalogues`: bring the English catalogue in line with the code and compile all catalogues."""

from django.core.management.base import BaseCommand, CommandError

LANGUAGE = "en"


class Command(BaseCommand):
    help = "Collects the texts of code and templates, keeps their translations, compiles the catalogues."
    requires_system_checks = []

    def handle(self, *args, **options):
        try:
            from cop_portal import catalogues

            found = catalogues.extract()
        except (ImportError, FileNotFoundError) as reason:
            raise CommandError(f"Catalogues need the development packages and gettext: {reason}") from reason
        path = catalogues.path_of(LANGUAGE)
        catalogue = catalogues.updated(found, catalogues.read(path) if path.exists() else None, LANGUAGE)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        catalogues.compile_catalogues()
        missing = [entry.msgid for entry in catalogue if not entry.translated()]
        for msgid in missing:
            self.stdout.write(f"to be translated: {msgid}")
        self.stdout.write(f"{path.name}: {len(catalogue)} texts, {len(missing)} to be translated.")
