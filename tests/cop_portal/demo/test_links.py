"""No dead link in the demo: whoever walks from the home page meets no page and no form that leads to nothing."""

from itertools import chain

import pytest

from community.enums import Scope
from community.models import User
from events.models import EventPage, Room
from forums.models import RoomPage, Topic
from practices.models import PracticePage
from tests.support.crawling import dead_links

pytestmark = pytest.mark.django_db
FRONTS = ("/", "/praktik/", "/fgd/", "/forum/", "/forum/ruang/", "/komunitas/", "/instansi/", "/cari/?q=kinerja")


def written_pages() -> list[str]:
    """The addresses of all that somebody wrote."""
    pages = [page.url for model in (PracticePage, EventPage, RoomPage) for page in model.objects.live()]
    return pages + room_addresses() + [topic.get_absolute_url() for topic in Topic.objects.select_related("room")]


def room_addresses() -> list[str]:
    rooms = Room.objects.filter(slot__page__live=True).select_related("slot__page")
    return [f"{room.slot.page.url}{room.slug}/" for room in rooms]


def staff_pages(role: str) -> list[str]:
    """The addresses at which those who look after it judge and manage what was written."""
    if role == "steward":
        topics = Topic.objects.filter(room__scope=Scope.BEST_PRACTICE)
        kept = [(f"/forum/topik/{topic.pk}/kelola/", f"/forum/pos/{topic.opening_post_id}/kelola/") for topic in topics]
        return ["/saya/", "/forum/periksa/", *chain.from_iterable(kept)]
    if role == "organiser":
        events = [f"{page.url}kelola/" for page in EventPage.objects.live()]
        return ["/saya/", *events, *(f"{address}notulen/" for address in room_addresses())]
    return []


@pytest.mark.once
@pytest.mark.parametrize(
    "role", ["visitor", *(pytest.param(role, marks=pytest.mark.slow) for role in ("member", "steward", "organiser"))]
)
def test_no_page_of_the_demo_has_a_dead_link(demo_content, client, client_of, role):
    if role == "member":
        client.force_login(
            User.objects.filter(affiliation="verified", is_superuser=False).first(),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
    elif role != "visitor":
        client = client_of(role)

    own = staff_pages(role)
    dead = dead_links(client, [*FRONTS, *written_pages(), *own])

    assert not dead, "\n".join(dead)
    assert not own or client.get(own[-1]).status_code == 200  # they are read, not refused
