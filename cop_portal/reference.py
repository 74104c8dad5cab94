"""All reference data of the portal, and the page tree it starts with."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop
from wagtail.models import GroupApprovalTask, Page, Site, Workflow

import community.reference
import events.reference
import forums.reference
import practices.reference
import search.reference
from community.enums import Role, Scope
from community.models import Instansi
from community.reference.roles import grant_on_page
from community.reference.steps import once
from cop_portal.home import ABOUT_SCOPES
from cop_portal.info_texts import CONTACT_PAGE, INFO_PAGES
from cop_portal.models import CommunityPage, ContactPage, HomePage, InfoPage, ScopePage

ALL_KINDS = ["add", "change", "publish", "bulk_delete", "lock", "unlock"]


@transaction.atomic
def load() -> dict[str, int]:
    """Add whatever reference data is missing; how many rows were added, by kind.

    Takes the row lock of one content type first, so that two runs at once follow each other.
    """
    ContentType.objects.select_for_update().get(pk=ContentType.objects.get_for_model(Instansi).pk)
    counts = community.reference.load()
    home, is_new = _home()
    _site(home)
    counts["halaman depan"] = int(is_new)
    counts |= practices.reference.load(home)
    counts |= events.reference.load(home)
    counts |= forums.reference.load(home)
    counts |= search.reference.load()
    counts["halaman lingkup"] = _scope_pages(home)
    counts["halaman keterangan"] = _info_pages(home)
    grant_on_page(Role.ORGANISER, home, ALL_KINDS)
    if once("workflow:default"):
        _default_workflow()
    return counts


def _home() -> tuple[HomePage, bool]:
    home = HomePage.objects.first()
    if home is not None:
        return home, False
    root = Page.get_first_root_node()
    return root.add_child(instance=HomePage(title="Beranda", slug="beranda")), True


def _scope_pages(home: HomePage) -> int:
    """Add `/komunitas/` and a page for each scope where they are missing."""
    parent = CommunityPage.objects.first()
    if parent is None:
        intro = gettext_noop("Empat lingkup kerja komunitas sistem merit.")
        parent = CommunityPage(title="Komunitas", slug="komunitas", intro=intro)
        home.add_child(instance=parent)
    present = set(ScopePage.objects.values_list("scope", flat=True))
    missing = [scope for scope in Scope if scope not in present]
    with translation.override(settings.LANGUAGE_CODE):
        for scope in missing:
            page = ScopePage(title=str(scope.label), slug=scope.slug, scope=scope, lead=str(ABOUT_SCOPES[scope]))
            parent.add_child(instance=page)
    return len(missing)


def _info_pages(home: HomePage) -> int:
    """Add each page that explains the portal once: one that the organiser deleted does not come back."""
    missing = [slug for slug in INFO_PAGES if once(f"info:{slug}")]
    for slug in missing:
        title, lead, body = INFO_PAGES[slug]
        home.add_child(instance=InfoPage(title=title, slug=slug, lead=lead, body=body))
    if once("info:kontak") and not ContactPage.objects.exists():
        title, lead, body = CONTACT_PAGE
        home.add_child(instance=ContactPage(title=title, slug="kontak", lead=lead, body=body))
        missing.append("kontak")
    return len(missing)


def _site(home: HomePage) -> None:
    """Point the default site to the home page at `SITE_URL`, and take Wagtail's welcome page away."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    wanted = {"hostname": address.hostname, "port": port}
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.pk else None
    if site.root_page_id is None or type(welcome.specific) is Page:
        wanted["root_page_id"] = home.pk
    if any(getattr(site, field) != value for field, value in wanted.items()):
        for field, value in wanted.items():
            setattr(site, field, value)
        site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
        site.save()
    if welcome is not None and site.root_page_id != welcome.pk and welcome.is_leaf():
        welcome.delete()


def _default_workflow() -> None:
    """Turn the approval that Wagtail made for its own groups into the stewards' review."""
    task = GroupApprovalTask.objects.filter(name="Moderators approval").first()
    if task is None:
        return
    task.name = "Tinjauan penatalayan"
    task.save()
    task.groups.set(task.groups.model.objects.filter(name__in=[Role.STEWARD.value, Role.ORGANISER.value]))
    Workflow.objects.filter(name="Moderators approval").update(name="Tinjauan penatalayan")
