"""The map of provinces: its drawing, its numbers, and who sees which."""

import gzip
import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser

from community.enums import InstansiKind, Scope
from community.models import Instansi
from practices.facets import Library, Selection
from practices.library_index import current
from practices.map import places_of, shades
from practices.outlines import drawing_of
from practices.provinces import DRAWING, GEOMETRY, drawing
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.pages import practice_index
from tests.factories.practices import PracticePageFactory

ADDRESS = "/praktik/peta/"
LINK = re.compile(r'<a href="([^"]+)" class="is-(\d)" aria-label="([^"]+)">')


@pytest.fixture
def west_java(db) -> Instansi:
    practice_index()
    return Instansi.objects.get(code="32")


def places(response) -> dict[str, int]:
    return {place.name: place.count for place in response.context["listed"]}


# --- the drawing ----------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_drawing_is_that_of_the_geometry_beside_it():
    """Whoever changes one runs `manage.py draw_provinces`."""
    assert json.loads(DRAWING.read_text()) == drawing_of(json.loads(GEOMETRY.read_text()))


@pytest.mark.once
@pytest.mark.django_db
def test_every_province_is_drawn_under_its_official_code_and_within_the_picture():
    known = drawing()

    codes = Instansi.objects.filter(kind=InstansiKind.PROVINSI, code__regex=r"^\d\d$").values_list("code", flat=True)
    assert {each.code for each in known.provinces} == set(codes)
    assert all(re.fullmatch(r"(M\d+[ -]\d+l[-\d ]+z)+", each.path) for each in known.provinces)
    assert all(0 < each.x < known.width and 0 < each.y < known.height for each in known.provinces)


# --- the numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_provinces_lead_to_their_practices_and_say_how_many(client, west_java):
    city = InstansiFactory(province=west_java)
    PracticePageFactory(owners=[city])
    PracticePageFactory(owners=[west_java])

    response = client.get(ADDRESS)
    text = response.content.decode()

    assert LINK.findall(text) == [("/praktik/?provinsi=32", "2", "Jawa Barat, 2 praktik")]
    assert '<th scope="row"><a href="/praktik/?provinsi=32">Jawa Barat</a></th><td class="n">2</td>' in text
    assert "37 provinsi belum punya praktik di sini" in text
    assert len(client.get("/praktik/?provinsi=32").context["rows"]) == 2


@pytest.mark.once
def test_practice_of_two_provinces_counts_in_both_and_a_ministry_apart(client, west_java):
    ministry = InstansiFactory(kind=InstansiKind.KEMENTERIAN)
    PracticePageFactory(owners=[west_java, Instansi.objects.get(code="33"), ministry])

    response = client.get(ADDRESS)

    assert places(response) == {"Jawa Barat": 1, "Jawa Tengah": 1}
    assert response.context["central"].count == 1
    url = "/praktik/?instansi=kementerian&amp;instansi=lpnk&amp;instansi=lns"
    assert f'<a href="{url}">Instansi pusat</a></th><td class="n">1</td>' in response.content.decode()


@pytest.mark.once
def test_ministries_under_a_chosen_kind_open_the_list_of_that_kind(client):
    for kind in (InstansiKind.KEMENTERIAN, InstansiKind.LPNK):
        PracticePageFactory(owners=[InstansiFactory(kind=kind)])

    central = client.get(f"{ADDRESS}?instansi=lpnk").context["central"]

    assert (central.count, central.url) == (1, "/praktik/?instansi=lpnk")
    assert len(client.get(central.url).context["rows"]) == 1
    assert client.get(f"{ADDRESS}?instansi=kota").context["central"].count == 0


@pytest.mark.once
def test_province_that_is_not_drawn_stands_in_the_table(client, west_java):
    new = InstansiFactory(kind=InstansiKind.PROVINSI, name="Provinsi Baru")
    PracticePageFactory(owners=[new])

    response = client.get(ADDRESS)

    assert places(response) == {"Baru": 1}
    assert "belum digambar di peta" in response.content.decode()


@pytest.mark.once
def test_hidden_practices_leave_no_trace(client, west_java):
    PracticePageFactory(owners=[west_java], members=True)
    PracticePageFactory(owners=[west_java], draft=True)

    response = client.get(ADDRESS)

    assert places(response) == {}
    assert not LINK.findall(response.content.decode())
    assert "Belum ada praktik yang terbit." in response.content.decode()
    client.force_login(UserFactory(verified=True))
    assert places(client.get(ADDRESS)) == {"Jawa Barat": 1}


@pytest.mark.once
def test_filters_of_the_library_hold_and_lead_back(client, west_java):
    PracticePageFactory(owners=[west_java], scope=Scope.INNOVATIVE)
    PracticePageFactory(owners=[west_java], scope=Scope.HELPING)

    text = client.get(f"{ADDRESS}?lingkup=inovasi&provinsi=11").content.decode()

    assert LINK.findall(text) == [("/praktik/?lingkup=inovasi&amp;provinsi=32", "1", "Jawa Barat, 1 praktik")]
    assert 'class="cop-btn cop-btn--line" href="/praktik/?lingkup=inovasi"' in text
    assert f'class="cop-chip cop-chip--remove" href="{ADDRESS}"' in text
    assert '<meta name="robots" content="noindex, follow">' in text
    assert f'href="{ADDRESS}?lingkup=inovasi"' in client.get("/praktik/?lingkup=inovasi").content.decode()


@pytest.mark.once
def test_picks_to_compare_go_along_closed_to_robots(client, west_java):
    page = PracticePageFactory(owners=[west_java])

    text = client.get(f"{ADDRESS}?p={page.slug}").content.decode()
    library = client.get(f"/praktik/?p={page.slug}").content.decode()

    assert LINK.findall(text) == [(f"/praktik/?provinsi=32&amp;p={page.slug}", "1", "Jawa Barat, 1 praktik")]
    assert '<meta name="robots" content="noindex, nofollow">' in text
    assert f'href="{ADDRESS}?p={page.slug}" rel="nofollow">' in library
    assert f'href="{ADDRESS}">' in client.get("/praktik/").content.decode()


@pytest.mark.once
def test_filters_without_practices_say_so(client, west_java):
    PracticePageFactory()

    assert "Belum ada praktik dengan saringan ini." in client.get(f"{ADDRESS}?tahun=1900").content.decode()


@pytest.mark.parametrize("reader", ["visitor", "member"])
def test_numbers_are_those_of_the_database(west_java, reader):
    provinces = [west_java, *Instansi.objects.filter(code__in=["33", "73"])]
    for number, province in enumerate(provinces):
        PracticePageFactory.create_batch(number + 1, owners=[InstansiFactory(province=province)])
        PracticePageFactory(owners=[province], members=True)
    user = UserFactory(verified=True)

    found = places_of(Library(current(), user if reader == "member" else AnonymousUser(), Selection()))

    more = 1 if reader == "member" else 0
    counted = {place.outline.code: place.count for place in found if place.count}
    assert counted == {"32": 1 + more, "33": 2 + more, "73": 3 + more}


@pytest.mark.once
def test_shades_follow_the_key():
    assert [(shade.number, shade.label) for shade in shades()] == [(1, "1"), (2, "2–4"), (3, "5–9"), (4, "10+")]


@pytest.mark.once
@pytest.mark.parametrize(
    ("query", "status"),
    [("hal=0", 400), ("aspek=%00", 400), ("provinsi=" + "9" * 5_000, 200), ("&".join(["p=x"] * 99), 200)],
)
def test_bad_input_is_answered_without_an_error_of_ours(client, west_java, query, status):
    assert client.get(f"{ADDRESS}?{query}").status_code == status


@pytest.mark.once
def test_full_map_is_light_and_asks_little(client, west_java, django_assert_max_num_queries):
    for province in Instansi.objects.filter(code__regex=r"^\d\d$"):
        PracticePageFactory(owners=[province])

    client.get(ADDRESS)
    with django_assert_max_num_queries(8):
        response = client.get(ADDRESS)

    assert len(places(response)) == 38
    assert len(gzip.compress(response.content)) < 15_000
