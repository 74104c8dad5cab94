"""Notices of single replies, as they stood before they were gathered, are gathered by their migration, and back."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from community.enums import NoticeKind, Subject
from community.models import Notice
from tests.factories.community import NoticeFactory, UserFactory
from tests.factories.forums import PostFactory, TopicFactory

pytestmark = pytest.mark.django_db

migration = import_module("forums.migrations.0007_replies_told_together")


def apart(person, post, **fields) -> Notice:
    """A notice of one reply alone."""
    return NoticeFactory(recipient=person, object_id=post.pk, key=f"post:{post.pk}", actor=post.author, **fields)


def test_unread_notices_of_a_topic_become_the_first_and_the_rest_are_read(monkeypatch):
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    reader, other = UserFactory(), UserFactory()
    now = timezone.now()
    topic, second = TopicFactory(), TopicFactory()
    posts = [PostFactory(topic=topic) for _ in range(4)]
    read = apart(reader, posts[0], read_at=now)
    rows = [apart(reader, post, created_at=now + timedelta(minutes=post.number)) for post in reversed(posts[1:])]
    of_other = apart(other, posts[2])
    alone = apart(reader, PostFactory(topic=second))
    mention = NoticeFactory(recipient=reader, kind=NoticeKind.MENTION, object_id=posts[3].pk)
    gone = NoticeFactory(recipient=reader, object_id=2_000_000_000)

    migration.gather(apps, None)

    def stands(row) -> tuple:
        row.refresh_from_db()
        return row.subject, row.object_id, row.first_number, row.last_number, row.read_at is None

    assert stands(rows[2]) == (Subject.TOPIC, topic.pk, 3, 5, True)
    assert rows[2].created_at == now + timedelta(minutes=5)
    assert [stands(row)[-1] for row in rows[:2]] == [False, False]
    assert stands(of_other) == (Subject.TOPIC, topic.pk, 4, 4, True)
    assert stands(alone) == (Subject.TOPIC, second.pk, 2, 2, True)
    assert stands(read) == (Subject.POST, posts[0].pk, None, None, False)
    assert stands(mention) == (Subject.POST, posts[3].pk, None, None, True)
    assert stands(gone) == (Subject.POST, 2_000_000_000, None, None, True)

    migration.gather(apps, None)
    assert stands(rows[2]) == (Subject.TOPIC, topic.pk, 3, 5, True)
    migration.part(apps, None)
    assert stands(rows[2]) == (Subject.POST, posts[1].pk, None, None, True)
    assert not Notice.objects.filter(subject=Subject.TOPIC).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_notices_come_through_the_migrations_back_and_forth():
    reader, topic = UserFactory(), TopicFactory()
    posts = [PostFactory(topic=topic) for _ in range(3)]
    for post in posts:
        apart(reader, post)
    migration.gather(apps, None)

    call_command("migrate", "community", "0012", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, object_id, read_at IS NULL FROM community_notice ORDER BY id")
        before = [(subject, pk, bool(is_unread)) for subject, pk, is_unread in cursor.fetchall()]
        cursor.execute("UPDATE community_notice SET read_at = NULL")
    call_command("migrate", verbosity=0)

    assert before == [(Subject.POST, post.pk, post is posts[0]) for post in posts]
    rows = Notice.objects.order_by("pk").values_list("gathering", "first_number", "last_number")
    assert list(rows) == [(topic.pk, 2, 4), (None, None, None), (None, None, None)]
