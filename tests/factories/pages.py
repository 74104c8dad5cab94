"""The trunk of the page tree, for tests: found where the database has it, made where it does not."""

from wagtail.models import Locale, Page, Site

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
