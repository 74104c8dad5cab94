"""Opening topics: every exit of the service."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.enums import NoticeKind, Subject
from community.models import Draft, Follow, Notice
from community.services.drafts import save_draft
from forums import errors, services
from forums.enums import PostState, TopicKind
from forums.limits import MOST_HELD, MOST_POSTS, SOURCE_LIMIT
from forums.models import Post, PostNews, RoomActivity, Topic
from forums.signals import topic_changed
from tests.factories.community import UserFactory
from tests.factories.forums import RoomPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


def open_topic(room, actor, **changes) -> Topic:
    fields = {"kind": TopicKind.QUESTION, "title": "Dari mana mulai?", "source": "Dialog hanya di akhir tahun."}
    return services.open_topic(room, actor=actor, **(fields | changes))


def test_open_topic_shows_it_at_once(room, member, counts, heard):
    said = heard(topic_changed)

    topic = open_topic(room, member, title=" Dari  mana\nmulai? ", source="**Dialog** saja.\r\n")

    topic = Topic.objects.get(pk=topic.pk)
    post = topic.opening_post
    assert (topic.title, topic.slug, topic.state, topic.author) == (
        "Dari mana mulai?",
        "dari-mana-mulai",
        PostState.VISIBLE,
        member,
    )
    assert (post.number, post.source, post.author, post.state) == (1, "**Dialog** saja.", member, PostState.VISIBLE)
    assert "<strong>Dialog</strong>" in post.html
    assert (topic.last_post, topic.last_post_at, topic.last_number) == (post, post.published_at, 1)
    assert topic.get_absolute_url() == f"/forum/{room.slug}/{topic.pk}-dari-mana-mulai/"
    assert post.get_absolute_url() == f"/forum/{room.slug}/{topic.pk}-dari-mana-mulai/#p1"
    activity = RoomActivity.objects.get(room=room)
    assert counts(room) == (1, 1, 1, 0, 0)
    assert (activity.last_topic, activity.last_post, activity.last_post_at) == (topic, post, topic.last_post_at)
    assert said == [{"topic_id": topic.pk}]


def test_open_topic_follows_it_and_takes_the_draft_away(room, member):
    save_draft(actor=member, place=f"room:{room.pk}", title="Dari mana", source="")

    topic = open_topic(room, member)

    followed = Follow.objects.get(person=member)
    assert (followed.subject, followed.object_id, followed.is_muted) == (Subject.TOPIC, topic.pk, False)
    assert not Draft.objects.exists()
    assert PostNews.objects.get().post == topic.opening_post


def test_open_topic_of_a_newcomer_is_held_and_counts_nothing(room, newcomer, steward, counts):
    topic = open_topic(room, newcomer)

    post = Post.objects.get()
    assert (topic.state, post.state, post.published_at) == (PostState.HELD, PostState.HELD, None)
    assert counts(room) == (0, 0, 0, 0, 1)
    assert RoomActivity.objects.get(room=room).last_topic is None
    assert not PostNews.objects.exists()
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.object_id) == (steward, NoticeKind.HELD, post.pk)


def test_open_topic_sent_twice_opens_one(room, member, counts):
    first, second = open_topic(room, member), open_topic(room, member)

    assert first == second
    assert counts(room)[:2] == (1, 1)


def test_open_topic_again_after_a_while_is_another(room, member):
    first = open_topic(room, member)
    Topic.objects.update(created_at=timezone.now() - timedelta(minutes=6))

    assert open_topic(room, member) != first


@pytest.mark.parametrize("who", ["visitor", "outsider", "inactive"])
def test_open_topic_refuses_who_may_not_write_there(who):
    room = RoomPageFactory(members=True)
    actor = {
        "visitor": AnonymousUser(),
        "outsider": UserFactory(pending=True),
        "inactive": UserFactory(verified=True, is_active=False),
    }[who]

    with pytest.raises(PermissionDenied):
        open_topic(room, actor)
    assert not Topic.objects.exists()


def test_open_topic_refuses_in_a_room_that_is_not_published(member):
    with pytest.raises(PermissionDenied):
        open_topic(RoomPageFactory(draft=True), member)


def test_open_topic_refuses_what_the_room_does_not_take(room, member):
    questions_only = RoomPageFactory(allows_discussions=False)

    for where, kind in ((questions_only, TopicKind.DISCUSSION), (room, TopicKind.ANNOUNCEMENT), (room, "gosip")):
        with pytest.raises(errors.KindNotAllowed):
            open_topic(where, member, kind=kind)
    assert not Topic.objects.exists()


@pytest.mark.once
def test_announcements_are_the_moderators_to_make(member):
    room = RoomPageFactory(announcing=True, stewards=[member])

    with pytest.raises(errors.KindNotAllowed):
        open_topic(room, UserFactory(verified=True), kind=TopicKind.ANNOUNCEMENT)
    assert open_topic(room, member, kind=TopicKind.ANNOUNCEMENT).state == PostState.VISIBLE


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"title": " \n"}, errors.TitleMissing),
        ({"title": "a" * 201}, errors.TitleTooLong),
        ({"source": " \n "}, errors.TextMissing),
        ({"source": "---"}, errors.TextMissing),
        ({"source": "a" * (SOURCE_LIMIT + 1)}, errors.TextTooLong),
        ({"source": "a" * 100_000}, errors.TextTooLong),
    ],
)
def test_open_topic_refuses_bad_texts(room, member, changes, error):
    with pytest.raises(error):
        open_topic(room, member, **changes)
    assert not Topic.objects.exists()


def test_hostile_characters_are_kept_out(room, member):
    topic = open_topic(room, member, title="Judul\0 \ud800", source="Isi\0 \ud800 😀")

    row = Topic.objects.get(pk=topic.pk)
    assert "\0" not in row.title + row.opening_post.source + row.opening_post.html
    assert "😀" in row.opening_post.source


def test_title_without_letters_still_has_an_address(room, member):
    assert open_topic(room, member, title="???").slug == "topik"


@pytest.mark.once
def test_too_many_posts_in_a_short_time_are_refused(member):
    topic = TopicFactory()
    Post.objects.bulk_create(
        Post(topic=topic, number=n, author=member, source="x", html="x", published_at=timezone.now())
        for n in range(100, 100 + MOST_POSTS)
    )

    with pytest.raises(errors.TooManyPosts):
        services.reply(topic, actor=member, source="satu lagi")


@pytest.mark.once
def test_newcomer_waits_for_the_moderator_after_some_posts(newcomer):
    topic = TopicFactory()
    for n in range(MOST_HELD):
        services.reply(topic, actor=newcomer, source=f"tulisan {n}")

    with pytest.raises(errors.TooManyHeld):
        services.reply(topic, actor=newcomer, source="satu lagi")
