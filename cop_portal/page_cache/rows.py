"""Rows that every page asks for, kept in the process while the stamps of their tables stand.

Visitors and signed-in people alike need the site, the front page below which all others are found, and the portal's
settings. Building the same three queries for each page takes longer than asking for all stamps.
"""

import copy
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import DatabaseError
from wagtail.models import Site

from community.models import PortalSettings
from cop_portal.page_cache import stamps as page_stamps
from cop_portal.page_cache.stamps import Stamps

TABLES = (
    *("community_portalimage", "community_portalsettings", "cop_portal_homepage"),
    *("wagtailcore_page", "wagtailcore_site"),
)
# No page of the portal, or one that writes what is kept here and shows it in the same breath.
WITHOUT = ("/api/", "/berkas/", "/cms/", "/static/", "/healthz", "/readyz", "/metrics")
SETTINGS = PortalSettings.get_cache_attr_name()
MOST_HOSTS = 20


@dataclass(frozen=True)
class KeptRows:
    """What one host's pages need, with the stamps it was read under; never handed out itself."""

    stamps: tuple[int, ...]
    site: Site | None
    portal: PortalSettings

    def lend(self, request) -> None:
        """Put copies where Wagtail looks before it asks the database; whoever changes one changes nobody else's."""
        request._wagtail_site = _copy_of_site(self.site)
        portal = copy.copy(self.portal)
        portal.logo = copy.copy(portal.logo)
        setattr(request, SETTINGS, portal)


class RowsOfEveryPage:
    """Lends the rows to requests that read. A write reads its own, since it may have changed them."""

    def __init__(self, get_response):
        if not settings.PAGE_CACHE_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.hosts: dict[tuple[str, str], KeptRows] = {}

    def __call__(self, request):
        if request.method in ("GET", "HEAD") and not request.path_info.startswith(WITHOUT):
            self._lend(request)
        return self.get_response(request)

    def _lend(self, request) -> None:
        """Does nothing where a page fails by itself: a database that is away, a host that is not ours."""
        try:
            host = request.get_host(), request.get_port()
            stamps = _of_tables(getattr(request, "page_stamps", None) or page_stamps.read())
        except (DatabaseError, DisallowedHost):
            return
        if stamps is None:  # a table without triggers: nobody tells when its rows change
            return
        rows = self.hosts.get(host)
        if rows is None or rows.stamps != stamps:
            if len(self.hosts) >= MOST_HOSTS:
                self.hosts.clear()
            rows = self.hosts[host] = _read(request, stamps)
        rows.lend(request)


def _of_tables(stamps: Stamps) -> tuple[int, ...] | None:
    return tuple(stamps[table] for table in TABLES) if stamps.keys() >= set(TABLES) else None


def _read(request, stamps: tuple[int, ...]) -> KeptRows:
    """The rows as they stand now: as new as the stamps that were read before, or newer."""
    site = Site.find_for_request(request)
    if site is not None:
        site.root_page.localized.specific  # noqa: B018 -- it stays there
    return KeptRows(stamps, site, PortalSettings.load(request_or_site=request))


def _copy_of_site(site: Site | None) -> Site | None:
    if site is None:
        return None
    mine, root = copy.copy(site), copy.copy(site.root_page)
    root.specific = copy.copy(site.root_page.specific)
    mine.root_page = root
    return mine
