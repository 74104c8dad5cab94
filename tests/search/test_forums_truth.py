"""Whatever instant a process dies at while somebody writes or moderates, entries and counts agree with their rows."""

import threading
from itertools import count

import pytest
from django.db import transaction
from django.db.models.signals import post_save, pre_save

from community.models import User
from forums import counting, services
from forums.models import Post, RoomPage, Topic
from forums.signals import post_changed, room_changed, topic_changed, topic_moved, topic_shown
from search import entries, truth
from search.enums import Kind
from search.models import EntryRefresh, SearchEntry
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.search.test_entries import in_thread
from tests.search.test_truth import dying_at, in_fork
from tests.support.tiers import slow_except

ANNOUNCED = [post_changed, room_changed, topic_changed, topic_moved, topic_shown]
MOMENTS = [*ANNOUNCED, pre_save, post_save]
DISCUSSED = (Kind.TOPIC, Kind.POST, Kind.ROOM)


def assert_true() -> None:
    assert {kind: list(truth.disagreeing(kind)) for kind in DISCUSSED} == {kind: [] for kind in DISCUSSED}
    assert list(counting.differences()) == []


class Doings:
    """What people do in the forum; by primary keys, since each act runs in a process of its own."""

    def __init__(self):
        self.admin, self.member = UserFactory(is_superuser=True).pk, UserFactory(verified=True).pk
        post = PostFactory(topic=TopicFactory())
        self.topic, self.post, self.target = post.topic_id, post.pk, RoomPageFactory().pk
        solution = PostFactory()
        services.accept_answer(solution, actor=solution.topic.author)
        self.solution = solution.pk
        self.held = services.reply(post.topic, actor=UserFactory(pending=True), source="Halo.").pk

    def by(self, pk: int) -> User:
        return User.objects.get(pk=pk)

    def open_topic(self):
        room = RoomPage.objects.get(pk=self.target)
        services.open_topic(room, actor=self.by(self.member), kind="question", title="Judul", source="Isi.")

    def reply(self):
        services.reply(Topic.objects.get(pk=self.topic), actor=self.by(self.member), source="Setuju.")

    def release(self):
        services.release_post(Post.objects.get(pk=self.held), actor=self.by(self.admin))

    def accept(self):
        services.accept_answer(Post.objects.get(pk=self.post), actor=self.by(self.admin))

    def hide_accepted(self):
        services.hide_post(Post.objects.get(pk=self.solution), actor=self.by(self.admin), reason="Keliru.")

    def hide_topic(self):
        services.hide_post(Post.objects.get(topic=self.topic, number=1), actor=self.by(self.admin), reason="Iklan.")

    def move(self):
        room = RoomPage.objects.get(pk=self.target)
        services.move_topic(Topic.objects.get(pk=self.topic), room=room, actor=self.by(self.admin), reason="Cocok.")

    def close_room(self):
        room = RoomPage.objects.get(pk=self.target)
        room.audience = "members"
        room.save_revision().publish()


ACTS = [name for name in vars(Doings) if not name.startswith("_") and name != "by"]


@pytest.fixture
def doings(transactional_db):
    return Doings()


@pytest.mark.parametrize("act", slow_except(ACTS, "hide_accepted"))
def test_a_process_that_dies_while_it_writes_leaves_true_entries_and_counts(doings, act):
    deaths = 0
    for moment in count(1):
        if in_fork(dying_at(moment, MOMENTS, getattr(doings, act))):
            break
        deaths += 1
        assert_true()

    assert deaths
    assert_true()


def rebuild(post: int) -> None:
    assert sum(seen for seen, _ in truth.rebuild(Kind.POST)) == 2  # the topic's, and the one of the solution


def work_off(post: int) -> None:
    entries.work_off(EntryRefresh(kind=Kind.POST, object_ids=[post]))


@pytest.mark.parametrize("act", ["hide_topic", "move"])
@pytest.mark.parametrize("make", [rebuild, work_off])
def test_an_entry_that_is_made_while_its_topic_is_hidden_or_moved_is_true(doings, make, act):
    """Hiding and moving write all entries of a topic by one statement, which cannot see one that is only being made."""
    for kind in DISCUSSED:
        list(truth.rebuild(kind))
    SearchEntry.objects.filter(kind=Kind.POST, object_id=doings.post).delete()
    acted, made = threading.Event(), threading.Event()

    def do():
        with transaction.atomic():
            getattr(doings, act)()
            acted.set()
            made.wait(timeout=0.4)

    def meet():
        acted.wait(timeout=10)
        make(doings.post)
        made.set()

    threads = [in_thread(do), in_thread(meet)]
    for thread in threads:
        thread.join(timeout=30)

    assert made.is_set()
    assert_true()
