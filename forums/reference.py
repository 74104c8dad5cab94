"""Reference data of the forum: the page its rooms hang below."""

from django.utils.translation import gettext_noop
from wagtail.models import Page

from forums.models import ForumIndexPage


def load(home: Page) -> dict[str, int]:
    """Add the forum below `home` if it is missing; rooms are made by organisers."""
    if ForumIndexPage.objects.exists():
        return {"halaman forum": 0}
    page = ForumIndexPage(
        title="Forum",
        slug="forum",
        intro=gettext_noop("Tanyakan, jawab, dan bahas bersama sesama pengelola sistem merit."),
    )
    home.add_child(instance=page)
    return {"halaman forum": 1}
