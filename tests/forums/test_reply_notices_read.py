"""New replies: what settles a notice of them, what that costs, and what the database holds."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community import notifications, work
from community.enums import Audience, NoticeKind, Subject
from community.markup import mention
from community.models import Notice, QueuedMail
from forums import services
from forums.links import PAGE_SIZE, since_url
from forums.models import Post, PostNews, RoomPage, Topic, TopicMark
from forums.notices import MOST_COUNTED
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, TopicFactory
from tests.support.following import follow
from tests.support.replies import replied, said_to, tell, told_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_mails")]


# --- what settles it --------------------------------------------------------------------------------------------


def test_opening_the_notice_leads_to_the_first_reply_and_reads_it(client, topic, reader):
    replied(topic, PAGE_SIZE)
    services.mark_topic_read(topic, actor=reader, number=PAGE_SIZE + 1)
    first = replied(topic, 2)[0]
    notice = Notice.objects.get(recipient=reader, read_at=None)
    client.force_login(reader)

    response = client.get(f"/saya/pemberitahuan/{notice.pk}/", follow=True)

    assert response.redirect_chain[-1][0] == f"{topic.get_absolute_url()}?hal=2#p{first.number}"
    assert told_of(reader)[-1] == (first.number, first.number + 1, True)


@pytest.mark.parametrize("way", ["mail", "list"])
def test_reading_the_topic_reads_the_notice(client, topic, reader, way):
    replied(topic, 2)
    client.force_login(reader)
    address = since_url(topic.pk, 2) if way == "mail" else topic.get_absolute_url()

    client.get(address, follow=True)

    assert told_of(reader) == [(2, 3, True)]
    assert TopicMark.objects.get(person=reader, topic=topic).number == 3


def test_a_page_before_the_first_new_reply_leaves_the_notice(client, topic, reader):
    replied(topic, PAGE_SIZE - 1)
    services.mark_topic_read(topic, actor=reader, number=PAGE_SIZE)
    replied(topic)
    client.force_login(reader)

    client.get(topic.get_absolute_url())
    assert told_of(reader)[-1] == (PAGE_SIZE + 1, PAGE_SIZE + 1, False)
    client.get(f"{topic.get_absolute_url()}?hal=2")

    assert told_of(reader)[-1] == (PAGE_SIZE + 1, PAGE_SIZE + 1, True)


def test_a_notice_that_came_after_the_mark_is_read_by_the_next_visit(client, topic, reader):
    """The worker and the reader may pass each other: the mark is there already, and so is the notice."""
    replied(topic)
    TopicMark.objects.create(person=reader, topic=topic, number=2)
    client.force_login(reader)

    client.get(topic.get_absolute_url())

    assert told_of(reader) == [(2, 2, True)]


def test_marking_a_room_reads_its_notices_and_no_other(topic, reader):
    elsewhere = TopicFactory()
    follow(elsewhere, actor=reader)
    replied(topic)
    replied(elsewhere)
    PostFactory(topic=topic, source=mention("Nama", reader.pk))
    work.work_off()

    services.mark_room_read(topic.room, actor=reader)

    assert told_of(reader) == [(2, 2, True), (2, 2, False)]
    assert told_of(topic.author) == [(2, 3, False)]
    assert Notice.objects.filter(recipient=reader, kind=NoticeKind.MENTION).unread().count() == 1


def test_nobody_reads_for_another(topic, reader, newcomer):
    replied(topic)
    services.mark_topic_read(topic, actor=UserFactory(verified=True), number=2)
    RoomPage.objects.filter(pk=topic.room_id).update(audience=Audience.MEMBERS)
    with pytest.raises(PermissionDenied):
        services.mark_topic_read(Topic.objects.get(pk=topic.pk), actor=newcomer, number=2)

    assert told_of(reader) == [(2, 2, False)]


# --- what it costs ----------------------------------------------------------------------------------------------


def test_telling_costs_the_same_for_many_followers_and_many_replies(topic, reader):
    def asked() -> int:
        PostFactory(topic=topic, author=topic.author)
        (row,) = PostNews.objects.waiting()
        with CaptureQueriesContext(connection) as captured:
            tell(row)
        work.work_off()
        return len(captured)

    asked()  # begins the notices
    few = asked()
    for _ in range(5):
        follow(topic, actor=UserFactory(verified=True))
    first = asked()  # for some it begins, for some it grows
    replied(topic, 5, author=topic.author)

    assert (first, asked()) == (few + 1, few)  # those for whom it begins get a mail


def test_many_followers_are_told_in_few_statements(topic, monkeypatch):
    monkeypatch.setattr(notifications, "AT_ONCE", 2)
    for _ in range(4):
        follow(topic, actor=UserFactory(verified=True))
    replied(topic, 2, author=topic.author)

    rows = Notice.objects.filter(kind=NoticeKind.REPLY).values_list("first_number", "last_number")
    assert list(rows) == [(2, 3)] * 5
    assert QueuedMail.objects.count() == 5


def test_visits_with_news_keep_to_the_number_of_queries(client, topic, reader):
    client.force_login(reader)
    client.get(topic.get_absolute_url())
    replied(topic, 2)
    with CaptureQueriesContext(connection) as with_news:
        client.get(topic.get_absolute_url())
    with CaptureQueriesContext(connection) as without:
        client.get(topic.get_absolute_url())

    assert told_of(reader) == [(2, 3, True)]
    writes = [query["sql"] for query in with_news if query["sql"].startswith("UPDATE")]
    assert [sql.split('"')[1] for sql in writes] == ["forums_topicmark", "community_notice"]
    assert len(with_news) <= 15
    assert len(without) <= 12


def test_a_visit_without_a_notice_looks_for_none(client, topic):
    other = UserFactory(verified=True)
    client.force_login(other)
    client.get(topic.get_absolute_url())
    PostFactory(topic=topic)
    with CaptureQueriesContext(connection) as asked:
        client.get(topic.get_absolute_url())

    assert [query["sql"] for query in asked if query["sql"].startswith('UPDATE "community_notice"')] == []


@pytest.mark.parametrize("address", ["/saya/", "/saya/pemberitahuan/"])
def test_the_inbox_asks_once_for_posts_and_replies_of_all_topics(client, topic, reader, address, assert_flat_queries):
    client.force_login(reader)
    PostFactory(topic=topic, source=mention("Nama", reader.pk))
    work.work_off()

    def more():
        other = TopicFactory(room=topic.room)
        follow(other, actor=reader)
        replied(other, 2)

    assert_flat_queries(more, lambda: client.get(address), at_most=15)
    page = client.get(address).content.decode()
    assert "2 balasan baru di topik yang Anda ikuti" in page


def test_more_than_is_counted_is_said_so(topic, reader):
    (post,) = replied(topic)
    notice, texts = Notice.objects.filter(recipient=reader), []
    for more in (MOST_COUNTED - 2, 5):
        last = topic.posts.latest("number").number
        Post.objects.bulk_create(
            Post(topic=topic, number=last + n, author=post.author, source="Ya.", published_at=post.published_at)
            for n in range(1, more + 1)
        )
        notice.update(last_number=last + more)
        texts += [said_to(reader)[0].text]

    assert [text.partition(" di topik")[0] for text in texts] == ["99 balasan baru", "Lebih dari 99 balasan baru"]


# --- what the database holds ------------------------------------------------------------------------------------


def test_the_database_refuses_a_second_that_gathers(reader):
    def make(**fields):
        given = {"kind": NoticeKind.REPLY, "subject": Subject.TOPIC, "object_id": 7, "first_number": 2}
        return Notice.objects.create(recipient=reader, **given, **{"last_number": 2} | fields)

    make(key="satu", read_at=timezone.now())
    make(key="dua")
    for wrong in ({"key": "tiga"}, {"key": "empat", "read_at": timezone.now(), "last_number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make(**wrong)

    assert list(Notice.objects.order_by("pk").values_list("key", "gathering")) == [("satu", None), ("dua", 7)]
