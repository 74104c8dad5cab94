from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction

from community.models.content import READING, ScopedContent
from community.prepared import prepared


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
    """The list of one kind of page, at one of the portal's fixed addresses."""

    address: str  # its slug

    intro = models.CharField(_("pengantar"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, "intro"]
    promote_panels = []  # they would change its address
    max_count = 1
    parent_page_types = ["cop_portal.HomePage"]

    class Meta:
        abstract = True

    @classmethod
    def listed(cls, reader):
        """The published pages below, as a queryset of their one kind, with what their own page shows `reader`."""
        (kind,) = cls.allowed_subpage_models()
        return kind.objects.live()

    @classmethod
    def listed_at(cls, slug: str, url_path: str, reader) -> Page | None:
        """The one of `listed` at an address; whether `reader` may read it is for the caller to ask."""
        found = _listed_at(slug, url_path, index=cls)
        return found[0] if found else None


@prepared
def _listed_at(slug: str, url_path: str, *, index: type[IndexPage]):
    return index.listed(AnonymousUser()).filter(slug=slug, url_path=url_path)


class ScopedPage(ScopedContent, PortalPage):
    """A page with scope, audience and owners; what its reader may not see is not there."""

    subpage_types = []
    reserved_slugs: Collection[str] = ()  # addresses below its index that the portal answers itself

    class Meta(ScopedContent.Meta):
        abstract = True

    @classmethod
    def _slug_is_available(cls, slug, parent_page, page=None):
        return slug not in cls.reserved_slugs and super()._slug_is_available(slug, parent_page, page)

    def _check_slug_is_unique(self):
        self.check_address()  # first: Wagtail would say that another page has it
        super()._check_slug_is_unique()

    def check_address(self) -> None:
        """`ValidationError` for an address that the portal answers itself."""
        if self.slug in self.reserved_slugs:
            raise ValidationError({"slug": _("Alamat ini dipakai portal sendiri. Pilih yang lain.")})

    def serve(self, request, *args, **kwargs):
        """Hidden pages answer 404; a preview was opened by the CMS, which has asked its own rule."""
        from community.permissions import can_read  # permissions stand above models

        if not getattr(request, "is_preview", False) and not can_read(request.user, self):
            raise Http404
        return super().serve(request, *args, **kwargs)
