"""What is discussed, as it is found: topics with their replies, by who may open their room, true at every instant."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.enums import Audience, Scope
from forums import services
from forums.enums import TopicKind
from forums.models import Post, RoomPage
from search import truth
from search.containers import containers_of
from search.enums import Kind
from search.forms import Question
from search.models import SearchEntry
from search.services import rows_for, search, search_engine
from tests.factories.community import AspectFactory, UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
DISCUSSED = (Kind.TOPIC, Kind.POST, Kind.ROOM)


def found(words: str, reader=VISITOR, **changes) -> list[tuple[str, int]]:
    return [(row.kind, row.hit.object_id) for row in search(Question(text=words, **changes), reader).rows]


def assert_true() -> None:
    assert {kind: list(truth.disagreeing(kind)) for kind in DISCUSSED} == {kind: [] for kind in DISCUSSED}


def topic_of(words: str, **fields):
    return TopicFactory(title="Dari mana mulai?", source=words, **fields)


# --- finding ------------------------------------------------------------------------------------------------------


def test_topic_is_found_by_title_opening_post_and_accepted_answer():
    topic = TopicFactory(title="Aksolotl di kantor", source="Siapa memakai **kompostor**?")
    answer = PostFactory(topic=topic, source="Kami memakai spektrometer.")
    services.accept_answer(answer, actor=topic.author)

    for word in ("aksolotl", "kompostor", "spektrometer"):
        assert found(word) == [(Kind.TOPIC, topic.pk)]
    entry = SearchEntry.objects.get(kind=Kind.TOPIC)
    assert (entry.doors, entry.container, entry.thread) == ([], topic.room_id, topic.pk)
    assert "**" not in entry.body
    assert_true()


@pytest.mark.once
@pytest.mark.usefixtures("each_engine")
def test_reply_is_found_under_its_topic_with_its_own_words():
    topic = TopicFactory(title="Aksolotl di kantor")
    post = PostFactory(topic=topic, source="Kami memakai spektrometer <b>besar</b>.")

    (row,) = search(Question(text="spektrometer"), VISITOR).rows

    assert (row.kind, row.hit.object_id, row.hit.post_id) == (Kind.TOPIC, topic.pk, post.pk)
    assert row.hit.title == "Aksolotl di kantor"
    assert "<mark>spektrometer</mark>" in row.hit.excerpt
    assert "<b>" not in row.hit.excerpt
    assert (row.inside.url, row.inside.owners) == (post.get_absolute_url(), post.author.name)
    assert (row.shown.url, row.shown.owners) == (topic.get_absolute_url(), topic.room.title)


@pytest.mark.usefixtures("each_engine")
def test_topic_and_its_replies_are_one_result_and_counted_once():
    topic = TopicFactory(title="Spektrometer di kantor")
    PostFactory.create_batch(3, topic=topic)
    for post in topic.posts.all():
        services.edit_post(post, actor=post.author, source=f"Spektrometer nomor {post.number}.", version=0)
    other = topic_of("Spektrometer lagi.")

    answer = search(Question(text="spektrometer"), VISITOR)

    assert {(row.kind, row.hit.object_id, row.hit.posts) for row in answer.rows} == {
        (Kind.TOPIC, topic.pk, 4),
        (Kind.TOPIC, other.pk, 1),
    }
    assert answer.results.total == 2
    assert answer.results.kinds == {Kind.TOPIC: 2}
    assert answer.results.facets["scope"] == {Scope.HELPING: 2}
    assert answer.results.facets["example"] == {"no": 2}
    by_tab = search(Question(text="spektrometer", tab="diskusi"), VISITOR)
    assert (by_tab.results.total, by_tab.results.kinds) == (2, {Kind.TOPIC: 2})


@pytest.mark.usefixtures("each_engine")
def test_filters_by_scope_and_aspect_go_by_the_room_as_it_is_now():
    aspect = AspectFactory()
    room = RoomPageFactory(aspects=[aspect])
    post = PostFactory(topic=topic_of("Satu.", room=room), source="Kami memakai spektrometer.")
    elsewhere = topic_of("Kami memakai spektrometer.", room=RoomPageFactory(scope=Scope.INNOVATIVE))
    PracticePageFactory(title="Spektrometer", scope=Scope.HELPING)

    helping = {"filters": {"lingkup": ("saling-membantu",)}, "tab": "diskusi"}
    assert found("spektrometer", **helping) == [(Kind.TOPIC, post.topic_id)]
    assert found("spektrometer", filters={"aspek": (aspect.code,)}) == [(Kind.TOPIC, post.topic_id)]
    results = search(Question(text="spektrometer", filters={"lingkup": ("inovasi",)}), VISITOR).results
    assert results.facets["scope"] == {Scope.HELPING: 2, Scope.INNOVATIVE: 1}

    RoomPage.objects.filter(pk=room.pk).update(scope=Scope.INNOVATIVE)

    both = found("spektrometer", filters={"lingkup": ("inovasi",)})
    assert set(both) == {(Kind.TOPIC, post.topic_id), (Kind.TOPIC, elsewhere.pk)}


def test_practice_stands_before_the_discussion_of_the_same_words():
    topic = TopicFactory(title="Spektrometer untuk dialog", source="Spektrometer untuk dialog.")
    practice = PracticePageFactory(title="Spektrometer untuk dialog", summary="Spektrometer untuk dialog.")

    assert found("spektrometer untuk dialog")[:2] == [(Kind.PRACTICE, practice.pk), (Kind.TOPIC, topic.pk)]


def test_rooms_are_found_in_the_same_tab():
    room = RoomPageFactory(title="Bengkel aksolotl")

    assert found("aksolotl") == found("aksolotl", tab="diskusi") == [(Kind.ROOM, room.pk)]


@pytest.mark.usefixtures("each_engine")
def test_newest_topics_come_first_when_asked_and_each_once():
    old, new = topic_of("Aksolotl satu."), topic_of("Aksolotl dua.")
    PostFactory(topic=old, source="Aksolotl tiga.")

    assert found("aksolotl", sort="terbaru") == [(Kind.TOPIC, old.pk), (Kind.TOPIC, new.pk)]


# --- who finds what -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("each_engine")
def test_closing_a_room_by_one_write_hides_all_of_it_at_once(member):
    post = PostFactory(topic=topic_of("Aksolotl."), source="Spektrometer.")
    room = post.topic.room

    RoomPage.objects.filter(pk=room.pk).update(audience=Audience.MEMBERS)

    assert found("aksolotl") == found("spektrometer") == []
    assert search_engine(Question(text="spektrometer"), VISITOR).total == 0
    assert found("aksolotl", member) == found("spektrometer", member) == [(Kind.TOPIC, post.topic_id)]
    assert SearchEntry.objects.findable().filter(thread=post.topic_id).count() == 2


@pytest.mark.usefixtures("each_engine")
def test_administrator_finds_what_lies_in_closed_rooms():
    topic = topic_of("Aksolotl.", room=RoomPageFactory(members=True))

    assert found("aksolotl") == []
    assert found("aksolotl", UserFactory(is_superuser=True)) == [(Kind.TOPIC, topic.pk)]


def test_unpublished_room_takes_its_topics_out_of_the_search():
    post = PostFactory(topic=topic_of("Aksolotl."), source="Spektrometer.")
    post.topic.room.unpublish()

    for reader in (VISITOR, UserFactory(is_superuser=True)):
        assert found("aksolotl", reader) == found("spektrometer", reader) == []


@pytest.mark.once
def test_stale_hit_shows_nothing_of_a_reply_that_is_hidden_now():
    post = PostFactory(topic=topic_of("Aksolotl."), source="Spektrometer.")
    results = search_engine(Question(text="spektrometer"), VISITOR)
    Post.objects.filter(pk=post.pk).update(state="hidden")

    (row,) = rows_for(results.hits, VISITOR)

    assert (row.hit.excerpt, row.hit.post_id, row.inside) == ("", None, None)


def test_containers_are_the_rooms_open_to_the_reader(member):
    aspect = AspectFactory()
    public, closed = RoomPageFactory(aspects=[aspect]), RoomPageFactory(members=True)
    RoomPageFactory(draft=True)

    assert containers_of(VISITOR).open == (public.pk,)
    assert containers_of(VISITOR).facets == {public.pk: {"scope": (Scope.HELPING,), "aspect": (aspect.code,)}}
    assert containers_of(member).open == (public.pk, closed.pk)
    assert count_queries(lambda: containers_of(VISITOR)) == 1


# --- true entries -------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_held_and_hidden_posts_are_in_no_entry(room, newcomer, steward):
    topic = TopicFactory(room=room, author=newcomer, title="Aksolotl", source="Aksolotl.")
    assert found("aksolotl") == []

    services.release_post(topic.opening_post, actor=steward)
    assert found("aksolotl") == [(Kind.TOPIC, topic.pk)]
    held = services.reply(topic, actor=newcomer, source="Spektrometer.")
    assert found("spektrometer") == []
    services.release_post(held, actor=steward)
    assert found("spektrometer") == [(Kind.TOPIC, topic.pk)]
    services.hide_post(held, actor=steward, reason="Iklan.")
    assert found("spektrometer") == []
    assert "pektrometer" not in "".join(SearchEntry.objects.values_list("body", flat=True))
    assert_true()


def test_hidden_topic_takes_the_entries_of_its_replies_along(room, steward):
    topic = topic_of("Aksolotl.", room=room)
    PostFactory.create_batch(3, topic=topic)
    services.reply(topic, actor=UserFactory(verified=True), source="Spektrometer.")

    services.hide_post(topic.opening_post, actor=steward, reason="Memuat NIP.")
    assert not SearchEntry.objects.findable().filter(kind__in=[Kind.TOPIC, Kind.POST]).exists()
    assert found("spektrometer", steward) == []
    assert_true()

    services.unhide_post(topic.opening_post, actor=steward, reason="Sudah diperbaiki.")
    assert found("spektrometer") == found("aksolotl") == [(Kind.TOPIC, topic.pk)]
    assert_true()


@pytest.mark.once
def test_accepted_answer_that_is_hidden_leaves_the_entry_of_its_topic(room, steward):
    post = PostFactory(topic=topic_of("Aksolotl.", room=room), source="Spektrometer.")
    services.accept_answer(post, actor=post.topic.author)

    services.hide_post(post, actor=steward, reason="Keliru.")

    assert found("spektrometer") == []
    assert_true()


def test_moved_topic_is_found_by_readers_of_its_new_room(room, steward, member):
    post = PostFactory(topic=topic_of("Aksolotl.", room=room), source="Spektrometer.")
    closed = RoomPageFactory(members=True)

    services.move_topic(post.topic, room=closed, actor=steward, reason="Lebih cocok.")

    assert found("aksolotl") == found("spektrometer") == []
    assert found("spektrometer", member) == [(Kind.TOPIC, post.topic_id)]
    assert_true()


def test_edits_votes_and_acceptance_leave_true_entries(member):
    post = PostFactory(topic=topic_of("Aksolotl."), source="Spektrometer.")
    topic = post.topic
    services.edit_post(topic.opening_post, actor=topic.author, source="Kompostor.", title="Judul baru", version=0)
    services.edit_post(post, actor=post.author, source="Kromatograf.", version=0)
    services.vote_helpful(topic.opening_post, actor=member)
    services.accept_answer(post, actor=topic.author)
    services.withdraw_accepted(topic, actor=topic.author)

    assert found("kompostor") == found("kromatograf") == [(Kind.TOPIC, topic.pk)]
    assert found("aksolotl") == found("spektrometer") == []
    assert_true()


def test_solved_and_helpful_topics_rank_higher():
    plain, solved = (TopicFactory(title="Aksolotl", source="Aksolotl.") for _ in range(2))
    services.accept_answer(PostFactory(topic=solved, source="Ya."), actor=solved.author)
    services.vote_helpful(plain.opening_post, actor=solved.author)

    boosts = dict(SearchEntry.objects.filter(kind=Kind.TOPIC).values_list("object_id", "boost"))
    assert boosts[solved.pk] > boosts[plain.pk] > 0.75


def test_rebuild_finds_the_same(room):
    post = PostFactory(topic=topic_of("Aksolotl.", room=room), source="Spektrometer.")
    SearchEntry.objects.filter(kind__in=DISCUSSED).delete()
    assert found("spektrometer") == []

    for kind in DISCUSSED:
        list(truth.rebuild(kind))

    assert found("spektrometer") == [(Kind.TOPIC, post.topic_id)]
    assert_true()


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_results_page_shows_the_reply_inside_its_topic(client):
    post = PostFactory(topic=TopicFactory(title="Aksolotl", kind=TopicKind.DISCUSSION), source="Spektrometer <i>x</i>.")

    page = client.get("/cari/", {"q": "spektrometer"}).content.decode()

    assert f'href="{post.get_absolute_url()}"' in page
    assert f"Balasan {post.author.name}" in page
    assert "<mark>Spektrometer</mark>" in page
    assert "<i>" not in page
    assert "jenis=diskusi" in page


@pytest.mark.once
def test_results_page_costs_the_same_with_more_topics(client, assert_flat_queries):
    PracticePageFactory()
    assert_flat_queries(
        lambda: PostFactory(source="Spektrometer."), lambda: client.get("/cari/", {"q": "spektrometer"}), at_most=12
    )
