"""Pages of the portal itself below the front page: the four scopes, and what every public service explains."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page

from community import panels
from community.enums import Scope, Subject
from community.models import IndexPage, PortalPage, ScopeSteward
from community.services.follows import follows
from cop_portal.info_texts import INFO_PAGES

PROSE = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


def fixed(page: Page, user):
    """What `user` may do in the CMS with a page that every other page leads to: write it, not take it away."""
    from community.page_testers import FixedTester  # permissions stand above models

    return FixedTester(user, page)


class CommunityPage(IndexPage):
    """`/komunitas/`: the four scopes with what each is for."""

    address = "komunitas"
    subpage_types = ["cop_portal.ScopePage"]
    template = "cop_portal/community_page.html"

    class Meta:
        verbose_name = verbose_name_plural = _("halaman komunitas")

    def permissions_for_user(self, user):
        return fixed(self, user)

    def get_context(self, request, *args, **kwargs):
        pages = self.listed(request.user).order_by("path")
        return {**super().get_context(request, *args, **kwargs), "pages": list(pages)}


class ScopePage(PortalPage):
    """One scope: its stewards, and the rooms, practices and events that the apps show there."""

    scope = models.CharField(_("lingkup"), max_length=24, choices=Scope, unique=True)
    lead = models.CharField(_("pengantar"), max_length=300)
    body = RichTextField(_("uraian"), features=PROSE, blank=True)

    max_count = len(Scope)
    parent_page_types = ["cop_portal.CommunityPage"]
    subpage_types = []
    template = "cop_portal/scope_page.html"
    content_panels = [*Page.content_panels, "scope", "lead", "body"]
    promote_panels = []  # they would change its address

    class Meta:
        verbose_name = verbose_name_plural = _("halaman lingkup")

    def permissions_for_user(self, user):
        return fixed(self, user)

    def get_context(self, request, *args, **kwargs):
        scope = Scope(self.scope)
        stewards = ScopeSteward.objects.in_force().filter(scope=scope).select_related("person__instansi")
        return {
            **super().get_context(request, *args, **kwargs),
            "scope": scope,
            "stewards": [row.person for row in stewards.order_by("person__name", "pk")],
            "panels": panels.shown("scope", scope, request.user),
            "is_followed": follows(request.user, subject=Subject.SCOPE, object_id=scope.number),
        }


class InfoPage(PortalPage):
    """A page that explains the portal: about, terms, privacy, accessibility, contact."""

    lead = models.CharField(_("pengantar"), max_length=300, blank=True)
    body = RichTextField(_("isi"), features=PROSE)

    parent_page_types = ["cop_portal.HomePage"]
    subpage_types = []
    template = "cop_portal/info_page.html"
    content_panels = [*Page.content_panels, "lead", "body"]
    promote_panels = []  # they would change its address

    class Meta:
        verbose_name = verbose_name_plural = _("halaman keterangan")

    def permissions_for_user(self, user):
        return fixed(self, user) if self.slug in INFO_PAGES else super().permissions_for_user(user)


class ContactPage(PortalPage):
    """`/kontak/`: how to reach the organising body, by the contacts of the settings and by a form."""

    lead = models.CharField(_("pengantar"), max_length=300, blank=True)
    body = RichTextField(_("isi"), features=PROSE, blank=True)

    max_count = 1
    parent_page_types = ["cop_portal.HomePage"]
    subpage_types = []
    template = "cop_portal/contact_page.html"
    content_panels = [*Page.content_panels, "lead", "body"]
    promote_panels = []  # they would change its address

    class Meta:
        verbose_name = verbose_name_plural = _("halaman kontak")

    def permissions_for_user(self, user):
        return fixed(self, user)

    def get_context(self, request, *args, **kwargs):
        from community.forms_contact import ContactForm  # forms stand above models

        return {**super().get_context(request, *args, **kwargs), "form": ContactForm(sender=request.user)}
