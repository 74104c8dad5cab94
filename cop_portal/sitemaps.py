"""What search engines of the world may list: live pages that everybody may read, without examples."""

from itertools import chain

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from community.enums import Audience
from cop_portal.models import CommunityPage, ContactPage, HomePage, InfoPage, ScopePage
from events.models import EventIndexPage, EventPage
from practices.models import PracticeIndexPage, PracticePage

SECTIONS = (HomePage, PracticeIndexPage, EventIndexPage, CommunityPage, ScopePage, InfoPage, ContactPage)


class PublicPages(Sitemap):
    """Home, sections, genuine practices and events; addresses come from the page tree, without a query per page."""

    limit = 20_000
    fields = ("pk", "url_path", "last_published_at")

    def items(self):
        home = HomePage.objects.live().first()
        if home is None:
            return []
        self.root = home.url_path
        below = {"live": True, "url_path__startswith": self.root}
        sections = Page.objects.filter(**below).type(*SECTIONS).order_by("path")
        practices = PracticePage.objects.genuine().filter(**below, audience=Audience.PUBLIC)
        events = EventPage.objects.genuine().filter(**below, audience=Audience.PUBLIC)
        pages = chain(
            sections.values_list(*self.fields, named=True),
            practices.order_by("pk").values_list(*self.fields, named=True),
            events.order_by("pk").values_list(*self.fields, named=True),
        )
        return list(pages)

    def location(self, item):
        return f"/{item.url_path.removeprefix(self.root)}"

    def lastmod(self, item):
        return item.last_published_at


SITEMAPS = {"pages": PublicPages}
