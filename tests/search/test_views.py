"""The results page: the right thing first, nothing of what is hidden, and no question that breaks it."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.html import escape

from community.enums import Audience
from community.links import MOST_FILTER_VALUES
from forums.links import ask_url
from practices.models import PracticePage
from search import entries
from search.engines.base import forget_engines
from search.enums import Kind
from tests.factories.community import UserFactory
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_engine():
    """The engine remembers the words of the index; those of another test are not this one's."""
    forget_engines()


def found(response) -> list[str]:
    """The titles of the results, in their order."""
    return [re.sub("<[^>]+>", "", row.hit.title) for row in response.context.get("rows", [])]


def test_members_practice_shows_nowhere_to_a_visitor_and_is_found_by_a_member(client_of):
    PracticePageFactory(title="Rotasi terbuka", audience=Audience.PUBLIC)
    PracticePageFactory(title="Rotasi tertutup istimewa", audience=Audience.MEMBERS)

    visitor = client_of("visitor").get("/cari/", {"q": "rotasi"})
    member = client_of("member").get("/cari/", {"q": "rotasi"})

    assert found(visitor) == ["Rotasi terbuka"]
    assert visitor.context["results"].total == 1
    assert visitor.context["results"].kinds.get("practice") == 1
    assert "istimewa" not in visitor.content.decode()
    assert sorted(found(member)) == ["Rotasi terbuka", "Rotasi tertutup istimewa"]


def test_people_are_found_by_members_only_and_by_name_alone(client_of):
    person = UserFactory(verified=True, name="Sulastri Wibowo", email="rahasia.sekali@contoh.go.id")
    entries.refresh(Kind.PERSON, person.pk)

    visitor = client_of("visitor").get("/cari/", {"q": "Sulastri"})
    unverified = client_of("unverified").get("/cari/", {"q": "Sulastri", "jenis": "orang"})
    member = client_of("member").get("/cari/", {"q": "Sulastri"})
    by_address = client_of("member").get("/cari/", {"q": "rahasia.sekali"})

    assert found(visitor) == found(unverified) == []
    assert "Orang" not in [tab.name for tab in visitor.context["tabs"]]
    assert found(member) == ["Sulastri Wibowo"]
    assert "Sulastri Wibowo" not in found(by_address)
    assert "rahasia.sekali@" not in member.content.decode()


def test_examples_can_be_left_out_where_there_are_any_and_back(client):
    PracticePageFactory(title="Rotasi terbuka")
    PracticePageFactory(title="Rotasi contoh", is_example=True)

    both = client.get("/cari/", {"q": "rotasi"})
    genuine = client.get("/cari/", {"q": "rotasi", "contoh": "tanpa"})
    PracticePage.objects.get(title="Rotasi contoh").delete()
    without_any = client.get("/cari/", {"q": "rotasi"})

    last = [response.context["facets"][-1] for response in (both, genuine)]
    assert [(facet.name, [(each.count, each.is_chosen) for each in facet.options]) for facet in last] == [
        ("contoh", [(1, False)]),
        ("contoh", [(1, True)]),
    ]
    assert 'name="contoh" value="tanpa">' in both.content.decode()
    assert found(genuine) == ["Rotasi terbuka"]
    assert "contoh" not in [facet.name for facet in without_any.context["facets"]]


@pytest.mark.once
def test_unpublished_practice_is_gone_from_the_next_answer(client, person_of):
    practice = PracticePageFactory(title="Rotasi terbuka")
    before = found(client.get("/cari/", {"q": "rotasi"}))

    practice.unpublish(user=person_of("organiser"))

    assert before == ["Rotasi terbuka"]
    assert found(client.get("/cari/", {"q": "rotasi"})) == []


@pytest.mark.once
def test_practice_closed_behind_the_index_is_not_shown(client):
    practice = PracticePageFactory(title="Rotasi terbuka")
    PracticePage.objects.filter(pk=practice.pk).update(audience=Audience.MEMBERS)  # as if the entry were stale

    assert found(client.get("/cari/", {"q": "rotasi"})) == []


@pytest.mark.once
@pytest.mark.parametrize("item_count", [1, 5])
@pytest.mark.parametrize(("role", "most"), [("visitor", 12), ("member", 15)])
def test_results_cost_the_same_for_one_row_and_five(client_of, django_assert_max_num_queries, role, most, item_count):
    PracticePageFactory.create_batch(item_count, title="Rotasi terbuka")
    client = client_of(role)
    client.get("/cari/", {"q": "rotasi"})

    with django_assert_max_num_queries(most):
        response = client.get("/cari/", {"q": "rotasi"})

    assert len(found(response)) == item_count


@pytest.mark.parametrize(
    "address",
    [
        "/cari/?hal=0",
        "/cari/?hal=-1",
        "/cari/?hal=99999999999999999999",
        "/cari/?hal=%D9%A1",
        "/cari/?q=a&jenis=hantu",
        "/cari/?q=a&urut=acak",
        "/cari/?q=a" + "&aspek=x" * 3 + "".join(f"&aspek=x{n}" for n in range(MOST_FILTER_VALUES)),
    ],
)
def test_impossible_question_is_answered_with_400(address):
    assert Client(raise_request_exception=True).get(address).status_code == 400


@pytest.mark.parametrize(
    "words", ["", '"', '-"', "a" * 100_000, "\U0001f600 \u202e \ud800", "' OR 1=1 --", "*", "NEAR("]
)
def test_any_words_give_a_page(client, words):
    response = client.get("/cari/?q=" + quote(words.encode("utf-8", "surrogatepass")))

    assert response.status_code == 200


def test_long_question_is_cut_and_says_so(client):
    response = client.get("/cari/", {"q": "kinerja " * 40})

    assert "200 huruf pertama" in response.content.decode()


@pytest.mark.once
def test_empty_answer_names_the_filters_and_offers_to_drop_each(client):
    PracticePageFactory(title="Rotasi terbuka")

    response = client.get("/cari/", {"q": "rotasi", "tahun": "1999"})

    page = response.content.decode()
    assert "Longgarkan satu saringan" in page
    assert 'href="/cari/?q=rotasi"' in page


def test_misspelt_word_is_corrected_with_a_way_back(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        PracticePageFactory.create_batch(3, title="Dialog kinerja")
    forget_engines()  # it remembers the words of another test's index

    response = client.get("/cari/", {"q": "dialog kinerjaa"})

    assert response.context["results"].corrected == "dialog kinerja"
    assert "persis=1" in response.context["exact_url"]


@pytest.mark.once
def test_crawlers_keep_answers_to_plain_words_alone(client):
    PracticePageFactory(title="Dialog kinerja")
    mark = '<meta name="robots" content="noindex">'

    for address in ("/cari/", "/cari/?q=kinerja"):
        assert mark not in client.get(address).content.decode(), address
    for address in ("/cari/?q=kinerja&urut=terbaru", "/cari/?aspek=kinerja", "/cari/?q=zzqxvvkw"):
        assert mark in client.get(address).content.decode(), address


def test_what_is_not_among_the_results_can_be_asked_in_the_forum(client):
    PracticePageFactory(title="Dialog kinerja")

    content = client.get("/cari/?q=dialog+%26+kinerja").content.decode()

    address = escape(ask_url(judul="dialog & kinerja"))
    assert f'<a href="{address}">Tanyakan dengan kata “dialog &amp; kinerja”</a>' in content
    assert "Tanyakan dengan kata" not in client.get("/cari/?aspek=manajemen-kinerja").content.decode()


def test_what_nobody_wrote_of_can_be_asked_in_the_forum(client):
    response = client.get("/cari/", {"q": "zzqx & vvkw"})

    url = response.context["ask_url"]
    assert f'href="{escape(url)}"' in response.content.decode()
    assert 'value="zzqx &amp; vvkw"' in client.get(url).content.decode()
