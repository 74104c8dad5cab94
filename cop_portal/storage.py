"""Static files: hashed names, compressed, and one style sheet joined from the components."""

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from cop_portal import stylesheet


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which also writes the joined style sheet and leaves its parts without hashed copies."""

    def post_process(self, paths, dry_run=False, **options):
        parts = set(stylesheet.sources())
        paths = {name: found for name, found in paths.items() if name not in parts}
        if not dry_run:
            self.delete(stylesheet.NAME)
            self.save(stylesheet.NAME, ContentFile(stylesheet.joined().encode()))
            paths[stylesheet.NAME] = (self, stylesheet.NAME)
        yield from super().post_process(paths, dry_run=dry_run, **options)
