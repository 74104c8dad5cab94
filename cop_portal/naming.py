"""How the portal's own pages are named where readers say something of them."""

from community import subjects
from community.enums import Subject
from community.subjects import Card, Naming
from cop_portal.models import ContactPage, InfoPage, ScopePage

PLACES = ((InfoPage, "/"), (ContactPage, "/"), (ScopePage, "/komunitas/"))


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    subjects.register(Subject.PAGE, Naming(cards))


def cards(ids, reader) -> dict[int, Card]:
    """Published pages, which everybody may read; one query for each of their kinds."""
    wanted = list(ids)
    return {
        pk: Card(Subject.PAGE, pk, title, f"{below}{slug}/")
        for model, below in PLACES
        for pk, title, slug in model.objects.live().filter(pk__in=wanted).values_list("pk", "title", "slug")
    }
