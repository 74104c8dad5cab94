"""Pages of the portal itself as pages that readers say something of."""

from community import feedback
from community.enums import Subject
from cop_portal.models import ContactPage, InfoPage, ScopePage


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    for model, prefix in ((InfoPage, "/"), (ContactPage, "/"), (ScopePage, "/komunitas/")):
        feedback.register(Subject.PAGE, finder(model, prefix))


def finder(model, prefix: str) -> feedback.Finder:
    """Finds published pages of `model`, which everybody may read, at `prefix` and their slug."""

    def find(ids: set[int], reader) -> dict[int, feedback.AskedPage]:
        rows = model.objects.live().filter(pk__in=ids).values_list("pk", "title", "slug")
        return {pk: feedback.AskedPage(title, f"{prefix}{slug}/") for pk, title, slug in rows}

    return find
