"""Notices of new replies under replies, workers and readers at once, and a worker that dies; on real connections."""

import threading

import pytest
from django.db import connection, transaction

from community import work
from community.enums import NoticeKind
from community.models import Notice, NoticeMailing, QueuedMail, User
from community.services import profiles
from forums import services
from forums.models import PostNews
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, TopicFactory
from tests.forums.test_concurrency import at_once, members
from tests.support.following import follow
from tests.support.replies import tell

# One worker has all of these: dozens of threads each.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("connections"),
    pytest.mark.usefixtures("queued_mails"),
]


@pytest.fixture
def topic():
    made = TopicFactory()
    work.work_off()
    return made


def replies() -> list[tuple]:
    rows = Notice.objects.filter(kind=NoticeKind.REPLY).order_by("recipient", "pk")
    return [(row.recipient_id, row.first_number, row.last_number, row.read_at is not None) for row in rows]


def mailed() -> list[str]:
    return sorted(recipient for row in QueuedMail.objects.all() for recipient in row.recipients)


def test_replies_told_at_once_are_one_notice_for_each_follower(topic):
    followers = [topic.author, *members(6)]
    for person in followers[1:]:
        follow(topic, actor=person)
    people = members(6)
    writer = UserFactory(verified=True)  # a single author, so that nobody else comes to follow the topic
    for number in range(len(people)):
        PostFactory(topic=topic, author=writer, source=f"Langkah {number}.")
    rows = list(PostNews.objects.waiting())

    at_once(*[lambda row=row: tell(row) for row in rows])
    work.work_off()

    assert replies() == [(person.pk, 2, 1 + len(rows), False) for person in followers]
    assert mailed() == sorted(person.email for person in followers)


def test_workers_and_writers_at_once_leave_no_reply_untold(topic):
    reader = UserFactory(verified=True)
    follow(topic, actor=reader)

    def write(person):
        return lambda: services.reply(topic, actor=User.objects.get(pk=person.pk), source=f"Dari {person.pk}.")

    at_once(*map(write, members(8)), *[work.work_off] * 4)
    work.work_off()

    assert [row[1:] for row in replies() if row[0] == reader.pk] == [(2, 9, False)]
    assert mailed().count(reader.email) == 1


def test_reading_at_once_with_telling_loses_no_reply(topic):
    """Whoever comes first: each reply is told of by the notice that was read, or by one that waits; never by none."""
    readers = members(5)
    for person in readers:
        follow(topic, actor=person)
    writer = UserFactory(verified=True)
    for number in range(4):
        PostFactory(topic=topic, author=writer, source=f"Langkah {number}.")
    rows = list(PostNews.objects.waiting())

    def read(person):
        return lambda: profiles.mark_notices_read(actor=User.objects.get(pk=person.pk))

    at_once(*[lambda row=row: tell(row) for row in rows], *map(read, readers), *map(read, readers))

    for person in readers:
        told = [row[1:] for row in replies() if row[0] == person.pk]
        numbers = [number for first, last, _read in told for number in range(first, last + 1)]
        assert set(numbers) == {2, 3, 4, 5}
        assert sum(not is_read for *_, is_read in told) <= 1


@pytest.mark.only_on("postgresql", why="SQLite has one writer at a time")
def test_a_notice_read_while_it_should_grow_is_followed_by_another(topic):
    """The reply waits for the reader, and finds that what it would have been added to is read."""
    reader, writer = UserFactory(verified=True), UserFactory(verified=True)
    follow(topic, actor=reader)
    PostFactory(topic=topic, author=writer)
    work.work_off()
    PostFactory(topic=topic, author=writer)
    (news,) = PostNews.objects.waiting()
    marked = threading.Event()

    def read():
        with transaction.atomic():
            profiles.mark_notices_read(actor=User.objects.get(pk=reader.pk))
            marked.set()
            wait_for_a_waiting_session()

    def grow():
        assert marked.wait(timeout=30)
        tell(news)

    at_once(read, grow)

    assert [row[1:] for row in replies() if row[0] == reader.pk] == [(2, 2, True), (3, 3, False)]


def wait_for_a_waiting_session() -> None:
    """Until another session of this database waits for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.only_on("postgresql", why="SQLite has one writer at a time")
def test_a_reply_hidden_while_it_is_told_leaves_nothing_unread(topic):
    reader, admin = UserFactory(verified=True), UserFactory(is_superuser=True)
    follow(topic, actor=reader)
    post = PostFactory(topic=topic)
    (news,) = PostNews.objects.waiting()
    told = threading.Event()

    def tell_slowly():
        with transaction.atomic():
            tell(news)
            told.set()
            wait_for_a_waiting_session()

    def hide():
        assert told.wait(timeout=30)
        services.hide_post(post, actor=User.objects.get(pk=admin.pk), reason="Iklan.")

    at_once(tell_slowly, hide)

    assert [row[1:] for row in replies() if row[0] == reader.pk] == [(2, 2, True)]


@pytest.mark.parametrize("when", ["before the mailing", "before the mark"])
def test_a_worker_that_dies_leaves_one_notice_and_one_mail(topic, monkeypatch, when):
    """What it wrote is gone with its transaction; the next worker does all of it again, once."""
    reader = UserFactory(verified=True)
    follow(topic, actor=reader)
    writer = UserFactory(verified=True)
    for number in range(2):
        PostFactory(topic=topic, author=writer, source=f"Langkah {number}.")
    where = {
        "before the mailing": (NoticeMailing.objects, "create"),
        "before the mark": (work, "_mark_done"),
    }[when]

    class Killed(BaseException):
        """Nothing catches it, as nothing catches a kill."""

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(*where, die)
        with pytest.raises(Killed):
            work.work_off()
    assert replies() == []
    work.reap(now=PostNews.objects.waiting().latest("created_at").created_at.replace(year=2999))
    PostNews.objects.waiting().update(next_try_at=PostNews.objects.first().created_at)
    work.work_off()

    assert [row[1:] for row in replies() if row[0] == reader.pk] == [(2, 3, False)]
    assert mailed().count(reader.email) == 1
