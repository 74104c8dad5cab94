"""Atom feed of new practices: public ones only, whoever asks, since a feed reader is nobody.

Example content stays out, as it does out of sitemap and JSON-LD: a feed is read far from the page that marks it.
"""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from community.enums import Scope
from community.feeds import AtomFeed, writable
from practices.library import owner_label
from practices.links import LIBRARY, practice_url
from practices.models import PracticePage

LENGTH = 30


class PracticeFeed(AtomFeed):
    entries = "praktik"
    link = LIBRARY

    def title(self) -> str:
        return _("Praktik terbaru, CoP Sistem Merit")

    def subtitle(self) -> str:
        return _("Cara kerja yang sudah dijalankan instansi, dari pustaka praktik.")

    def items(self):
        public = PracticePage.objects.published().visible_to(AnonymousUser()).genuine()
        return public.order_by("-first_published_at", "-pk").prefetch_related("owners")[:LENGTH]

    def item_title(self, page) -> str:
        return writable(page.title)

    def item_summary(self, page) -> str:
        return page.summary

    def item_link(self, page) -> str:
        return practice_url(page.slug)

    def item_author_name(self, page) -> str | None:
        return writable(owner_label(page.owner_unit, sorted(owner.name for owner in page.owners.all()))) or None

    def item_pubdate(self, page):
        return page.first_published_at

    def item_updateddate(self, page):
        return page.last_published_at

    def item_categories(self, page) -> list[str]:
        return [str(Scope(page.scope).label)]
