"""Choosing reference data in the CMS: found by words of its name."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.models import PortalDocument
from tests.factories.community import InstansiFactory
from tests.factories.practices import RegulationFactory

pytestmark = pytest.mark.django_db


def found(client, model: str, **query) -> list[str]:
    response = client.get(reverse(f"wagtailsnippetchoosers_{model}:choose_results"), query)
    assert response.status_code == 200
    return [str(row) for row in response.context["results"]]


def test_chooser_offers_a_search(client_of):
    response = client_of("organiser").get(reverse("wagtailsnippetchoosers_practices_regulation:choose"))

    assert 'name="q"' in response.json()["html"]


@pytest.mark.parametrize("words", ["permen uji", "UJI permen", "  9/2091 "])
def test_regulation_is_found_by_words_in_any_order(client_of, words):
    sought = RegulationFactory(name="Permen Uji 9/2091", title="Tentang pengujian")
    RegulationFactory(name="Permen Lain 8/2091")

    assert found(client_of("organiser"), "practices_regulation", q=words) == [sought.name]


def test_instansi_is_found_by_name(client_of):
    InstansiFactory(name="Kota Dicari")

    assert found(client_of("organiser"), "community_instansi", q="dicari kota") == ["Kota Dicari"]


@pytest.mark.parametrize("words", ["tidakadaini", "%"])
def test_search_without_a_match_says_so(client_of, words):
    RegulationFactory()

    assert found(client_of("organiser"), "practices_regulation", q=words) == []


def test_endless_words_are_no_search(client_of):
    RegulationFactory()

    assert found(client_of("organiser"), "practices_regulation", q="a" * 100_000)


def upload(client, name: str, content: bytes):
    prefix = "document-chooser-upload"
    data = {f"{prefix}-title": "Pedoman", f"{prefix}-file": SimpleUploadedFile(name, content)}
    return client.post(reverse("wagtaildocs_chooser:create"), data)


def test_refused_document_is_told_once_and_plainly(client_of):
    html = upload(client_of("contributor"), "pedoman.pdf", b"bukan pdf").json()["htmlFragment"]

    errors = re.findall(r'class="error-message">(.*?)</p>', html, re.DOTALL)
    assert [" ".join(error.split()) for error in errors] == ["Isi berkas ini tidak sesuai dengan namanya (.pdf)."]
    assert 'value="Pedoman"' in html
    assert not PortalDocument.objects.exists()


def test_contributor_uploads_in_the_chooser_and_finds_only_their_own(client_of, person_of):
    assert upload(client_of("contributor"), "pedoman.txt", b"Pedoman dialog.").json()["step"] == "chosen"
    upload(client_of("organiser"), "rahasia.txt", b"Berkas orang lain.")

    response = client_of("contributor").get(reverse("wagtaildocs_chooser:choose_results"))

    assert [row.uploaded_by_user for row in response.context["results"]] == [person_of("contributor")]
