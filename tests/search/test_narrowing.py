"""Search between two days and inside one room, with a way back from both."""

from datetime import date

import pytest

from community.enums import Audience
from search import vocabulary
from search.engines.base import forget_engines
from search.suggestions import suggestions
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.search.test_views import found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_engine():
    forget_engines()


def chips(response) -> list[tuple[str, str]]:
    return [(chip.text, chip.url) for chip in response.context["chips"]]


def test_days_narrow_the_results_and_their_chip_removes_them(client):
    PracticePageFactory(title="Zamrud lama", reported_at=date(2022, 3, 31))
    PracticePageFactory(title="Zamrud baru", reported_at=date(2022, 4, 1))

    response = client.get("/cari/", {"q": "zamrud", "dari": "1/4/2022", "sampai": "2022-04-30", "tahun": "2022"})

    page = response.content.decode()
    assert found(response) == ["Zamrud baru"]
    assert response.context["results"].facets["year"] == {"2022": 1}
    assert chips(response) == [
        ("1 April 2022 – 30 April 2022", "/cari/?q=zamrud&tahun=2022"),
        ("2022", "/cari/?q=zamrud&dari=2022-04-01&sampai=2022-04-30"),
    ]
    assert '<input id="dari" name="dari" type="date" value="2022-04-01"' in page
    assert '<input type="hidden" name="sampai" value="2022-04-30">' in page  # a new question keeps them


def test_days_that_are_none_are_told_and_kept(client):
    PracticePageFactory(title="Zamrud")

    with_results = client.get("/cari/", {"q": "zamrud", "dari": "31/02/2022", "sampai": "2022-04-30"})
    without = client.get("/cari/", {"q": "zzqxxq", "dari": "2022-05-01", "sampai": "2022-04-30"})

    page = with_results.content.decode()
    assert found(with_results) == ["Zamrud"]
    assert "“31/02/2022” bukan tanggal." in page
    assert 'type="text" value="31/02/2022"' in page
    assert 'type="date" value="2022-04-30"' in page
    assert "Tanggal awal jatuh sesudah tanggal akhir." in without.content.decode()
    assert 'value="2022-05-01"' in without.content.decode()


def test_days_that_emptied_the_list_are_named_and_removable(client):
    PracticePageFactory(title="Zamrud", reported_at=date(2022, 4, 1))

    response = client.get("/cari/", {"q": "zamrud", "sampai": "2021-12-31", "tahun": "2022"})

    assert [chip.text for chip in response.context["helping_chips"]] == ["Sampai 31 Desember 2021"]
    assert 'href="/cari/?q=zamrud&amp;tahun=2022"' in response.content.decode()


def test_only_the_room_is_searched_until_its_chip_is_removed(client):
    room = RoomPageFactory(title="Ruang zamrud", slug="ruang-zamrud")
    inside = TopicFactory(room=room, title="Zamrud di dalam")
    PostFactory(topic=inside, source="Zamrud yang hijau.")
    TopicFactory(title="Zamrud di luar")
    PracticePageFactory(title="Zamrud di pustaka")

    response = client.get("/cari/", {"q": "zamrud", "ruang": "ruang-zamrud"})

    page = response.content.decode()
    assert found(response) == ["Zamrud di dalam"]
    assert response.context["results"].total == 1
    assert chips(response) == [("Ruang: Ruang zamrud", "/cari/?q=zamrud")]
    assert response.context["tabs"] == []
    assert '<input type="hidden" name="ruang" value="ruang-zamrud">' in page
    assert "Cari di ruang Ruang zamrud" in page
    assert '<input type="hidden" name="ruang" value="ruang-zamrud">' in client.get(room.url).content.decode()
    assert '<input type="hidden" name="jenis" value="praktik">' in client.get("/praktik/").content.decode()


@pytest.mark.once
def test_an_empty_room_offers_to_search_everywhere(client):
    RoomPageFactory(slug="ruang-sepi", title="Ruang sepi")
    PracticePageFactory(title="Zamrud")

    response = client.get("/cari/", {"q": "zamrud", "ruang": "ruang-sepi"})

    assert [(chip.text, chip.url) for chip in response.context["helping_chips"]] == [
        ("Ruang: Ruang sepi", "/cari/?q=zamrud")
    ]


def test_a_room_that_is_closed_to_the_reader_is_not_there(client_of, person_of):
    room = RoomPageFactory(slug="ruang-tertutup", audience=Audience.MEMBERS)
    TopicFactory(room=room, title="Zamrud rahasia")
    vocabulary.relearn()
    addresses = [f"/cari/{path}?q=zamrud&ruang={slug}" for path in ("", "saran/") for slug in (room.slug, "tidak-ada")]

    assert [client_of("visitor").get(address).status_code for address in addresses] == [404] * 4
    assert [client_of("member").get(address).status_code for address in addresses] == [200, 404] * 2
    assert found(client_of("member").get(addresses[0])) == ["Zamrud rahasia"]
    assert found(client_of("administrator").get(addresses[0])) == ["Zamrud rahasia"]
    assert suggestions("zamr", person_of("visitor"), room=room) == []  # whoever asks past the view


def test_suggestions_are_of_the_part_that_is_searched(client):
    room = RoomPageFactory(slug="ruang-zamrud")
    TopicFactory(room=room, title="Zamrud di dalam")
    TopicFactory(title="Zamrud di luar")
    PracticePageFactory(title="Zamrud di pustaka")
    vocabulary.relearn()

    in_room = client.get("/cari/saran/", {"q": "zamr", "ruang": "ruang-zamrud"}).json()["items"]
    in_library = client.get("/cari/saran/", {"q": "zamr", "jenis": "praktik"}).json()["items"]

    assert [item["text"] for item in in_room] == ["zamrud", "Zamrud di dalam"]
    assert in_room[0]["url"] == "/cari/?q=zamrud&ruang=ruang-zamrud"
    assert [item["text"] for item in in_library] == ["zamrud", "Zamrud di pustaka"]
    assert client.get("/cari/saran/", {"q": "zamr", "jenis": "hantu"}).status_code == 400
