"""Reference data of events: the calendar they hang below."""

from django.utils.translation import gettext_noop
from wagtail.models import Page

from events.models import EventIndexPage


def load(home: Page) -> dict[str, int]:
    """Add the calendar of events below `home` when it is missing.

    Organisers have their rights on it from the pages above.
    """
    if EventIndexPage.objects.exists():
        return {"halaman FGD": 0}
    page = EventIndexPage(
        title="FGD",
        slug="fgd",
        intro=gettext_noop(
            "Pertemuan komunitas: bertanya kepada yang sudah menjalankan, dan mencatat apa yang dihasilkan."
        ),
    )
    home.add_child(instance=page)
    return {"halaman FGD": 1}
