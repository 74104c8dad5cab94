"""Events on the front page: the next one, else the last with what came out of it, and a number that opens its list."""

import re

import pytest

from tests.factories.events import (
    EventPageFactory,
    NotulenBlockFactory,
    NotulenFactory,
    first_room,
    make_room,
    make_slot,
    running_slot,
)
from tests.factories.pages import home_page
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def front(client):
    """`front()`: what the front page shows beside the open questions."""
    home_page()

    def part() -> str:
        return (
            client.get("/").content.decode().partition('<section aria-labelledby="ikut">')[2].partition("</section>")[0]
        )

    return part


@pytest.mark.once
def test_the_next_event_stands_there_with_its_seats(front):
    EventPageFactory(title="Yang lalu", closed=True)
    rooms = [make_room("Ruang Satu", capacity=5), make_room("Ruang Batal", is_cancelled=True)]
    event = EventPageFactory(title="Yang berikutnya", slots=[make_slot(rooms=rooms)])
    EventPageFactory(title="Yang tertutup", members=True)

    part = front()

    assert "FGD berikutnya" in part
    assert f'href="/fgd/{event.slug}/"' in part
    assert "sisa 5 dari 5" in part
    assert not [word for word in ("Yang lalu", "Ruang Batal", "Yang tertutup") if word in part]


def test_a_session_that_began_counts_no_seats(front):
    EventPageFactory(running=True, slots=[running_slot()])

    part = front()

    assert "FGD yang sedang berlangsung" in part
    assert "Ruang Dialog" in part
    assert "sisa" not in part


def test_without_one_to_come_the_last_stands_there_with_its_results(front):
    event = EventPageFactory(
        title="Yang lalu", closed=True, conclusions=[("conclusion", "Dialog yang singkat bertahan.")]
    )
    NotulenBlockFactory(notulen=NotulenFactory(room=first_room(event), final=True))

    part = front()

    assert "FGD terakhir" in part
    assert "Dialog yang singkat bertahan." in part
    assert f'href="/fgd/{event.slug}/#hasil"' in part


def test_nothing_stands_there_without_events(front):
    EventPageFactory(draft=True)

    assert front() == ""


def test_the_number_of_events_opens_exactly_its_list(client):
    home_page()
    for title in ("Satu", "Dua"):
        EventPageFactory(title=f"Nyata {title}", closed=True, is_example=False)
    EventPageFactory(title="Contoh", closed=True, is_example=True)
    EventPageFactory(title="Tertutup", closed=True, members=True, is_example=False)
    EventPageFactory(title="Kelak", is_example=False)

    value, url = number_of(client)

    page = client.get(url).content.decode()
    assert value == 2
    assert len(re.findall(r'<article class="cop-evrow', page)) == 2
    assert "Tanpa contoh" in page


def number_of(client) -> tuple[int, str]:
    page = client.get("/").content.decode()
    found = re.search(r'<a[^>]*href="(/fgd/\?[^"]*contoh=tanpa[^"]*)"[^>]*>(?:<[^>]+>)*\s*(\d+)', page)
    return int(found[2]), found[1].replace("&amp;", "&")


@pytest.mark.once
def test_the_front_page_keeps_its_budget_with_rooms_and_without(client):
    home_page()
    EventPageFactory(slots=[make_slot(rooms=[make_room(f"Ruang {n}") for n in range(4)])])
    client.get("/")

    assert count_queries(lambda: client.get("/")) <= 12
