from datetime import timedelta

import pytest
from django.utils import timezone

from community.enums import Scope
from community.links import MOST_FILTER_VALUES
from events.enums import EventState
from tests.factories.community import SubAspectFactory
from tests.factories.events import EventPageFactory, make_slot

pytestmark = pytest.mark.django_db


def at(days: float, **fields):
    return EventPageFactory(slots=[make_slot(timezone.now() + timedelta(days=days))], **fields)


def titles(response, name="rows") -> list[str]:
    return [row["title"] for row in response.context[name]]


def test_the_calendar_shows_what_runs_and_comes_then_what_is_over(client):
    late, soon = at(9), at(2)
    running, over, older = EventPageFactory(running=True), at(-3), EventPageFactory(closed=True)

    response = client.get("/fgd/")

    assert titles(response) == [running.title, soon.title, late.title]
    assert titles(response, "past_rows") == [over.title, older.title]


def test_parts_of_the_calendar(client):
    at(2, title="datang")
    EventPageFactory(running=True, title="jalan")
    at(3, title="batal", state=EventState.CANCELLED)
    EventPageFactory(closed=True, title="usai")

    for when, expected in {"mendatang": ["datang"], "berlangsung": ["jalan"], "lalu": ["batal", "usai"]}.items():
        response = client.get(f"/fgd/?waktu={when}")
        assert titles(response) == expected
        assert {tab["name"]: tab["count"] for tab in response.context["tabs"]} == {
            "Semua": 4,
            "Akan datang": 1,
            "Berlangsung": 1,
            "Sudah lewat": 2,
        }


def test_filters_are_links_that_toggle_and_combine(client):
    subaspect = SubAspectFactory()
    mine = at(2, title="cocok", scope=Scope.HELPING, subaspects=[subaspect])
    at(2, title="lingkup lain", subaspects=[subaspect])
    at(2, title="aspek lain", scope=Scope.HELPING)
    code = subaspect.aspect.code

    response = client.get(f"/fgd/?lingkup=saling-membantu&aspek={code}")

    assert titles(response) == [mine.title]
    options = {option["text"]: option for facet in response.context["facets"] for option in facet["options"]}
    assert options["Saling membantu"]["url"] == f"/fgd/?aspek={code}"
    assert options["Praktik terbaik"]["count"] == 1
    assert options[subaspect.aspect.name]["is_current"]


def test_years_follow_the_events(client):
    year = (timezone.now() + timedelta(days=2)).year
    at(2, title="tahun ini")

    assert titles(client.get(f"/fgd/?tahun={year}")) == ["tahun ini"]
    assert titles(client.get("/fgd/?tahun=1999")) == []
    assert titles(client.get("/fgd/?tahun=banyak")) == []


def test_hidden_and_draft_events_are_neither_listed_nor_counted(client_of):
    at(2, title="terbuka")
    at(2, title="anggota", members=True)
    at(2, title="draf", draft=True)

    assert titles(client_of("visitor").get("/fgd/")) == ["terbuka"]
    assert sorted(titles(client_of("member").get("/fgd/"))) == ["anggota", "terbuka"]
    assert client_of("visitor").get("/fgd/").context["tabs"][0]["count"] == 1


@pytest.mark.parametrize(
    "query",
    [
        "hal=0",
        "hal=x",
        "hal=99999999999",
        "waktu=kapan",
        "&".join(f"aspek=a{n}" for n in range(MOST_FILTER_VALUES + 1)),
    ],
)
def test_impossible_addresses_are_refused(client, query):
    assert client.get(f"/fgd/?{query}").status_code == 400


def test_every_value_that_may_be_ticked_counts(client):
    event = at(2)
    years = [str(1900 + n) for n in range(MOST_FILTER_VALUES - 1)] + [str(event.starts_at.year)]

    assert titles(client.get("/fgd/?" + "&".join(f"tahun={year}" for year in years))) == [event.title]


def test_beyond_the_last_page_is_nothing(client):
    assert client.get("/fgd/?hal=2").status_code == 404


def test_pages_keep_the_filters(client):
    for number in range(13):
        at(2 + number / 24, title=f"Acara {number:02}")

    response = client.get("/fgd/?waktu=mendatang&lingkup=praktik-terbaik&hal=2")

    assert titles(response) == ["Acara 12"]
    assert "waktu=mendatang&amp;lingkup=praktik-terbaik&amp;hal=1" in response.content.decode()


@pytest.mark.once
@pytest.mark.parametrize(("role", "most"), [("visitor", 12), ("member", 15)])
def test_query_count_does_not_grow_with_events(client_of, assert_flat_queries, role, most):
    client = client_of(role)

    assert_flat_queries(lambda: (at(2), at(-2)), lambda: client.get("/fgd/"), at_most=most)


@pytest.mark.once
def test_the_feed_holds_public_genuine_events_only(client):
    public = at(2, title="Terbuka")
    at(2, title="Anggota", members=True)
    at(2, title="Contoh", is_example=True)

    content = client.get("/fgd/feed/").content.decode()

    assert public.title in content
    assert "Anggota" not in content
    assert "Contoh" not in content
