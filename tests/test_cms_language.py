"""The CMS in Indonesian: every text that a screen of an organiser or a contributor asks for has a translation."""

import pytest
from django.utils import translation
from django.utils.text import camel_case_to_spaces
from django.utils.translation import trans_real
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from community.models import Aspect, Framework, Instansi, PortalDocument, PortalImage, PortalSettings
from cop_portal import catalogues
from cop_portal.models import CommunityPage, HomePage, InfoPage, ScopePage
from events.models import EventIndexPage
from forums.models import ForumIndexPage
from practices.models import PracticeIndexPage
from search.models import SynonymGroup
from tests.factories.events import EventPageFactory
from tests.factories.forums import RoomPageFactory
from tests.factories.media import PortalDocumentFactory, PortalImageFactory
from tests.factories.practices import PracticePageFactory, RegulationFactory
from tests.factories.search import AskedSearchFactory, PromotedResultFactory

# The same in both languages: product names, units, codes, and forms that only hold other texts.
SAME = {
    "Wagtail",
    "URL",
    "ID",
    "Alias",
    "Status",
    "Minimum",
    "%(label)s",
    "%(field_label)s:",
}
SCREENS = (
    "/cms/",
    "/cms/pages/",
    "/cms/pages/{index}/",
    "/cms/pages/{index}/?q=dialog",
    "/cms/pages/{index}/?q=tidakada",
    "/cms/pages/{index}/edit/",
    "/cms/pages/{index}/add_subpage/",
    "/cms/pages/add/practices/practicepage/{index}/",
    "/cms/pages/{practice}/edit/",
    "/cms/pages/{draft}/edit/",
    "/cms/pages/{practice}/history/",
    "/cms/pages/{practice}/usage/",
    "/cms/pages/{practice}/delete/",
    "/cms/pages/{practice}/unpublish/",
    "/cms/pages/{practice}/copy/",
    "/cms/pages/{practice}/move/",
    "/cms/pages/{practice}/revisions/compare/live...latest/",
    "/cms/pages/{practice}/workflow_history/",
    "/cms/pages/search/?q=dialog",
    "/cms/bulk/wagtailcore/page/delete/?id={practice}",
    "/cms/bulk/wagtailcore/page/publish/?id={draft}",
    "/cms/bulk/wagtailcore/page/unpublish/?id={practice}",
    "/cms/bulk/wagtailcore/page/move/?id={practice}",
    "/cms/pages/{events}/",
    "/cms/pages/{events}/add_subpage/",
    "/cms/pages/add/events/eventpage/{events}/",
    "/cms/pages/{event}/edit/",
    "/cms/pages/{event}/history/",
    "/cms/pages/{event}/revisions/compare/live...latest/",
    "/cms/pages/{event}/delete/",
    "/cms/pages/{forum}/",
    "/cms/pages/{forum}/add_subpage/",
    "/cms/pages/add/forums/roompage/{forum}/",
    "/cms/pages/{room}/edit/",
    "/cms/pages/{room}/history/",
    "/cms/pages/{room}/delete/",
    "/cms/pages/{home}/edit/",
    "/cms/pages/{community}/edit/",
    "/cms/pages/{scope}/edit/",
    "/cms/pages/{info}/edit/",
    "/cms/choose-page/",
    "/cms/choose-page/search/?q=dialog",
    "/cms/choose-external-link/",
    "/cms/choose-email-link/",
    "/cms/choose-phone-link/",
    "/cms/choose-anchor-link/",
    "/cms/images/",
    "/cms/images/add/",
    "/cms/images/{image}/",
    "/cms/images/{image}/delete/",
    "/cms/images/usage/{image}/",
    "/cms/images/chooser/",
    "/cms/documents/",
    "/cms/documents/multiple/add/",
    "/cms/documents/edit/{document}/",
    "/cms/documents/delete/{document}/",
    "/cms/documents/usage/{document}/",
    "/cms/documents/chooser/",
    "/cms/snippets/practices/regulation/",
    "/cms/snippets/practices/regulation/add/",
    "/cms/snippets/practices/regulation/edit/{regulation}/",
    "/cms/snippets/practices/regulation/delete/{regulation}/",
    "/cms/snippets/practices/regulation/history/{regulation}/",
    "/cms/snippets/practices/regulation/usage/{regulation}/",
    "/cms/snippets/search/synonymgroup/",
    "/cms/snippets/search/synonymgroup/add/",
    "/cms/snippets/search/synonymgroup/edit/{synonyms}/",
    "/cms/snippets/search/synonymgroup/delete/{synonyms}/",
    "/cms/snippets/search/promotedresult/",
    "/cms/pencarian/pertanyaan/",
    "/cms/pencarian/indeks/",
    "/cms/snippets/search/promotedresult/edit/{promoted}/",
    "/cms/snippets/community/instansi/",
    "/cms/snippets/community/instansi/add/",
    "/cms/snippets/community/framework/edit/{framework}/",
    "/cms/snippets/community/aspect/",
    "/cms/snippets/community/aspect/edit/{aspect}/",
    "/cms/settings/community/portalsettings/{settings}/",
    "/cms/redirects/",
    "/cms/redirects/add/",
    "/cms/users/",
    "/cms/users/new/",
    "/cms/users/edit/{person}/",
    "/cms/users/delete/{person}/",
    "/cms/account/",
    "/cms/reports/site-history/",
    "/cms/reports/aging-pages/",
    "/cms/reports/locked/",
    "/cms/reports/workflow/",
    "/cms/reports/workflow_tasks/",
    "/cms/reports/page-types-usage/",
    "/cms/jsi18n/",
)
# Screens that are not the same for all who open them; the others are an organiser's, or fewer.
OF_THEIR_OWN = (
    "/cms/",
    "/cms/pages/{index}/",
    "/cms/pages/add/practices/practicepage/{index}/",
    "/cms/pages/{practice}/edit/",
    "/cms/pages/{draft}/edit/",
    "/cms/pages/{event}/edit/",
    "/cms/pages/{room}/edit/",
    "/cms/account/",
    "/cms/reports/workflow_tasks/",
)
ADMINISTRATORS = (
    "/cms/groups/",
    "/cms/groups/new/",
    "/cms/sites/",
    "/cms/sites/new/",
    "/cms/collections/",
    "/cms/collections/add/",
    "/cms/workflows/list/",
    "/cms/workflows/add/",
    "/cms/workflows/tasks/index/",
)


def known(language: str = "id") -> set:
    """Keys of the language's merged catalogue, as Django looks texts up."""
    catalogue = trans_real.translation(language)._catalog
    return {key for each in catalogue._catalogs for key in each}


def ours() -> set[str]:
    """Texts of ours are Indonesian already."""
    entries = catalogues.read(catalogues.path_of("en"))
    return {text for entry in entries for text in (entry.msgid, entry.msgid_plural) if text}


@pytest.fixture
def wanting(monkeypatch):
    """The texts that were asked for in Indonesian and had none; filled while pages are rendered."""
    keys, skipped, found = known(), ours() | SAME, set()
    real = translation._trans

    def note(text, context=None, plural=False):
        text = str(text)
        key = f"{context}\x04{text}" if context else text
        is_there = (key, 0) in keys if plural else key in keys or (key, 0) in keys
        if text and not is_there and text not in skipped and translation.get_language() == "id":
            found.add(text if context is None else f"[{context}] {text}")

    def watch(name, noted):
        original = getattr(real, name)

        def looked_up(*args):
            noted(*args)
            return original(*args)

        monkeypatch.setattr(real, name, looked_up)

    watch("gettext", lambda text: note(text.replace("\r\n", "\n").replace("\r", "\n")))
    watch("pgettext", lambda context, text: note(text, context))
    watch("ngettext", lambda one, many, number: note(one, plural=True))
    watch("npgettext", lambda context, one, many, number: note(one, context, plural=True))
    return found


def revised(page):
    """The page, published anew by a revision, which the CMS compares with the next."""
    page.save_revision().publish()
    return page


@pytest.fixture
def names(person_of):
    return {
        "index": PracticeIndexPage.objects.get().pk,
        "practice": revised(PracticePageFactory(title="Dialog kinerja", complete=True)).pk,
        "draft": PracticePageFactory(draft=True).pk,
        "events": EventIndexPage.objects.get().pk,
        "event": revised(EventPageFactory()).pk,
        "forum": ForumIndexPage.objects.get().pk,
        "room": RoomPageFactory().pk,
        "home": HomePage.objects.get().pk,
        "community": CommunityPage.objects.get().pk,
        "scope": ScopePage.objects.first().pk,
        "info": InfoPage.objects.first().pk,
        "image": PortalImageFactory().pk,
        "document": PortalDocumentFactory().pk,
        "regulation": RegulationFactory().pk,
        "synonyms": SynonymGroup.objects.first().pk,
        "asked": AskedSearchFactory().pk,
        "promoted": PromotedResultFactory(target="/tentang/").pk,
        "framework": Framework.objects.first().pk,
        "aspect": Aspect.objects.first().pk,
        "settings": PortalSettings.load().pk,
        "person": person_of("member").pk,
    }


@pytest.mark.once
@pytest.mark.parametrize(
    ("role", "screens"),
    [
        ("organiser", SCREENS),
        ("contributor", OF_THEIR_OWN),
        ("steward", OF_THEIR_OWN),
        ("administrator", OF_THEIR_OWN + ADMINISTRATORS),
        *(pytest.param(role, SCREENS, marks=pytest.mark.slow) for role in ("contributor", "steward", "administrator")),
    ],
)
def test_every_text_of_the_cms_has_its_indonesian(client_of, names, wanting, role, screens):
    client = client_of(role)
    opened = {}

    for address in screens:
        response = client.get(address.format_map(names), follow=True)
        opened[address] = response.status_code

    allowed = {200} if role == "administrator" else {200, 404}
    assert {address: status for address, status in opened.items() if status not in allowed} == {}
    assert sorted(wanting) == []


@pytest.mark.once
def test_the_help_menu_leads_nowhere_else(client_of):
    page = client_of("organiser").get("/cms/").content.decode()

    assert "guide.wagtail.org" not in page
    assert "docs.wagtail.org" not in page
    assert "Pintasan" in page


@pytest.mark.once
@pytest.mark.parametrize("text", ["Insert a block", "Main menu", "Actions", "Search"])
def test_texts_of_the_cms_scripts_are_indonesian(client_of, text):
    script = client_of("organiser").get("/cms/jsi18n/").content.decode()

    assert f'"{text}": "' in script
    assert f'"{text}": "{text}"' not in script


@pytest.mark.once
def test_what_the_cms_edits_has_an_indonesian_name_in_one_and_many():
    edited = [*get_page_models(), *get_snippet_models(), PortalImage, PortalDocument, PortalSettings]
    named = [model._meta for model in edited if model not in (Page, Instansi)]  # that noun is the law's own

    made_up = [meta.label for meta in named if str(meta.verbose_name) == camel_case_to_spaces(meta.object_name)]
    plural = [meta.label for meta in named if str(meta.verbose_name_plural) != str(meta.verbose_name)]

    assert (made_up, plural) == ([], [])
