"""New replies: one unread notice for each follower and topic, one mail, until the notice or the topic is read."""

import pytest
from django.core import mail

from community import work
from community.enums import Affiliation, Audience, NoticeKind, Subject
from community.markup import mention
from community.models import MailMute, Notice, NoticeMailing, QueuedMail, User
from community.services import profiles
from community.services.follows import set_following
from forums import services
from forums.links import since_url
from forums.models import PostNews, RoomPage
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.following import follow, unfollow
from tests.support.replies import mails_to, named, replied, said_to, tell, told_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_mails")]


# --- one notice, one mail ----------------------------------------------------------------------------------------


def test_a_busy_topic_is_one_notice_and_one_mail(topic, reader):
    posts = replied(topic, 24)

    assert told_of(reader) == [(posts[0].number, posts[-1].number, False)]
    assert len(mails_to(reader)) == 1
    (said,) = said_to(reader)
    assert said.text == f"24 balasan baru di topik yang Anda ikuti, yang terbaru dari {named(posts[-1])}."
    assert said.url == since_url(topic.pk, posts[0].number)
    assert said.excerpt.startswith(f"{named(posts[0])}: ")


def test_a_single_reply_is_told_by_its_author(topic, reader):
    (post,) = replied(topic)

    (said,) = said_to(reader)
    assert said.text == f"{named(post)} membalas di topik yang Anda ikuti."
    assert said.url == since_url(topic.pk, post.number)


def test_once_read_the_next_reply_begins_another_notice_and_mail(topic, reader):
    replied(topic, 2)
    profiles.mark_notices_read(actor=reader)
    later = replied(topic, 2)

    assert told_of(reader) == [(2, 3, True), (4, 5, False)]
    assert len(mails_to(reader)) == 2
    assert [said.url for said in said_to(reader)] == [since_url(topic.pk, 2), since_url(topic.pk, later[0].number)]


def test_each_topic_and_each_follower_has_its_own(topic, reader, room):
    other, colleague = TopicFactory(room=room), UserFactory(verified=True)
    follow(other, actor=reader)
    follow(topic, actor=colleague)
    replied(other)
    replied(topic, 2)

    assert told_of(reader) == [(2, 2, False), (2, 3, False)]
    assert told_of(colleague) == told_of(topic.author) == [(2, 3, False)]
    assert [len(mails_to(person)) for person in (reader, colleague, topic.author)] == [2, 1, 1]


def test_news_told_late_or_twice_are_told_as_well_and_once(topic, reader):
    posts = [PostFactory(topic=topic) for _ in range(3)]
    rows = list(PostNews.objects.waiting().order_by("pk"))
    for row in (rows[1], rows[2], rows[0], rows[1]):
        tell(row)

    assert told_of(reader) == [(posts[0].number, posts[2].number, False)]
    profiles.mark_notices_read(actor=reader)
    tell(rows[1])
    assert len(told_of(reader)) == 1


def test_replies_that_wait_for_the_worker_together_are_one_mail_that_counts_them(topic, reader):
    for _ in range(3):
        PostFactory(topic=topic)
    work.work_off()

    assert len(mails_to(reader)) == 1
    (row,) = [row for row in QueuedMail.objects.all() if row.recipients == [reader.email]]
    assert row.subject == f"Balasan di topik yang Anda ikuti: {topic.title}"


def test_a_reply_in_a_topic_that_moves_before_the_worker_comes_is_told(topic, reader, person_of):
    busy = RoomPageFactory()
    for other in TopicFactory.create_batch(3, room=busy):
        PostFactory(topic=other)
    services.mark_room_read(busy, actor=reader)
    post = PostFactory(topic=topic)
    services.move_topic(topic, room=busy, actor=person_of("administrator"), reason="Lebih cocok di sana.")
    work.work_off()

    assert told_of(reader) == [(post.number, post.number, False)]


def test_the_mail_says_that_no_other_follows_until_it_is_read(topic, reader):
    replied(topic)
    work.work_off()

    (sent,) = [each for each in mail.outbox if each.to == [reader.email]]
    text = sent.message().get_payload(decode=True).decode()
    assert "Balasan berikutnya di topik ini baru dikirim lewat surel setelah Anda membukanya." in text
    assert since_url(topic.pk, 2) in text


def test_what_was_stopped_by_one_click_stays_stopped_and_stands_in_the_inbox(topic, reader):
    MailMute.objects.create(person=reader, kind=NoticeKind.REPLY)
    replied(topic, 2)

    assert mails_to(reader) == []
    assert told_of(reader) == [(2, 3, False)]


def test_a_reply_that_folds_in_leaves_no_mailing_behind(topic):
    replied(topic, author=topic.author)
    NoticeMailing.objects.all().delete()
    replied(topic, 3, author=topic.author)

    assert not NoticeMailing.objects.exists()


# --- who is told ------------------------------------------------------------------------------------------------


def test_own_replies_are_neither_told_nor_counted(topic, reader):
    replied(topic)
    services.reply(topic, actor=reader, source="Kami mencobanya minggu depan.")
    work.work_off()
    assert told_of(reader) == [(2, 2, False)]
    replied(topic)

    assert told_of(reader) == [(2, 4, False)]
    assert said_to(reader)[0].text.startswith("2 balasan baru")


def test_mentions_stay_apart(topic, reader):
    replied(topic)
    PostFactory(topic=topic, source=mention("Nama", reader.pk))
    work.work_off()

    kinds = Notice.objects.filter(recipient=reader).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [NoticeKind.REPLY, NoticeKind.MENTION]
    assert told_of(reader) == [(2, 2, False)]
    assert len(mails_to(reader)) == 2


def test_a_reply_that_leads_to_what_its_reader_follows_is_told_once(topic, reader):
    practice = PracticePageFactory()
    other = UserFactory(verified=True)
    for person in (reader, other):
        set_following(actor=person, subject=Subject.PRACTICE, object_id=practice.pk, is_on=True)
    replied(topic)
    PostFactory(topic=topic, source=f"Lihat http://testserver/praktik/{practice.slug}/ untuk contohnya.")
    work.work_off()

    assert list(Notice.objects.filter(recipient=reader).values_list("kind", flat=True)) == [NoticeKind.REPLY]
    assert list(Notice.objects.filter(recipient=other).values_list("kind", flat=True)) == [NoticeKind.DISCUSSED]


def test_who_has_read_the_reply_before_it_is_told_is_not_told(topic, reader):
    colleague = UserFactory(verified=True)
    follow(topic, actor=colleague)
    PostFactory(topic=topic)
    topic.refresh_from_db()
    services.mark_topic_read(topic, actor=reader, number=2)
    services.mark_room_read(topic.room, actor=colleague)
    work.work_off()

    assert told_of(reader) == told_of(colleague) == []
    assert told_of(topic.author) == [(2, 2, False)]


def test_who_stopped_following_keeps_what_they_were_told_and_hears_no_more(topic, reader):
    replied(topic)
    unfollow(topic, actor=reader)
    replied(topic)

    assert told_of(reader) == [(2, 2, False)]
    assert said_to(reader)[0].text.endswith("membalas di topik yang Anda ikuti.")


def test_what_is_closed_to_the_reader_is_told_no_more(topic, reader):
    replied(topic)
    RoomPage.objects.filter(pk=topic.room_id).update(audience=Audience.MEMBERS)
    User.objects.filter(pk=reader.pk).update(affiliation=Affiliation.PENDING)
    replied(topic)

    assert told_of(reader) == [(2, 2, False)]
    assert said_to(User.objects.get(pk=reader.pk)) == []


# --- what is hidden ---------------------------------------------------------------------------------------------


def test_hidden_replies_are_neither_counted_nor_led_to_nor_named(topic, reader, steward):
    posts = replied(topic, 4)
    for post in (posts[0], posts[3]):
        services.hide_post(post, actor=steward, reason="Iklan.")

    (said,) = said_to(reader)
    assert said.text == f"2 balasan baru di topik yang Anda ikuti, yang terbaru dari {named(posts[2])}."
    assert said.url == since_url(topic.pk, posts[1].number)
    assert told_of(reader) == [(2, 5, False)]


@pytest.mark.once
def test_a_reply_shown_again_counts_again(topic, reader, steward):
    posts = replied(topic, 2)
    services.hide_post(posts[0], actor=steward, reason="Iklan.")
    assert said_to(reader)[0].text == f"{named(posts[1])} membalas di topik yang Anda ikuti."
    services.unhide_post(posts[0], actor=steward, reason="Keliru.")

    assert said_to(reader)[0].text.startswith("2 balasan baru")


def test_once_all_are_hidden_the_next_reply_is_told_anew(topic, reader, steward):
    posts = replied(topic, 2)
    for post in posts:
        services.hide_post(post, actor=steward, reason="Iklan.")
    assert said_to(reader) == []
    assert told_of(reader) == [(2, 3, True)]
    (later,) = replied(topic)

    assert told_of(reader) == [(2, 3, True), (later.number, later.number, False)]
    assert len(mails_to(reader)) == 2


def test_hiding_one_settles_nothing_while_others_are_in_sight(topic, reader, steward):
    posts = replied(topic, 2)
    own = UserFactory(verified=True)
    follow(topic, actor=own)
    services.hide_post(posts[0], actor=steward, reason="Iklan.")

    assert told_of(reader) == told_of(topic.author) == [(2, 3, False)]


def test_the_lasting_address_leads_to_the_first_that_is_in_sight(client, topic, reader, steward):
    posts = replied(topic, 3)
    services.hide_post(posts[0], actor=steward, reason="Iklan.")

    def led_to() -> str:
        return client.get(since_url(topic.pk, posts[0].number)).headers["Location"]

    assert led_to() == f"{topic.get_absolute_url()}#p3"
    for post in posts[1:]:
        services.hide_post(post, actor=steward, reason="Iklan.")
    assert led_to() == f"{topic.get_absolute_url()}#p1"
    assert client.get(since_url(topic.pk, 2**70)).headers["Location"] == f"{topic.get_absolute_url()}#p1"
    RoomPage.objects.filter(pk=topic.room_id).update(audience=Audience.MEMBERS)
    assert client.get(since_url(topic.pk, 2)).status_code == 404


def test_deleted_accounts_leave_replies_that_are_told_of(topic, reader):
    post = PostFactory(topic=topic)
    work.work_off()
    post.author.delete()

    assert said_to(reader)[0].text == "Anggota dihapus membalas di topik yang Anda ikuti."
