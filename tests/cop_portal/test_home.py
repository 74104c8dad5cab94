import gzip
import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.enums import Scope
from community.models import PortalSettings
from cop_portal.home import Front
from cop_portal.models import HomePage
from forums import services
from forums.models import Topic
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.pages import home_page
from tests.factories.practices import PracticePageFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return home_page()


@pytest.fixture
def subaspect():
    """A sub-aspect that the finder offers."""
    return PortalSettings.load().active_framework.aspects.get(number=5).subaspects.first()


def html(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_newest_are_the_readable_ones_reported_last():
    today = timezone.localdate()
    old, middle, new = (
        PracticePageFactory(title=f"Praktik {days}", reported_at=today - timedelta(days=days)) for days in (30, 20, 10)
    )
    PracticePageFactory(members=True, reported_at=today)
    PracticePageFactory(draft=True, reported_at=today)
    PracticePageFactory(reported_at=today - timedelta(days=40))

    found = [row["title"] for row in Front(AnonymousUser()).newest()]

    assert found == [new.title, middle.title, old.title]


def test_stats_leave_out_examples_and_zeros():
    yesterday = timezone.localdate() - timedelta(days=1)
    PracticePageFactory(is_example=False, has_behaviour_problem=True, has_substance_problem=False, review_by=yesterday)
    PracticePageFactory(is_example=False, has_behaviour_problem=False, has_substance_problem=True, review_by=yesterday)
    PracticePageFactory(is_example=True, has_behaviour_problem=True)
    PracticePageFactory(is_example=False, members=True)

    stats = Front(AnonymousUser()).stats()

    assert [(stat.value, stat.url) for stat in stats] == [
        (2, "/praktik/?contoh=tanpa"),
        (2, "/praktik/?contoh=tanpa&tinjauan=due"),
        (1, "/praktik/?contoh=tanpa&masalah=perilaku"),
    ]


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_every_number_of_the_front_page_is_the_length_of_the_list_it_opens(client_of, home, role):
    """Examples, what a reader may not read, questions without an answer and events to come are in no number."""
    yesterday = timezone.localdate() - timedelta(days=1)
    for fields in ({}, {"members": True}, {"is_example": True}, {"draft": True}):
        fields = {"is_example": False, **fields}
        PracticePageFactory(has_behaviour_problem=True, has_substance_problem=True, **fields)
        PracticePageFactory(has_behaviour_problem=False, has_substance_problem=True, review_by=yesterday, **fields)
        EventPageFactory(closed=True, **fields)
    EventPageFactory(is_example=False)
    for room in (RoomPageFactory(), RoomPageFactory(members=True)):
        for is_example in (False, True):
            solved = PostFactory(topic__room=room)
            services.accept_answer(solved, actor=solved.topic.author)
            Topic.objects.filter(pk=solved.topic_id).update(is_example=is_example)
    TopicFactory()
    client = client_of(role)

    numbers = numbers_on(html(client.get("/")))

    readable = 1 if role == "visitor" else 2
    assert numbers == {
        "/praktik/?contoh=tanpa": 2 * readable,
        "/praktik/?contoh=tanpa&tinjauan=current": readable,
        "/praktik/?contoh=tanpa&tinjauan=due": readable,
        "/praktik/?contoh=tanpa&masalah=perilaku": readable,
        "/fgd/?waktu=lalu&keadaan=selesai&contoh=tanpa": readable,
        "/forum/?tampil=terjawab&contoh=tanpa": readable,
    }
    assert {url: rows_on(html(client.get(url))) for url in numbers} == numbers


def numbers_on(page: str) -> dict[str, int]:
    """Address and number of each stat."""
    found = re.findall(r'<div class="cop-stat"><a href="([^"]+)">([\d.]+)</a>', page)
    return {unescape(url): int(value.replace(".", "")) for url, value in found}


def rows_on(page: str) -> int:
    """How many practices, events or topics a list shows; the forum shows rooms beside it."""
    return len(re.findall(r'<h[23]><a href="/(?:praktik/[\w-]+|fgd/[\w-]+|forum/[\w-]+/\d+-[\w-]+)/"', page))


@pytest.mark.once
def test_no_section_of_numbers_while_there_are_none(client, home):
    PracticePageFactory(is_example=True)

    page = html(client.get("/"))

    assert "Yang sudah tercatat bersama" not in page
    assert 'href="#' not in page.replace('href="#isi"', "")


@pytest.mark.once
def test_scopes_link_to_their_pages_and_count_their_practices():
    PracticePageFactory.create_batch(2, scope=Scope.INNOVATIVE)

    blocks = Front(AnonymousUser()).scopes()

    assert [(block.scope, block.count, block.url) for block in blocks] == [
        (Scope.HELPING, 0, "/komunitas/saling-membantu/"),
        (Scope.BEST_PRACTICE, 0, "/komunitas/praktik-terbaik/"),
        (Scope.KNOWLEDGE_STEWARDING, 0, "/komunitas/penatalayanan-pengetahuan/"),
        (Scope.INNOVATIVE, 2, "/komunitas/inovasi/"),
    ]


def test_finder_links_counts_into_the_library_and_opens_the_fullest_aspect(client, home, subaspect):
    PracticePageFactory(subaspects=[subaspect], has_substance_problem=True, has_behaviour_problem=False)

    page = html(client.get("/"))

    opened = re.findall(r'<details name="aspek" open><summary><span>(\d+)</span>([^<]+)<', page)
    cell = rf'<a href="/praktik/\?sub={subaspect.code}&amp;masalah=substansi">1<span class="cop-vh"> praktik, Substansi'
    empty = rf'<a href="/praktik/\?sub={subaspect.code}&amp;masalah=perilaku" class="is-zero">0<'
    assert opened == [("5", subaspect.aspect.name)]
    assert re.search(cell, page)
    assert re.search(empty, page)
    assert page.count('<details name="aspek"') == 8


def test_no_finder_without_an_active_framework(client, home):
    settings = PortalSettings.load()
    settings.active_framework = None
    settings.save()

    assert "cop-finder" not in html(client.get("/"))


def test_suggested_searches_are_links_to_the_search(client, home):
    home.suggested_searches = "dialog kinerja, <SKP> & lain"
    home.save()

    page = html(client.get("/"))

    assert '<a href="/cari/?q=dialog%20kinerja">dialog kinerja</a>' in page
    assert '<a href="/cari/?q=%3CSKP%3E%20%26%20lain">&lt;SKP&gt; &amp; lain</a>' in page


def test_suggested_searches_are_tidied():
    home = HomePage(title="Beranda", slug="b", suggested_searches=" SKP,, dialog   kinerja , skp ")

    home.clean()

    assert home.suggested_searches == "skp, dialog kinerja"


@pytest.mark.parametrize("searches", ["a,b,c,d,e,f,g", "x" * 41])
def test_suggested_searches_have_bounds(searches):
    with pytest.raises(ValidationError) as refusal:
        HomePage(title="Beranda", slug="b", suggested_searches=searches).clean()

    assert list(refusal.value.message_dict) == ["suggested_searches"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("searches", "refused"),
    [("dialog kinerja", ""), ("dialog kinerja, xqzzyxq, zamrud", "xqzzyxq, zamrud"), ("", "")],
)
def test_cms_takes_only_searches_that_find_something_for_a_visitor(home, searches, refused):
    PracticePageFactory(title="Dialog kinerja")
    PracticePageFactory(title="Zamrud", members=True)
    form_class = HomePage.get_edit_handler().get_form_class()
    data = {"title": "Beranda", "slug": home.slug, "headline": "Judul", "lead": "Pengantar"}

    form = form_class({**data, "suggested_searches": searches}, instance=home, for_user=UserFactory(is_superuser=True))

    expected = [f"Belum menemukan apa pun bagi pengunjung: {refused}."] if refused else []
    assert form.errors.get("suggested_searches", []) == expected


def test_front_page_escapes_and_hides(client, home):
    PracticePageFactory(title="<b>Judul</b>", summary="<script>x</script>")
    PracticePageFactory(title="Hanya untuk anggota", members=True)

    visitor = html(client.get("/"))
    client.force_login(UserFactory(verified=True))
    member = html(client.get("/"))

    assert "&lt;b&gt;Judul&lt;/b&gt;" in visitor
    assert "<script>" not in visitor
    assert "Hanya untuk anggota" not in visitor
    assert "Hanya untuk anggota" in member


def test_front_page_has_no_inline_style_or_script(client, home):
    page = html(client.get("/"))

    assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son\w+=", page)
    assert len(re.findall(r"<h1[ >]", page)) == 1


@pytest.mark.once
def test_front_page_queries_are_flat_and_few(client, home, assert_flat_queries, subaspect):
    def add():
        PracticePageFactory(is_example=False, subaspects=[subaspect])
        client.get("/")  # the library's index is read anew once after a change

    assert_flat_queries(add, lambda: client.get("/"), at_most=12)
    client.force_login(UserFactory(verified=True))
    client.get("/")
    assert count_queries(lambda: client.get("/")) <= 15


@pytest.mark.once
def test_front_page_is_small(client, home, subaspect):
    PracticePageFactory.create_batch(3, subaspects=[subaspect], is_example=False)

    assert len(gzip.compress(client.get("/").content)) < 15_000
