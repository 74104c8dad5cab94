"""What moderators do: every exit, with the trace it leaves and what the author is told."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from community import work
from community.enums import NoticeKind, Role, Scope
from community.models import Follow, Notice, QueuedMail
from community.notices import told as notices_told
from community.system import SYSTEM
from forums import errors, services
from forums.enums import PostState, TopicKind
from forums.models import Post, PostNews, RoomActivity, Topic
from forums.signals import post_changed, topic_moved, topic_shown
from tests.factories.community import ScopeStewardFactory, UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.support.people import in_group
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
WHY = "Memuat nomor telepon."


def trace() -> list[tuple]:
    rows = ModelLogEntry.objects.filter(action__startswith="forums.").order_by("pk")
    return [(row.action, row.user_id, row.data.get("reason")) for row in rows]


def told(person) -> list[tuple]:
    return [(row.kind, row.data.get("reason")) for row in Notice.objects.filter(recipient=person).order_by("pk")]


# --- releasing ----------------------------------------------------------------------------------------------------


def test_released_topic_comes_into_sight(room, newcomer, steward, counts, heard):
    topic, said = TopicFactory(room=room, author=newcomer), heard(topic_shown)

    services.release_post(topic.opening_post, actor=steward)

    topic.refresh_from_db()
    post = topic.opening_post
    assert (topic.state, post.state, post.moderated_by) == (PostState.VISIBLE, PostState.VISIBLE, steward)
    assert (topic.last_post, topic.last_post_at) == (post, post.published_at)
    assert counts(room) == (1, 1, 1, 0, 0)
    assert RoomActivity.objects.get(room=room).last_topic == topic
    assert said == [{"topic_id": topic.pk, "is_shown": True}]
    assert trace() == [("forums.release_post", steward.pk, "")]
    assert told(newcomer) == [(NoticeKind.RELEASED, "")]
    assert PostNews.objects.get().post == post
    assert Follow.objects.filter(person=newcomer, object_id=topic.pk).exists()


@pytest.mark.once
def test_released_reply_keeps_its_number_while_it_is_last(room, newcomer, steward, counts):
    post = services.reply(TopicFactory(room=room), actor=newcomer, source="Halo.")

    services.release_post(post, actor=steward)

    topic = Topic.objects.get()
    assert (Post.objects.get(pk=post.pk).number, topic.reply_count, topic.last_post) == (2, 1, post)
    assert counts(room) == (1, 2, 1, 0, 0)


@pytest.mark.once
def test_released_reply_that_others_overtook_goes_to_the_end(room, newcomer, steward):
    """Who has read up to the last post would never see it in the middle."""
    post = services.reply(TopicFactory(room=room), actor=newcomer, source="Halo.")
    PostFactory(topic=post.topic)

    services.release_post(post, actor=steward)

    topic = Topic.objects.get()
    assert Post.objects.get(pk=post.pk).number == topic.last_number == 4
    assert topic.last_post == post


@pytest.mark.once
@pytest.mark.parametrize("who", ["member", "steward_elsewhere", "author"])
def test_release_refuses_others(room, newcomer, who):
    post = services.reply(TopicFactory(room=room), actor=newcomer, source="Halo.")
    actor = {
        "member": UserFactory(verified=True),
        "steward_elsewhere": ScopeStewardFactory(scope=Scope.INNOVATIVE).person,
        "author": newcomer,
    }[who]

    with pytest.raises(PermissionDenied):
        services.release_post(post, actor=actor)
    assert Post.objects.get(pk=post.pk).state == PostState.HELD


def test_room_stewards_organisers_and_the_system_release_too(newcomer, member):
    room = RoomPageFactory(stewards=[member])
    topic = TopicFactory(room=room)

    for n, actor in enumerate([member, in_group(Role.ORGANISER, UserFactory(verified=True)), SYSTEM]):
        post = services.reply(topic, actor=newcomer, source=f"Halo {n}.")
        services.release_post(post, actor=actor)

    assert Topic.objects.get(pk=topic.pk).reply_count == 3


@pytest.mark.once
def test_steward_moderates_only_what_they_may_read(steward):
    room = RoomPageFactory(members=True)
    post = PostFactory(topic=TopicFactory(room=room))
    steward.affiliation = "pending"

    with pytest.raises(PermissionDenied):
        services.hide_post(post, actor=steward, reason=WHY)


@pytest.mark.once
def test_release_refuses_what_does_not_wait(room, steward):
    with pytest.raises(errors.AlreadySo):
        services.release_post(PostFactory(topic=TopicFactory(room=room)), actor=steward)


@pytest.mark.once
def test_release_refuses_a_text_that_its_author_changed_meanwhile(room, newcomer, steward):
    read = services.reply(TopicFactory(room=room), actor=newcomer, source="Saya setuju.")
    services.edit_post(read, actor=newcomer, source="Beli obat.", version=0)

    with pytest.raises(errors.NotAsRead):
        services.release_post(read, actor=steward)
    with pytest.raises(errors.NotAsRead):
        services.release_post(Post.objects.get(pk=read.pk), actor=steward, version=0)
    assert Post.objects.get(pk=read.pk).state == PostState.HELD
    assert trace() == []
    services.release_post(read, actor=steward, version=1)
    assert Post.objects.get(pk=read.pk).state == PostState.VISIBLE


@pytest.mark.parametrize("act", ["release", "hide"])
def test_looked_at_post_leaves_the_inbox_of_all_stewards(newcomer, steward, act):
    colleagues = UserFactory.create_batch(3, verified=True)
    topic = TopicFactory(room=RoomPageFactory(stewards=[steward, *colleagues]))
    post = services.reply(topic, actor=newcomer, source="Halo.")
    other = services.reply(topic, actor=newcomer, source="Halo lagi.")
    notices = Notice.objects.filter(kind=NoticeKind.HELD, recipient__in=[steward, *colleagues])

    if act == "release":
        services.release_post(post, actor=colleagues[0])
    else:
        services.hide_post(post, actor=colleagues[0], reason=WHY)

    assert notices.unread().filter(object_id=post.pk).count() == 0
    assert notices.unread().filter(object_id=other.pk).count() == 4
    said = notices_told(notices.filter(recipient=steward).order_by("object_id"), steward)
    assert [each.text for each in said.values()] == [
        f"Tulisan {newcomer.name} sudah diperiksa.",
        f"Tulisan {newcomer.name} menunggu pemeriksaan Anda.",
    ]


@pytest.mark.once
def test_looked_at_post_is_not_mailed_to_stewards_any_more(newcomer, member, queued_mails):
    post = services.reply(TopicFactory(room=RoomPageFactory(stewards=[member])), actor=newcomer, source="Halo.")

    services.release_post(post, actor=SYSTEM)
    work.work_off()

    assert [row.recipients for row in QueuedMail.objects.all() if row.recipients == [member.email]] == []


def test_release_asks_as_much_however_many_stewards_were_told(newcomer, member):
    def asked(stewards) -> int:
        post = services.reply(TopicFactory(room=RoomPageFactory(stewards=stewards)), actor=newcomer, source="Halo.")
        return count_queries(lambda: services.release_post(Post.objects.get(pk=post.pk), actor=SYSTEM))

    asked([member])  # what is fetched once a process is not the service's own

    assert asked([member]) == asked([member, *UserFactory.create_batch(6, verified=True)])


# --- hiding and showing again -------------------------------------------------------------------------------------


@pytest.mark.once
def test_hidden_reply_is_gone_from_counts_and_its_author_is_told(room, steward, counts, heard):
    topic = TopicFactory(room=room)
    first, last = PostFactory(topic=topic), PostFactory(topic=topic)
    said = heard(post_changed)

    services.hide_post(last, actor=steward, reason=f" {WHY}\n")

    topic.refresh_from_db()
    row = Post.objects.get(pk=last.pk)
    assert (row.state, row.moderated_by, row.moderation_reason) == (PostState.HIDDEN, steward, WHY)
    assert (topic.reply_count, topic.last_post, topic.last_post_at) == (1, first, first.published_at)
    assert topic.last_tick == Post.objects.get(pk=first.pk).tick
    assert RoomActivity.objects.get(room=room).last_post == first
    assert counts(room) == (1, 2, 1, 0, 0)
    assert said == [{"post_id": last.pk, "topic_id": topic.pk}]
    assert trace() == [("forums.hide_post", steward.pk, WHY)]
    assert told(last.author) == [(NoticeKind.HIDDEN, WHY)]


@pytest.mark.once
def test_hidden_answer_is_accepted_no_more(room, steward, counts):
    post = PostFactory(topic=TopicFactory(room=room))
    services.accept_answer(post, actor=post.topic.author)

    services.hide_post(post, actor=steward, reason=WHY)

    assert Topic.objects.get().accepted_post is None
    assert counts(room) == (1, 1, 1, 0, 0)


@pytest.mark.once
def test_hidden_topic_takes_its_replies_along(room, steward, counts, heard):
    other = TopicFactory(room=room)
    topic = PostFactory(topic=TopicFactory(room=room)).topic
    said = heard(topic_shown)

    services.hide_post(topic.opening_post, actor=steward, reason=WHY)

    topic.refresh_from_db()
    activity = RoomActivity.objects.get(room=room)
    assert topic.state == PostState.HIDDEN
    assert counts(room) == (1, 1, 1, 0, 0)
    assert (activity.last_topic, activity.last_post) == (other, other.opening_post)
    assert said == [{"topic_id": topic.pk, "is_shown": False}]

    services.unhide_post(topic.opening_post, actor=steward, reason="Sudah diperbaiki.")

    assert counts(room) == (2, 3, 2, 0, 0)
    assert RoomActivity.objects.get(room=room).last_topic == topic
    assert [kind for kind, _ in told(topic.author)] == [NoticeKind.HIDDEN, NoticeKind.UNHIDDEN]


@pytest.mark.once
def test_unhidden_reply_stands_in_its_old_place_with_its_votes(room, member, steward, counts):
    topic = TopicFactory(room=room)
    post, last = PostFactory(topic=topic), PostFactory(topic=topic)
    services.vote_helpful(post, actor=member)
    services.hide_post(post, actor=steward, reason=WHY)
    assert Topic.objects.get().helpful_count == 0

    services.unhide_post(post, actor=steward, reason="Keliru.")

    topic.refresh_from_db()
    assert (topic.reply_count, topic.helpful_count, topic.last_post) == (2, 1, last)
    assert Post.objects.get(pk=post.pk).number == 2
    assert counts(room) == (1, 3, 1, 0, 0)


def test_held_post_is_refused_by_hiding_and_comes_as_new_when_shown_after_all(room, newcomer, steward, counts):
    post = services.reply(TopicFactory(room=room), actor=newcomer, source="Halo.")

    services.hide_post(post, actor=steward, reason="Iklan.")
    assert counts(room) == (1, 1, 1, 0, 0)
    PostFactory(topic=post.topic)
    services.unhide_post(post, actor=steward, reason="Keliru.")

    row = Post.objects.get(pk=post.pk)
    assert (row.state, row.number) == (PostState.VISIBLE, 4)
    assert row.published_at is not None
    assert counts(room) == (1, 3, 1, 0, 0)


@pytest.mark.once
def test_hiding_asks_for_a_reason_and_a_moderator(room, member, steward):
    post = PostFactory(topic=TopicFactory(room=room))

    for reason, error in (("  ", errors.ReasonMissing), ("a" * 501, errors.ReasonTooLong)):
        with pytest.raises(error):
            services.hide_post(post, actor=steward, reason=reason)
    for actor in (member, post.author):
        with pytest.raises(PermissionDenied):
            services.hide_post(post, actor=actor, reason=WHY)
    assert Post.objects.get(pk=post.pk).state == PostState.VISIBLE
    assert trace() == []


@pytest.mark.once
def test_second_moderator_is_told_that_it_is_done(room, steward):
    post = PostFactory(topic=TopicFactory(room=room))
    services.hide_post(post, actor=steward, reason=WHY)

    with pytest.raises(errors.AlreadySo):
        services.hide_post(post, actor=steward, reason=WHY)
    services.unhide_post(post, actor=steward, reason=WHY)
    with pytest.raises(errors.AlreadySo):
        services.unhide_post(post, actor=steward, reason=WHY)


# --- locking and pinning ------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    ("do", "undo", "field", "kinds"),
    [
        (services.lock_topic, services.unlock_topic, "is_locked", [NoticeKind.LOCKED, NoticeKind.UNLOCKED]),
        (services.pin_topic, services.unpin_topic, "is_pinned", [NoticeKind.PINNED, NoticeKind.UNPINNED]),
    ],
)
def test_mark_is_set_and_taken_away(room, member, steward, do, undo, field, kinds):
    topic = TopicFactory(room=room)

    with pytest.raises(PermissionDenied):
        do(topic, actor=member, reason=WHY)
    with pytest.raises(errors.ReasonMissing):
        do(topic, actor=steward, reason="")
    with pytest.raises(errors.AlreadySo):
        undo(topic, actor=steward, reason=WHY)
    assert getattr(do(topic, actor=steward, reason=WHY), field) is True
    with pytest.raises(errors.AlreadySo):
        do(topic, actor=steward, reason=WHY)
    assert getattr(undo(topic, actor=steward, reason=WHY), field) is False

    assert [kind for kind, _ in told(topic.author)] == kinds
    assert len(trace()) == 2


# --- moving -------------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_moved_topic_takes_its_counts_along(room, newcomer, steward, counts, heard):
    target, stays = RoomPageFactory(), TopicFactory(room=room)
    post = PostFactory(topic=TopicFactory(room=room))
    services.reply(post.topic, actor=newcomer, source="Halo.")
    services.pin_topic(post.topic, actor=steward, reason="Penting.")
    said = heard(topic_moved)

    services.move_topic(post.topic, room=target, actor=steward, reason="Lebih cocok di sana.")

    topic = Topic.objects.get(pk=post.topic_id)
    assert (topic.room_id, topic.is_pinned) == (target.pk, False)
    assert (counts(room), counts(target)) == ((1, 1, 1, 0, 0), (1, 2, 1, 0, 1))
    left, entered = RoomActivity.objects.get(room=room), RoomActivity.objects.get(room=target)
    assert (left.last_topic, entered.last_topic, entered.last_post) == (stays, topic, post)
    assert topic.last_tick == entered.tick
    assert said == [{"topic_id": topic.pk, "room_id": target.pk}]
    assert trace()[-1] == ("forums.move_topic", steward.pk, "Lebih cocok di sana.")
    assert told(topic.author)[-1] == (NoticeKind.MOVED, "Lebih cocok di sana.")


@pytest.mark.once
def test_moving_back_and_hiding_the_newest_keeps_unread_marks_true(room, steward):
    target = RoomPageFactory()
    post = PostFactory(topic=TopicFactory(room=room))
    topic = services.move_topic(post.topic, room=target, actor=steward, reason=WHY)
    moved_tick = topic.last_tick
    newest = PostFactory(topic=topic)

    services.hide_post(newest, actor=steward, reason=WHY)

    assert Topic.objects.get().last_tick == moved_tick


@pytest.mark.once
def test_move_refuses(room, member, steward):
    topic = TopicFactory(room=room, kind=TopicKind.DISCUSSION)
    elsewhere = RoomPageFactory(scope=Scope.INNOVATIVE)
    narrow = RoomPageFactory(allows_discussions=False)

    for target, actor, error in (
        (narrow, member, PermissionDenied),
        (elsewhere, steward, PermissionDenied),
        (room, steward, errors.SameRoom),
        (narrow, steward, errors.KindNotAllowed),
    ):
        with pytest.raises(error):
            services.move_topic(topic, room=target, actor=actor, reason=WHY)
    with pytest.raises(errors.ReasonMissing):
        services.move_topic(topic, room=RoomPageFactory(), actor=steward, reason="")
    assert Topic.objects.get().room_id == room.pk
