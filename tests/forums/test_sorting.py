"""What topics are about: chosen by their writer, kept by edits and moves, shown, filtered by, and counted in search."""

import re

import pytest

from community.links import MOST_FILTER_VALUES
from community.models import PortalSettings
from forums import errors, services
from forums.models import Topic
from forums.services import About
from search.enums import Kind
from search.models import SearchEntry
from tests.factories.community import ScopeStewardFactory, SubAspectFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def subaspect():
    """A sub-aspect that the forms offer."""
    return PortalSettings.load().active_framework.aspects.get(number=5).subaspects.first()


def about_of(topic) -> tuple:
    about = services.about_of(Topic.objects.get(pk=topic.pk))
    return about.aspects, about.subaspects, about.problems


def titles(client, url: str) -> list[str]:
    response = client.get(url)
    assert response.status_code == 200
    return [row.title for row in response.context["topics"].rows]


def facets_of(kind: Kind, pk: int) -> dict:
    return SearchEntry.objects.get(kind=kind, object_id=pk).facets


@pytest.mark.once
def test_a_topic_is_about_what_its_writer_ticked_and_its_aspects_come_along(client, room, member, subaspect):
    client.force_login(member)
    form = {"kind": "question", "title": "Dari mana?", "body": "Isi.", "action": "send"}

    client.post(f"/forum/{room.slug}/tanya/", {**form, "sub": [subaspect.code], "masalah": ["perilaku"]})

    topic = Topic.objects.get(title="Dari mana?")
    assert about_of(topic) == ((subaspect.aspect.code,), (subaspect.code,), ("perilaku",))
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f'href="/forum/?sub={subaspect.code}"' in page
    assert 'href="/forum/?masalah=perilaku"' in page


@pytest.mark.once
def test_what_was_ticked_comes_back_with_a_preview_a_refusal_and_a_draft(client, room, member, subaspect):
    client.force_login(member)
    url, ticked = f"/forum/{room.slug}/tanya/", {"sub": [subaspect.code], "masalah": ["substansi"]}
    box = f'name="sub" value="{subaspect.code}" checked'

    for action in ("preview", "save", "similar", "send"):
        page = client.post(
            url, {"kind": "question", "title": "J", "body": "", "action": action, **ticked}
        ).content.decode()
        assert box in page, action
        assert 'name="masalah" value="substansi" checked' in page
    assert box in client.get(url).content.decode()
    assert box in client.get(f"{url}?sub={subaspect.code}").content.decode()


@pytest.mark.once
def test_more_than_a_topic_can_be_about_is_refused(room, member):
    codes = tuple(SubAspectFactory().code for _ in range(6))

    with pytest.raises(errors.TooManySubAspects):
        services.open_topic(
            room, actor=member, kind="question", title="J", source="Isi.", about=About(subaspects=codes)
        )

    assert not Topic.objects.exists()


@pytest.mark.once
def test_editing_changes_it_for_the_replies_too_and_moving_keeps_it(client, member, subaspect):
    topic = TopicFactory(author=member, about=About(problems=("substansi",)))
    reply = PostFactory(topic=topic)
    client.force_login(member)
    post = topic.opening_post
    form = {"title": topic.title, "body": post.source, "version": post.version, "action": "send"}

    client.post(f"/forum/pos/{post.pk}/ubah/", {**form, "aspek": [subaspect.aspect.code], "masalah": ["perilaku"]})
    assert about_of(topic) == ((subaspect.aspect.code,), (), ("perilaku",))
    client.post(f"/forum/pos/{post.pk}/ubah/", {**form, "sub": [subaspect.code]})
    assert about_of(topic) == ((subaspect.aspect.code,), (subaspect.code,), ())
    for kind, pk in ((Kind.TOPIC, topic.pk), (Kind.POST, reply.pk)):
        assert facets_of(kind, pk)["subaspect"] == [subaspect.code]
        assert facets_of(kind, pk)["problem"] == []

    target = RoomPageFactory(scope="innovative")
    steward = ScopeStewardFactory(scope="innovative").person
    ScopeStewardFactory(scope=topic.room.scope, person=steward)
    services.move_topic(topic, room=target, actor=steward, reason="Lebih cocok di sini.")
    assert about_of(topic) == ((subaspect.aspect.code,), (subaspect.code,), ())


def test_editing_what_a_topic_is_about_takes_the_draft_away(client, member, subaspect):
    topic = TopicFactory(author=member)
    post = topic.opening_post
    url = f"/forum/pos/{post.pk}/ubah/"
    form = {"title": topic.title, "body": post.source, "version": post.version}
    box = f'name="sub" value="{subaspect.code}" checked'
    client.force_login(member)
    client.post(url, {**form, "masalah": ["perilaku"], "action": "save"})

    client.post(url, {**form, "sub": [subaspect.code], "action": "send"})

    page = client.get(url).content.decode()
    assert box in page
    assert 'value="perilaku" checked' not in page


def test_the_forum_lists_what_is_about_something_by_itself_or_by_its_room(client, subaspect):
    own = TopicFactory(about=About(subaspects=(subaspect.code,), problems=("perilaku",)))
    of_room = TopicFactory(room=RoomPageFactory(aspects=[subaspect.aspect], subaspects=[subaspect]))
    TopicFactory()
    TopicFactory(room=RoomPageFactory(members=True), about=About(subaspects=(subaspect.code,)))

    assert set(titles(client, f"/forum/?sub={subaspect.code}")) == {own.title, of_room.title}
    assert set(titles(client, f"/forum/?aspek={subaspect.aspect.code}")) == {own.title, of_room.title}
    assert titles(client, f"/forum/?sub={subaspect.code}&masalah=perilaku") == [own.title]
    assert titles(client, "/forum/?masalah=tak-dikenal") == []


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 400)])
def test_the_forum_takes_as_many_values_of_a_filter_as_may_be_ticked(client, more, status):
    values = "&".join(f"sub=a{n}" for n in range(MOST_FILTER_VALUES + more))

    assert client.get(f"/forum/?{values}").status_code == status


def test_a_list_of_what_is_said_about_a_practice(client):
    practice = PracticePageFactory(title="Dialog singkat")
    topic = TopicFactory(source=f"[ini](/praktik/{practice.slug}/)")
    TopicFactory()

    assert titles(client, f"/forum/?tentang=/praktik/{practice.slug}/") == [topic.title]
    assert "Tentang: Dialog singkat" in client.get(f"/forum/?tentang=/praktik/{practice.slug}/").content.decode()


def test_a_list_about_several_practices_names_those_that_the_reader_may_read(client, member):
    practice = PracticePageFactory(title="Dialog singkat", slug="d" * 255)
    other = PracticePageFactory(title="Apel pagi")
    closed = PracticePageFactory(title="Tertutup", members=True)
    paths = [f"/praktik/{page.slug}/" for page in (practice, other, closed)]
    topics = [TopicFactory(source=f"[ini]({path})") for path in paths]
    url = "/forum/?" + "&".join(f"tentang={path}" for path in paths)

    def shown():
        response = client.get(url)
        return {row.title for row in response.context["topics"].rows}, [chip.text for chip in response.context["chips"]]

    names = ["Tentang: Dialog singkat", "Tentang: Apel pagi"]
    assert shown() == ({topics[0].title, topics[1].title}, [*names, paths[2]])
    client.force_login(member)
    assert shown() == ({topic.title for topic in topics}, [*names, "Tentang: Tertutup"])


def test_a_room_lists_what_is_about_something(client, room, subaspect):
    own = TopicFactory(room=room, about=About(subaspects=(subaspect.code,), problems=("perilaku",)))
    TopicFactory(room=room)
    TopicFactory(about=About(subaspects=(subaspect.code,)))
    base = f"/forum/{room.slug}/"

    assert titles(client, f"{base}?sub={subaspect.code}") == [own.title]
    response = client.get(f"{base}?masalah=perilaku&tampil=belum-terjawab")
    assert [row.title for row in response.context["topics"].rows] == [own.title]
    assert [chip.url for chip in response.context["chips"]] == [f"{base}?tampil=belum-terjawab"]
    page = response.content.decode()
    assert "noindex" in page
    assert f'href="{base}?masalah=perilaku"' in page
    assert titles(client, f"{base}?aspek=tak-dikenal") == []


def test_search_counts_topics_under_what_they_are_about(client, subaspect):
    topic = TopicFactory(title="Dialog zamrud", about=About(subaspects=(subaspect.code,), problems=("perilaku",)))
    PostFactory(topic=topic, source="Zamrud juga kami pakai.")
    room = RoomPageFactory(aspects=[subaspect.aspect], subaspects=[subaspect])
    TopicFactory(title="Zamrud di ruang", room=room)
    TopicFactory(title="Zamrud lain")

    for query, count in ((f"sub={subaspect.code}", 2), ("masalah=perilaku", 1), (f"aspek={subaspect.aspect.code}", 2)):
        response = client.get(f"/cari/?q=zamrud&jenis=diskusi&{query}")
        assert response.context["results"].total == count, query
    facets = client.get("/cari/?q=zamrud").context["results"].facets
    assert (facets["subaspect"][subaspect.code], facets["problem"]["perilaku"]) == (2, 1)


@pytest.mark.once
def test_a_topic_shows_the_practices_of_its_sub_aspects(client, subaspect):
    near = PracticePageFactory(title="Sejenis", subaspects=[subaspect])
    PracticePageFactory(title="Sejenis tertutup", subaspects=[subaspect], members=True)
    topic = TopicFactory(about=About(subaspects=(subaspect.code,)))

    page = client.get(topic.get_absolute_url()).content.decode()

    assert re.findall(r'<dd><a href="(/praktik/[^"]+)"', page) == [f"/praktik/{near.slug}/"]
    assert count_queries(lambda: client.get(topic.get_absolute_url())) <= 12
