from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from community.models.content import READING, ScopedContent


class PortalPage(Page):
    """A page of the portal: it is read, and the audience alone says by whom."""

    private_page_options = []
    allowed_http_methods = READING

    class Meta:
        abstract = True

    def get_view_restrictions(self):
        """None, without asking: Wagtail's own page privacy is switched off, the audience is the one rule."""
        return PageViewRestriction.objects.none()


class IndexPage(PortalPage):
    """The list of one kind of page; its address is one of the portal's fixed addresses."""

    intro = models.CharField(_("pengantar"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, "intro"]
    promote_panels = []  # they would change its address
    max_count = 1
    parent_page_types = ["cop_portal.HomePage"]

    class Meta:
        abstract = True

    def route(self, request, path_components):
        """Find a page below by one query; Wagtail asks for the page, for what kind it is, then for the rest."""
        if not path_components:
            return super().route(request, path_components)
        found = self.pages_below(request).filter(slug=path_components[0]).first()
        if found is None or len(path_components) > 1:
            raise Http404
        return RouteResult(found)

    def pages_below(self, request):
        """The published pages below, as a queryset of their one kind."""
        (kind,) = self.allowed_subpage_models()
        return kind.objects.child_of(self).live()


class ScopedPage(ScopedContent, PortalPage):
    """A page with scope, audience and owners; what its reader may not see is not there."""

    subpage_types = []

    class Meta(ScopedContent.Meta):
        abstract = True

    def serve(self, request, *args, **kwargs):
        """Hidden pages answer 404; a preview was opened by the CMS, which has asked its own rule."""
        from community.permissions import can_read  # permissions stand above models

        if not getattr(request, "is_preview", False) and not can_read(request.user, self):
            raise Http404
        return super().serve(request, *args, **kwargs)
