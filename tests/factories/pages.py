"""The trunk of the page tree, for tests: found where the database has it, made where it does not."""

from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail.signals import page_published

from community.page_changes import announced_once
from cop_portal.models import HomePage
from events.models import EventIndexPage
from practices.models import PracticeIndexPage


def home_page() -> HomePage:
    """The front page below the root, served by the default site."""
    found = HomePage.objects.first()
    if found:
        return found
    Locale.objects.get_or_create(language_code="id")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=HomePage(title="Beranda", slug="beranda"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": home}
    )
    Site.clear_site_root_paths_cache()
    return home


def practice_index() -> PracticeIndexPage:
    """The practice library at `/praktik/`."""
    found = PracticeIndexPage.objects.first()
    return found or home_page().add_child(instance=PracticeIndexPage(title="Praktik", slug="praktik"))


def event_index() -> EventIndexPage:
    """The calendar of events at `/fgd/`."""
    found = EventIndexPage.objects.first()
    return found or home_page().add_child(instance=EventIndexPage(title="FGD", slug="fgd"))


def add_page(page, parent, *, is_live: bool):
    """Put a new page below `parent`, published or as a draft, and return it as the database has it.

    What publishing by Wagtail's action leaves behind in a third of its time: the row, its entry, and the signal; a
    revision only of drafts. Its fields are not validated: what factories are given is right.
    """
    page.live = is_live
    page.full_clean = page.minimal_clean
    if is_live:
        page.first_published_at = page.last_published_at = timezone.now()
    with announced_once():
        parent.add_child(instance=page)
        if is_live:
            page_published.send(sender=type(page), instance=page, revision=None)
        else:
            page.save_revision(clean=False)
    return type(page).objects.get(pk=page.pk)
