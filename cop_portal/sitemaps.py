"""What search engines of the world may list: live pages that everybody may read, without examples.

`/sitemap.xml` is an index; each section has pages of its own, so that a forum of any size fits.
"""

from abc import ABC, abstractmethod
from functools import cached_property

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index
from django.core.paginator import Paginator
from django.db.models import Count, F, Max
from wagtail.models import Page

from community.enums import Audience
from cop_portal.models import CommunityPage, ContactPage, HomePage, InfoPage, ScopePage
from events.links import event_url
from events.models import EventIndexPage, EventPage, Room
from forums.links import room_url
from forums.models import ForumIndexPage, RoomPage, Topic
from practices.links import MAP
from practices.models import PracticeIndexPage, PracticePage

SECTIONS = (
    HomePage,
    PracticeIndexPage,
    EventIndexPage,
    ForumIndexPage,
    CommunityPage,
    ScopePage,
    InfoPage,
    ContactPage,
)
LIMIT = 10_000  # addresses of one page; the format takes 50,000


class Rows(ABC, Sitemap):
    """A section made from a queryset: `rows` in a fixed order, with `changed` as the moment of its last change."""

    limit = LIMIT
    changed = "last_published_at"

    @abstractmethod
    def rows(self):
        """Published rows that everybody may read, as the section's queryset, ordered by their ids."""

    @cached_property
    def totals(self) -> dict:
        """How many rows there are and when one changed last, in one query."""
        return self.rows().order_by().aggregate(count=Count("pk"), latest=Max("changed"))

    @cached_property
    def paginator(self):
        """Without a page for nothing: an empty list of addresses is no valid sitemap."""
        paginator = Paginator(self.rows(), self.limit, allow_empty_first_page=False)
        paginator.count = self.totals["count"]
        return paginator

    def lastmod(self, item):
        return item["changed"]

    def get_latest_lastmod(self):
        """For the index; Django would read every row."""
        return self.totals["latest"]

    def _listed(self, rows, *fields: str):
        return rows.order_by("pk").annotate(changed=F(self.changed)).values(*fields, "changed")


class TreePages(Rows):
    """Pages whose addresses come from the page tree, without a query per page."""

    @abstractmethod
    def listed_pages(self, below: dict):
        """The pages of the section among those that `below` (filters) leaves."""

    @cached_property
    def root(self) -> str:
        """The path of the front page in the tree; nothing while it is not published."""
        return HomePage.objects.live().values_list("url_path", flat=True).first() or ""

    def rows(self):
        if not self.root:
            return self._listed(Page.objects.none(), "url_path")
        return self._listed(self.listed_pages({"live": True, "url_path__startswith": self.root}), "url_path")

    def location(self, item):
        return f"/{item['url_path'].removeprefix(self.root)}"


class SectionPages(TreePages):
    """Home, the sections, the scopes, and what explains the portal."""

    def listed_pages(self, below):
        return Page.objects.filter(**below).type(*SECTIONS)


class Practices(TreePages):
    def listed_pages(self, below):
        return PracticePage.objects.genuine().filter(**below, audience=Audience.PUBLIC)


class PracticeMap(Sitemap):
    """The map of practices: a page that stands in no tree, there as long as the portal is."""

    def items(self):
        return [MAP]

    def location(self, item):
        return item


class Events(TreePages):
    def listed_pages(self, below):
        return EventPage.objects.genuine().filter(**below, audience=Audience.PUBLIC)


class EventRooms(Rows):
    """Rooms of such events, as `/fgd/<event>/<room>/`."""

    changed = "slot__page__last_published_at"

    def rows(self):
        events = EventPage.objects.live().genuine().filter(audience=Audience.PUBLIC)
        rooms = Room.objects.filter(slot__page__in=events.order_by().values("pk"))
        return self._listed(rooms, "slug", "slot__page__slug")

    def location(self, item):
        return f"{event_url(item['slot__page__slug'])}{item['slug']}/"


class ForumRooms(Rows):
    def rows(self):
        return self._listed(open_rooms(), "slug")

    def location(self, item):
        return room_url(item["slug"])


class Topics(Rows):
    """Topics in such rooms that every reader sees."""

    changed = "last_post_at"

    def rows(self):
        rooms = list(open_rooms().order_by().values_list("pk", flat=True))
        topics = Topic.objects.shown().genuine().in_rooms(rooms)
        return self._listed(topics, "pk", "slug", "room__slug")

    def location(self, item):
        return f"{room_url(item['room__slug'])}{item['pk']}-{item['slug']}/"


def open_rooms():
    """Published rooms that everybody may read, without examples."""
    return RoomPage.objects.live().filter(audience=Audience.PUBLIC, is_example=False)


SITEMAPS = {
    "halaman": SectionPages,
    "praktik": Practices,
    "peta": PracticeMap,
    "fgd": Events,
    "ruang-fgd": EventRooms,
    "ruang": ForumRooms,
    "topik": Topics,
}


def sitemap_index(request):
    """`/sitemap.xml`: the pages of every section that has addresses to list."""
    sections = {name: section() for name, section in SITEMAPS.items()}
    filled = {name: section for name, section in sections.items() if section.paginator.count}
    return index(request, filled, sitemap_url_name="sitemap_section")
