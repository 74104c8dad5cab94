import json

from django.core.management.base import BaseCommand

from practices.outlines import drawing_of
from practices.provinces import DRAWING, GEOMETRY


class Command(BaseCommand):
    """Needed only where the geometry in `practices/data/` has changed; the drawing is kept beside it."""

    help = "Draws the map of provinces from their geometry (practices/data/)."

    def handle(self, *args, **options):
        drawing = drawing_of(json.loads(GEOMETRY.read_text()))
        DRAWING.write_text(f"{json.dumps(drawing, indent=1, ensure_ascii=False)}\n")
        self.stdout.write(f"{len(drawing['provinces'])} provinces, {DRAWING.stat().st_size:,} bytes")
