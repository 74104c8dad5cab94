"""Following: a switch on every page, a list with a way to stop, news once for each person and cause, by rights."""

import pytest
from django.core.exceptions import PermissionDenied

from community import news, notice_mail, work
from community.enums import NoticeKind, Scope, Subject
from community.models import Follow, News, Notice, NoticeMailing, QueuedMail
from community.services import follows
from events.services import events
from forums.models import PostNews
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return UserFactory(verified=True)


def follow(person, subject, pk) -> None:
    follows.set_following(actor=person, subject=subject, object_id=pk, is_on=True)


def told(person) -> list[str]:
    """Works off what waits; the kinds of notices of `person`, the oldest first."""
    for model in (News, PostNews):
        for job in work.registered():
            if job.model is model:
                for row in model.objects.waiting().order_by("pk"):
                    job.handle(row)
                    model.objects.filter(pk=row.pk).delete()
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def test_pages_have_a_switch_and_the_list_stops_what_it_began(client, member):
    practice, event, topic = PracticePageFactory(), EventPageFactory(slug="fgd-ikuti"), TopicFactory()
    client.force_login(member)
    rows = [("practice", practice.pk, f"/praktik/{practice.slug}/"), ("event", event.pk, "/fgd/fgd-ikuti/")]
    rows += [
        ("scope", Scope.HELPING.number, "/komunitas/saling-membantu/"),
        ("topic", topic.pk, topic.get_absolute_url()),
        ("room", topic.room_id, f"/forum/{topic.room.slug}/"),
    ]

    for subject, pk, url in rows:
        switch = f"/saya/ikuti/{subject}/{pk}/"
        assert f'action="{switch}"' in client.get(url).content.decode()
        assert client.post(switch, {"on": "1"}).headers["Location"] == url
        assert "Berhenti mengikuti" in client.get(url).content.decode()
    page = client.get("/saya/diikuti/").content.decode()
    assert all(f'action="/saya/ikuti/{subject}/{pk}/"' in page for subject, pk, _url in rows)
    client.post(f"/saya/ikuti/practice/{practice.pk}/", {"on": "0", "next": "list"})

    page = client.get("/saya/diikuti/?jenis=practice").content.decode()
    assert practice.title not in page.partition("</ul></nav>")[2].partition("cop-chips")[2]
    assert not Follow.objects.wanted().filter(subject="practice").exists()


def test_a_visitor_sees_no_switch_and_is_asked_to_sign_in(client):
    practice = PracticePageFactory()

    assert "/saya/ikuti/" not in client.get(f"/praktik/{practice.slug}/").content.decode()
    assert client.post(f"/saya/ikuti/practice/{practice.pk}/", {"on": "1"}).status_code in (302, 403)
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    "subject", ["event", *(pytest.param(each, marks=pytest.mark.once) for each in ("practice", "room", "topic"))]
)
def test_what_may_not_be_read_cannot_be_followed_but_left(client_of, person_of, subject):
    hidden = {
        "practice": PracticePageFactory(members=True),
        "event": EventPageFactory(members=True),
        "room": RoomPageFactory(members=True),
        "topic": TopicFactory(room=RoomPageFactory(members=True), title="Rahasia"),
    }[subject]
    client, person = client_of("unverified"), person_of("unverified")
    url = f"/saya/ikuti/{subject}/{hidden.pk}/"
    assert client.post(url, {"on": "1"}).status_code == 404
    Follow.objects.create(person=person, subject=subject, object_id=hidden.pk)

    page = client.get("/saya/diikuti/").content.decode()
    assert str(hidden.title) not in page
    assert "Tidak lagi terbuka bagi Anda." in page
    assert client.post(url, {"on": "0"}).status_code == 302
    assert not Follow.objects.wanted().filter(person=person).exists()


@pytest.mark.parametrize(
    "url",
    [
        *("/saya/ikuti/person/1/", "/saya/ikuti/x/1/", "/saya/ikuti/scope/9/", "/saya/ikuti/topic/0/"),
        *(f"/saya/ikuti/room/{2**63}/", f"/saya/ikuti/topic/{10**30}/", f"/saya/ikuti/{'x' * 3000}/1/"),
    ],
)
def test_only_what_can_be_followed_is(client, member, url):
    client.force_login(member)

    assert client.post(url, {"on": "1"}).status_code == 404
    assert client.post(url, {"on": "2"}).status_code == 400
    assert not Follow.objects.exists()


def test_the_forum_has_no_addresses_of_its_own_for_following(client, member):
    topic = TopicFactory()
    client.force_login(member)

    for url in (f"/forum/topik/{topic.pk}/ikuti/", f"/forum/{topic.room.slug}/ikuti/"):
        assert client.post(url, {"on": "1"}).status_code == 404
    assert not Follow.objects.filter(person=member).exists()


def test_nobody_follows_for_another(member):
    with pytest.raises(PermissionDenied):
        follows.set_following(actor=UserFactory(is_active=False), subject="scope", object_id=1, is_on=True)


@pytest.mark.once
def test_a_new_practice_is_told_to_its_scope_and_a_changed_one_to_who_follows_it_once_a_day(member):
    follow(member, Subject.SCOPE, Scope.BEST_PRACTICE.number)
    PracticePageFactory(scope=Scope.INNOVATIVE)
    practice = PracticePageFactory(scope=Scope.BEST_PRACTICE)
    assert told(member) == [NoticeKind.NEW_PRACTICE]

    follow(member, Subject.PRACTICE, practice.pk)
    for summary in ("Satu.", "Dua."):
        practice.summary = summary
        practice.save_revision().publish()
    assert told(member) == [NoticeKind.NEW_PRACTICE, NoticeKind.PRACTICE_CHANGED]


def test_news_of_what_is_closed_to_a_follower_is_not_told(person_of):
    person = person_of("unverified")
    follow(person, Subject.SCOPE, Scope.BEST_PRACTICE.number)

    PracticePageFactory(scope=Scope.BEST_PRACTICE, members=True)
    EventPageFactory(scope=Scope.BEST_PRACTICE, members=True)

    assert told(person) == []


def test_an_event_is_told_to_its_scope_then_to_its_followers(member):
    organiser = UserFactory(is_superuser=True)
    follow(member, Subject.SCOPE, Scope.HELPING.number)
    event = EventPageFactory(scope=Scope.HELPING)
    follow(member, Subject.EVENT, event.pk)
    events.cancel_event(event, actor=organiser)

    assert told(member) == [NoticeKind.NEW_EVENT, NoticeKind.EVENT_NEWS]


def test_one_post_is_one_notice_and_one_mail_whatever_is_followed(member, queued_mails):
    practice, room = PracticePageFactory(), RoomPageFactory(scope=Scope.HELPING)
    for subject, pk in (("practice", practice.pk), ("room", room.pk), ("scope", Scope.HELPING.number)):
        follow(member, subject, pk)
    topic = TopicFactory(room=room, source=f"[ini](/praktik/{practice.slug}/)")
    assert told(member) == [NoticeKind.NEW_TOPIC]
    follow(member, Subject.TOPIC, topic.pk)
    PostFactory(topic=topic, source=f"Juga [ini](/praktik/{practice.slug}/)")
    assert told(member) == [NoticeKind.NEW_TOPIC, NoticeKind.REPLY]
    follows.set_following(actor=member, subject=Subject.TOPIC, object_id=topic.pk, is_on=False)
    PostFactory(topic=topic, source=f"Lagi [ini](/praktik/{practice.slug}/)")
    elsewhere = TopicFactory(room=RoomPageFactory(scope=Scope.INNOVATIVE))
    PostFactory(topic=elsewhere, source=f"Di tempat lain [ini](/praktik/{practice.slug}/)")
    assert told(member) == [NoticeKind.NEW_TOPIC, NoticeKind.REPLY, NoticeKind.DISCUSSED]
    for mailing in NoticeMailing.objects.order_by("pk"):
        notice_mail.send_mailing(mailing)
    assert sum(mail.recipients == [member.email] for mail in QueuedMail.objects.all()) == 3


def test_the_same_cause_is_news_once(member):
    practice = PracticePageFactory()
    follow(member, Subject.PRACTICE, practice.pk)
    News.objects.all().delete()
    said = {"subject": Subject.PRACTICE, "object_id": practice.pk, "followed": [(Subject.PRACTICE, practice.pk)]}

    for _ in range(2):
        news.announce(NoticeKind.PRACTICE_CHANGED, key="satu", **said)

    assert News.objects.count() == 1
    assert told(member) == [NoticeKind.PRACTICE_CHANGED]


@pytest.mark.once
def test_the_list_costs_the_same_for_one_and_for_five(client, member):
    client.force_login(member)
    follow(member, Subject.PRACTICE, PracticePageFactory().pk)
    client.get("/saya/diikuti/")
    with_one = count_queries(lambda: client.get("/saya/diikuti/"))
    for _ in range(4):
        follow(member, Subject.PRACTICE, PracticePageFactory().pk)

    assert count_queries(lambda: client.get("/saya/diikuti/")) == with_one <= 15
    assert client.get("/saya/diikuti/?jenis=x").status_code == 400
