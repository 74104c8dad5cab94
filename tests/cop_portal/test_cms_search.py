"""The search of the CMS's own lists: quotation marks as they stand while somebody types, on either database."""

import pytest
from modelsearch.index import insert_or_update_object

from practices.models import PracticePage
from tests.factories.practices import PracticePageFactory, practice_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def practices():
    """Titles that only a phrase can tell apart."""
    titles = ["Dialog kinerja triwulan", "Kinerja tanpa dialog", "Pola karier triwulan"]
    pages = [PracticePageFactory(title=title) for title in titles]
    for page in pages:
        insert_or_update_object(page)  # as a worker does it once the write is safe
    return pages


def screens() -> list[str]:
    index = practice_index().pk
    return [
        *(f"/cms/pages/{index}/", f"/cms/pages/{index}/results/", "/cms/pages/search/", "/cms/pages/search/results/"),
        *("/cms/documents/", "/cms/documents/results/", "/cms/images/", "/cms/images/results/"),
        *("/cms/choose-page/search/", "/cms/documents/chooser/results/", "/cms/images/chooser/results/"),
    ]


@pytest.mark.parametrize("text", ['"', '"kinerja', 'dialog "kinerja" "', '"dialog kinerja" "tri', '" " "', "'\"' \""])
def test_a_search_is_answered_while_its_quotes_are_still_open(client_of, practices, text):
    client = client_of("organiser")

    for address in screens():
        assert client.get(address, {"q": text}).status_code == 200, address


def test_what_was_typed_stays_in_its_box(client_of, practices):
    typed = '"dialog kinerja" "tri'

    page = client_of("organiser").get("/cms/pages/search/", {"q": typed}).content.decode()

    assert 'value="&quot;dialog kinerja&quot; &quot;tri"' in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"dialog kinerja"', [0]),
        ('"dialog kinerja" "triwulan', [0]),
        ('"kinerja dialog" "triwulan', []),
        ('dialog "kinerja', [0, 1]),
    ],
)
def test_a_finished_phrase_holds_while_the_next_is_open(client_of, practices, text, found):
    response = client_of("organiser").get("/cms/pages/search/", {"q": text})

    assert {page.pk for page in response.context["pages"]} == {practices[number].pk for number in found}


@pytest.mark.parametrize("text", ['kinerja"', '"kinerja', '"kinerja"', 'kin"'])
def test_words_are_found_whatever_marks_stand_by_them(practices, text):
    assert {page.pk for page in PracticePage.objects.all().autocomplete(text)} == {page.pk for page in practices[:2]}
