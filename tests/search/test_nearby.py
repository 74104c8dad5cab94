"""An answer without results: what the reader can do, and what others asked and used."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community import periodic
from search import past, vocabulary
from search.engines.base import forget_engines
from search.models import AskedSearch, PastQuestion
from search.querysets import ASKED_BY_SEVERAL
from search.suggestions import suggestions
from tests.factories.community import PageFeedbackFactory, SubAspectFactory
from tests.factories.practices import PracticePageFactory
from tests.factories.search import AskedSearchFactory, SearchClickFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    forget_engines()
    past.forget()
    yield
    past.forget()


def asked_before(text: str) -> None:
    """As often, and on as many days, as makes a question one that is offered to others."""
    for days in range(1, ASKED_BY_SEVERAL + 1):
        AskedSearchFactory(text=text, asked_at=timezone.now() - timedelta(days=days))
    past.sum_up()


@pytest.mark.once
def test_questions_that_find_something_are_offered_where_nothing_is_found(client):
    PracticePageFactory(title="Zamrudin setiap pekan")
    asked_before("zamrudin bersama")
    AskedSearchFactory(text="zamrudin sekali")  # once is not enough
    vocabulary.relearn()

    quoted = client.get("/cari/", {"q": '"pekan zamrudin"'})
    misspelt = client.get("/cari/", {"q": "zamrudin -pekan"})

    assert quoted.context["questions"] == ["pekan zamrudin", "zamrudin bersama"]
    assert 'href="/cari/?q=pekan%20zamrudin"' in quoted.content.decode()
    assert misspelt.context["questions"][0] == "zamrudin"
    assert "zamrudin sekali" not in misspelt.context["questions"]


@pytest.mark.once
def test_where_a_filter_is_to_blame_only_the_filter_is(client):
    PracticePageFactory(title="Zamrudin setiap pekan")

    response = client.get("/cari/", {"q": "zamrudin", "tahun": "1999"})

    assert response.context["questions"] == []
    assert [chip.text for chip in response.context["helping_chips"]] == ["1999"]


def test_much_used_practices_of_the_aspect_come_first(client):
    subaspect = SubAspectFactory()
    practices = PracticePageFactory.create_batch(4, subaspects=[subaspect])
    used, helpful = practices[0], practices[1]
    SearchClickFactory.create_batch(2, object_id=used.pk)
    SearchClickFactory(object_id=practices[2].pk, clicked_at=timezone.now() - timedelta(days=100))
    PageFeedbackFactory(object_id=helpful.pk, is_helpful=True)
    PageFeedbackFactory.create_batch(3, object_id=practices[2].pk, is_helpful=False)

    response = client.get("/cari/", {"q": "zzqxxq", "sub": subaspect.code})

    near = response.context["nearby"]
    assert near["is_popular"]
    assert [row["title"] for row in near["rows"]][:2] == [helpful.title, used.title]
    assert len(near["rows"]) == 3
    assert f"Praktik tentang {subaspect.name} yang banyak dipakai" in response.content.decode()


def test_questions_of_others_are_suggested_while_typing(person_of):
    asked_before("zamrudin bersama")
    asked_before("rapat zamrudin")
    visitor = person_of("visitor")

    assert [each.text for each in suggestions("zamru", visitor)] == ["zamrudin bersama"]
    assert past.like("zamrudin di rapat", 4) == ["rapat zamrudin", "zamrudin bersama"]


def test_the_timer_sums_up_what_was_asked_and_forgets_what_is_asked_no_more():
    asked_before("zamrudin bersama")
    asked_before("rapat zamrudin")
    AskedSearchFactory(text="rapat zamrudin")
    assert "sum_up_questions" in periodic.run_due(timezone.now() + timedelta(hours=1))
    assert list(PastQuestion.objects.values_list("text", flat=True)) == ["rapat zamrudin", "zamrudin bersama"]

    AskedSearch.objects.filter(text="rapat zamrudin").delete()

    assert past.sum_up() == 1
    assert [text for text, _roots in past.known()] == ["zamrudin bersama"]


def test_the_log_is_not_looked_at_for_a_reader(django_assert_num_queries):
    asked_before("zamrudin bersama")

    with CaptureQueriesContext(connection) as captured:
        past.known()
    assert [AskedSearch._meta.db_table in query["sql"] for query in captured] == [False]

    with django_assert_num_queries(0):
        assert past.beginning("ZAMRUDIN ", 2) == ["zamrudin bersama"]


@pytest.mark.once
def test_an_empty_answer_costs_no_more_than_a_page(client, django_assert_max_num_queries):
    PracticePageFactory(title="Zamrudin setiap pekan")
    vocabulary.relearn()
    client.get("/cari/", {"q": "zzqxxq vvkwqq"})

    with django_assert_max_num_queries(12):
        response = client.get("/cari/", {"q": "zzqxxq vvkwqq"})

    assert response.context["rows"] == []
