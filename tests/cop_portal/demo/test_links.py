"""No dead link in the demo: whoever walks from the home page meets no page that is missing."""

import pytest

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
    rooms = [f"{room.slot.page.url}{room.slug}/" for room in Room.objects.filter(slot__page__live=True)]
    return pages + rooms + [topic.get_absolute_url() for topic in Topic.objects.select_related("room")]


@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", pytest.param("member", marks=pytest.mark.slow)])
def test_no_page_of_the_demo_has_a_dead_link(demo_content, client, role):
    if role == "member":
        client.force_login(
            User.objects.filter(affiliation="verified", is_superuser=False).first(),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )

    dead = dead_links(client, [*FRONTS, *written_pages()])

    assert not dead, "\n".join(dead)
