from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from community import panels
from community.models import PortalPage, PortalSettings
from community.prepared import prepared
from cop_portal.home import Front
from cop_portal.page_cache.models import PageStamp
from cop_portal.pages import CommunityPage, ContactPage, InfoPage, ScopePage, fixed
from practices.finder import finder_table

__all__ = ["CommunityPage", "ContactPage", "HomePage", "InfoPage", "PageStamp", "ScopePage"]


class HomePage(PortalPage):
    """The portal's front page: find, join, trust.

    The words it starts with are in the catalogue, so they show in English too until the organiser writes others.
    """

    headline = models.CharField(
        _("judul besar"),
        max_length=120,
        default=gettext_noop("Masalah Anda mungkin sudah dipecahkan instansi lain."),
    )
    lead = models.CharField(
        _("pengantar"),
        max_length=250,
        default=gettext_noop(
            "Cari cara kerja yang terbukti, catatan FGD, dan jawaban dari sesama pengelola sistem merit."
        ),
    )
    suggested_searches = models.CharField(
        _("contoh pencarian"),
        max_length=250,
        blank=True,
        help_text=_("Tampil di bawah kotak pencarian. Pisahkan dengan koma, paling banyak enam."),
    )

    MOST_SEARCHES = 6
    LONGEST_SEARCH = 40

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    template = "cop_portal/home_page.html"
    content_panels = [*Page.content_panels, "headline", "lead", FieldPanel("suggested_searches")]

    class Meta:
        verbose_name = verbose_name_plural = _("beranda")

    def clean(self):
        super().clean()
        searches = self.suggested_list
        if len(searches) > self.MOST_SEARCHES or any(len(search) > self.LONGEST_SEARCH for search in searches):
            raise ValidationError(
                {"suggested_searches": _("Paling banyak enam contoh, masing-masing paling panjang 40 karakter.")}
            )
        self.suggested_searches = ", ".join(searches)

    def permissions_for_user(self, user):
        return fixed(self, user)

    @property
    def suggested_list(self) -> list[str]:
        """The suggested searches, each once, as they were written."""
        words = (" ".join(word.split()) for word in self.suggested_searches.split(","))
        return list({word.casefold(): word for word in words if word}.values())

    def route(self, request, path_components):
        """Find the page by one query, all of it; Wagtail asks for each step of its path, and each time for its kind."""
        if not path_components:
            return super().route(request, path_components)
        slug, *rest = path_components
        kinds = [kind for kind in self.allowed_subpage_models() if kind is not Page]
        if rest:
            return RouteResult(self._listed(request, kinds, slug, rest))
        names = [kind._meta.model_name for kind in kinds]
        pages = _page_at(slug, f"{self.url_path}{slug}/", kinds=tuple(names))
        if not pages:
            raise Http404
        page = pages[0]
        found = getattr(page, page.cached_content_type.model, None) or page.specific
        found._cached_parent_obj = self  # as Wagtail does, so that nobody asks for it again
        return found.route(request, rest)

    def _listed(self, request, kinds: list, address: str, rest: list[str]) -> Page:
        """What the index at `address` lists under the only part of `rest`; nobody needs the index itself for it."""
        path = f"{self.url_path}{address}/{rest[0]}/"
        for kind in kinds:
            if len(rest) == 1 and getattr(kind, "address", None) == address:
                found = kind.listed_at(rest[0], path, request.user)
                if found:
                    return found
        raise Http404

    def get_context(self, request, *args, **kwargs):
        settings = PortalSettings.load(request_or_site=request)
        front = Front(request.user)
        finder = finder_table(request.user, framework_id=settings.active_framework_id or 0, index=front.index)
        return {
            **super().get_context(request, *args, **kwargs),
            "hide_header_search": True,
            "finder": finder,
            "opened": max(finder, key=lambda aspect: aspect.count, default=None),
            "newest": front.newest(),
            "scopes": front.scopes(),
            "stats": front.stats(),
            "panels": {
                slot: panels.shown(slot, self, request.user) for slot in ("home_find", "home_join", "home_trust")
            },
        }


@prepared
def _page_at(slug: str, url_path: str, *, kinds: tuple[str, ...]):
    """The page at an address, with all of what it is as one of `kinds`."""
    return Page.objects.select_related(*kinds).filter(slug=slug, url_path=url_path)
