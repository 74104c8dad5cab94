"""Practices as pages that readers say something of."""

from community import feedback
from community.enums import Subject
from practices.links import practice_url
from practices.models import PracticePage


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    feedback.register(Subject.PRACTICE, find)


def find(ids: set[int], reader) -> dict[int, feedback.AskedPage]:
    """The published practices that `reader` may read."""
    rows = PracticePage.objects.published().visible_to(reader).filter(pk__in=ids)
    return {
        pk: feedback.AskedPage(title, practice_url(slug)) for pk, title, slug in rows.values_list("pk", "title", "slug")
    }
