"""A practice beyond its text: for machines, on paper, cited, and with what other apps show beside it."""

import json
import re

import pytest
from django.template import engines

from community import panels
from tests.factories.community import InstansiFactory
from tests.factories.practices import PracticePageFactory
from tests.support.practices import address, structured, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_public_practice_tells_machines_what_it_is(client):
    practice = PracticePageFactory(title="Dialog </script><b>", owner_unit="BKPSDM")

    text = text_of(client, practice)

    article, crumbs = json.loads(structured(text))["@graph"]
    assert (article["@type"], crumbs["@type"]) == ("Article", "BreadcrumbList")
    assert article["headline"] == "Dialog </script><b>"
    assert article["datePublished"] == "2022-04-28"
    assert article["author"] == [{"@type": "GovernmentOrganization", "name": practice.owners.first().name}]
    assert article["image"] == f"http://testserver/praktik/{practice.slug}/pratinjau.png"
    assert f'<link rel="canonical" href="http://testserver{address(practice)}">' in text
    assert f'<meta property="og:image" content="{article["image"]}">' in text
    assert '<meta name="robots"' not in text


def test_example_is_marked_and_kept_from_machines(client):
    text = text_of(client, PracticePageFactory(is_example=True))

    assert '<span class="cop-ex">praktik contoh</span>' in text
    assert "ld+json" not in text
    assert '<meta name="robots" content="noindex">' in text


def test_print_sheet_has_open_tables_and_no_navigation(client):
    practice = PracticePageFactory(complete=True)

    page, sheet = text_of(client, practice), text_of(client, practice, "?cetak")

    assert 'href="?cetak"' in page
    assert '<details class="cop-twin">' in page
    assert '<details class="cop-twin" open>' in sheet
    assert 'class="cop-header"' not in sheet
    assert "data-print" not in sheet
    assert f"Versi terbaru: http://testserver{address(practice)}" in sheet
    assert '<meta name="robots" content="noindex">' in sheet


def test_citation_names_owner_year_and_address(client):
    practice = PracticePageFactory(owner_unit="BKPSDM", owners=[InstansiFactory(name="Pemerintah Kota Uji")])

    text = " ".join(re.sub(r"<[^>]+>", "", text_of(client, practice).rpartition('id="kutip">')[2]).split())

    assert text.startswith(
        f"Kutip sebagai: BKPSDM Kota Uji (2022). {practice.title}. CoP Sistem Merit, dilaporkan 28 April 2022. "
        f"http://testserver{address(practice)}"
    )


def test_apps_above_show_panels_in_their_places(client, monkeypatch):
    template = engines["django"].from_string("<li>{{ panel.word }} {{ subject.slug }}</li>")
    practice = PracticePageFactory()
    shown = {
        slot: [
            panels.Panel(slot, lambda page, reader, word=f"{slot}-{place}": {"word": word}, template, 0, place)
            for place in (10, 90)
        ]
        for slot in ("practice_loop", "practice_body", "practice_side")
    }
    monkeypatch.setattr(panels, "_panels", {**panels._panels, **shown})

    text = text_of(client, practice)

    loop = text.partition('<nav class="cop-loop"')[2].partition("</nav>")[0]
    assert loop.index("practice_loop-10") < loop.index("Praktik</b>") < loop.index("practice_loop-90")
    assert f"practice_body-10 {practice.slug}" in text
    assert text.index("practice_body-90") < text.index('<aside class="cop-side"') < text.index("practice_side-10")
