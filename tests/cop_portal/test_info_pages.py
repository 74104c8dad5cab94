"""The pages about the portal itself are the organisers' to write: in the CMS, seen at once, by nobody else."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from community.enums import Scope
from cop_portal.info_texts import INFO_PAGES
from cop_portal.models import CommunityPage, ContactPage, HomePage, InfoPage, ScopePage

pytestmark = pytest.mark.django_db


def edit(client, page: InfoPage, **changes):
    """Send the form of the page and publish it."""
    fields = {"title": page.title, "slug": page.slug, "lead": page.lead, "body": rich_text("<p>Isi.</p>")}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, {**nested_form_data({**fields, **changes}), "action-publish": "1"})


def test_an_organiser_writes_each_page_and_a_visitor_reads_it_at_once(client, client_of):
    for slug in INFO_PAGES:
        page = InfoPage.objects.get(slug=slug)
        assert client.get(f"/{slug}/").status_code == 200

        words = rich_text(f"<h2>Yang baru</h2><p>Kalimat baru di {slug}.</p>")
        response = edit(client_of("organiser"), page, body=words)

        assert response.status_code == 302, response.context and response.context["form"].errors
        assert f"Kalimat baru di {slug}." in client.get(f"/{slug}/").content.decode()


def test_what_nobody_has_rewritten_shows_in_english_too(client):
    InfoPage.objects.filter(slug="tentang").update(lead="Kata penyelenggara sendiri.")
    client.cookies["bahasa"] = "en"
    shown = {
        "/aksesibilitas/": ["<h1>Accessibility</h1>", "with any tool.</p>", "<p>Every page is tested by"],
        "/tentang/": ["<h1>About the portal</h1>", ">Kata penyelenggara sendiri.</p>", "<h2>Organiser</h2>"],
        "/kontak/": ["<h1>Contact</h1>", 'use the <a href="/forum/tanya/">forum</a>'],
        "/komunitas/": ["<h1>Community</h1>", ">The four scopes in which"],
        "/forum/": ["<h1>Forum</h1>", ">Ask, answer and discuss"],
    }

    missing = {
        address: left
        for address, words in shown.items()
        if (left := [each for each in words if each not in client.get(address).content.decode()])
    }

    assert missing == {}


@pytest.mark.parametrize("role", ["visitor", "member", "contributor", "steward"])
def test_nobody_else_writes_them(client_of, role):
    page = InfoPage.objects.get(slug="ketentuan")

    edit(client_of(role), page, body=rich_text("<p>Bukan milik saya.</p>"))

    assert "Bukan milik saya." not in client_of("visitor").get("/ketentuan/").content.decode()
    assert "Bukan milik saya." not in str(list(page.revisions.values_list("content", flat=True)))


@pytest.mark.once
@pytest.mark.parametrize("role", ["organiser", "administrator"])
def test_what_every_page_leads_to_keeps_its_address(client_of, client, role):
    writer = client_of(role)
    edit(writer, InfoPage.objects.get(slug="privasi"), title="Pelindungan data Anda", slug="data")
    kinds = (HomePage, CommunityPage, ScopePage, ContactPage, InfoPage)
    for page in [page for kind in kinds for page in kind.objects.all()]:
        for act in ("delete", "unpublish"):
            writer.post(reverse(f"wagtailadmin_pages:{act}", args=[page.pk]))

    addresses = ["/", "/komunitas/", *(f"/komunitas/{scope.slug}/" for scope in Scope), "/kontak/"]
    addresses += [f"/{slug}/" for slug in INFO_PAGES]
    assert {client.get(address).status_code for address in addresses} == {200}
    assert "Pelindungan data Anda" in client.get("/privasi/").content.decode()


def test_a_page_of_the_organisers_own_goes_as_it_came(client_of, client):
    page = HomePage.objects.get().add_child(instance=InfoPage(title="Undangan", slug="undangan", body="<p>Isi.</p>"))
    assert client.get("/undangan/").status_code == 200

    client_of("organiser").post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert client.get("/undangan/").status_code == 404
