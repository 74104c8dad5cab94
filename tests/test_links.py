"""No dead link: what each kind of page leads to answers, and the anchors that links name exist."""

import pytest
from django.http import HttpResponse
from django.urls import include, path

from cop_portal import urls
from tests.support.crawling import dead_links
from tests.support.own_pages import own_addresses
from tests.support.pages import PAGES, filled, make_content

HOLES = """
<form action="/hilang/cari/"></form>
<form method="post" action="/bahasa/"><button formaction="/hilang/kirim/"></button>
<button formmethod="get" formaction="/hilang/lihat/"></button></form>
<i hx-get="/hilang/a/" hx-post="/hilang/b/"></i><a href="/" ping="/csp/ /hilang/c/">x</a>
<form method="POST" action="https://luar.example/"></form>"""
urlpatterns = [path("uji/", lambda request: HttpResponse(HOLES)), path("", include(urls.urlpatterns))]


@pytest.mark.once
@pytest.mark.django_db
def test_no_page_has_a_dead_link(client_of, person_of):
    practice = make_content()
    pages = {"visitor": [filled(address, practice) for address in PAGES.values()]}
    for kind, (role, address) in own_addresses(person_of, practice).items():
        if kind != "component sheet":  # its links are examples
            pages.setdefault(role, []).append(address)
    pages["member"] += pages["visitor"]

    dead = [f"{role}, {each}" for role, own in pages.items() for each in dead_links(client_of(role), own)]

    assert not dead, "\n".join(dead)


@pytest.mark.django_db
def test_a_form_that_leads_to_nothing_would_be_seen(client, settings):
    settings.ROOT_URLCONF = __name__

    assert dead_links(client, ["/uji/"]) == [
        *(f"/uji/: /hilang/{each}/ answers 404" for each in ("cari", "lihat", "a")),
        *(f"/uji/: {each} takes nothing" for each in ("/hilang/kirim/", "/hilang/b/", "/hilang/c/")),
        "/uji/: https://luar.example/ takes nothing",
    ]
