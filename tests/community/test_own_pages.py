"""A person's own pages, the directory of members, pages of agencies, and notices by mail."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community import notifications, work
from community.enums import NoticeKind, Subject
from community.errors import HoldsPersonalData
from community.forms_own import MailChoiceForm
from community.models import MailMute, Notice, Profile, QueuedMail
from community.notice_mail import BY_MAIL, read_stop_token, stop_token
from community.services import profiles
from tests.factories.community import AspectFactory, InstansiFactory, UserFactory
from tests.factories.events import SeatFactory, WaitingFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.following import follow

PROFILE = {
    "position": "Analis",
    "unit": "BKPSDM",
    "bio": "Merawat dialog kinerja.",
    "time_zone": "",
    "is_position_shown": True,
    "is_bio_shown": True,
    "is_expertise_shown": True,
}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_mails")]


@pytest.fixture
def reader():
    return UserFactory(verified=True)


def notice_to(reader, *, room=None, kind=NoticeKind.REPLY):
    """One notice for `reader` of a post by somebody else; the post."""
    post = PostFactory(topic=TopicFactory(room=room or RoomPageFactory()))
    notifications.notify(
        [reader.pk], kind, subject=Subject.POST, object_id=post.pk, key=f"post:{post.pk}", actor=post.author
    )
    return post


def mails_to(person) -> list[QueuedMail]:
    return [row for row in QueuedMail.objects.all() if row.recipients == [person.email]]


@pytest.mark.once
def test_inbox_shows_what_happened_and_leads_there(client, reader):
    post = notice_to(reader)
    client.force_login(reader)

    notice = Notice.objects.get(recipient=reader)
    for address in ("/saya/", "/saya/pemberitahuan/"):
        page = client.get(address).content.decode()
        assert post.topic.title in page
        assert f'href="/saya/pemberitahuan/{notice.pk}/"' in page
    opened = client.get(f"/saya/pemberitahuan/{notice.pk}/")
    assert (opened.status_code, opened.headers["Location"]) == (302, reverse("forums:post_detail", args=[post.pk]))


@pytest.mark.once
def test_inbox_says_nothing_of_what_was_closed_meanwhile(client, reader):
    room = RoomPageFactory()
    post = notice_to(reader, room=room)
    type(room).objects.filter(pk=room.pk).update(live=False)
    client.force_login(reader)

    assert post.topic.title not in client.get("/saya/pemberitahuan/").content.decode()


def test_opening_a_notice_marks_that_one_alone_as_read(client, reader):
    other = UserFactory(verified=True)
    notice_to(reader)
    notice_to(reader)
    notice_to(other)
    opened, waits = Notice.objects.filter(recipient=reader).order_by("pk")
    client.force_login(reader)

    client.get(f"/saya/pemberitahuan/{opened.pk}/")
    opened.refresh_from_db()
    read_at = opened.read_at
    client.get(f"/saya/pemberitahuan/{opened.pk}/")

    opened.refresh_from_db()
    assert read_at is not None
    assert opened.read_at == read_at
    assert set(Notice.objects.unread().values_list("recipient", flat=True)) == {reader.pk, other.pk}
    assert list(Notice.objects.filter(recipient=reader).unread()) == [waits]


@pytest.mark.once
def test_notice_of_another_is_404_and_stays_unread(client, reader):
    notice_to(reader)
    notice = Notice.objects.get(recipient=reader)
    address = f"/saya/pemberitahuan/{notice.pk}/"

    signed_out = client.get(address)
    client.force_login(UserFactory(verified=True))

    assert (signed_out.status_code, signed_out.headers["Location"]) == (302, f"/akun/masuk/?next={address}")
    assert client.get(address).status_code == 404
    assert client.get(f"/saya/pemberitahuan/{'9' * 30}/").status_code == 404
    assert client.post(address).status_code == 405
    assert Notice.objects.get(pk=notice.pk).read_at is None


@pytest.mark.once
def test_notice_of_what_was_closed_leads_nowhere(client, reader):
    room = RoomPageFactory()
    notice_to(reader, room=room)
    type(room).objects.filter(pk=room.pk).update(live=False)
    client.force_login(reader)

    assert client.get(f"/saya/pemberitahuan/{Notice.objects.get(recipient=reader).pk}/").status_code == 404


@pytest.mark.once
def test_head_request_leaves_a_notice_unread(client, reader):
    """Programs that look at links ask this way."""
    notice_to(reader)
    client.force_login(reader)

    assert client.head(f"/saya/pemberitahuan/{Notice.objects.get().pk}/").status_code == 405
    assert Notice.objects.unread().count() == 1


def test_reading_all_marks_only_own_notices(client, reader):
    other = UserFactory(verified=True)
    notice_to(reader)
    notice_to(other)
    client.force_login(reader)

    response = client.post("/saya/pemberitahuan/terbaca/")

    assert response.status_code == 302
    assert not Notice.objects.filter(recipient=reader).unread().exists()
    assert Notice.objects.filter(recipient=other).unread().count() == 1


@pytest.mark.once
def test_notice_is_mailed_once_with_one_click_to_stop(reader):
    post = notice_to(reader)

    work.work_off()
    notifications.notify(
        [reader.pk],
        NoticeKind.REPLY,
        subject=Subject.POST,
        object_id=post.pk,
        key=f"post:{post.pk}",
        actor=post.author,
    )
    work.work_off()

    assert len(mails_to(reader)) == 1
    assert len([each for each in mail.outbox if each.to == [reader.email]]) == 1
    sent = next(each for each in mail.outbox if each.to == [reader.email]).message()
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = re.search(r"/surel/berhenti/([^/]+)/", "".join(sent["List-Unsubscribe"].split()))[1]
    assert read_stop_token(token) == (reader.pk, "reply")


def test_muted_kind_and_closed_rooms_are_not_mailed(reader):
    MailMute.objects.create(person=reader, kind=NoticeKind.REPLY)
    notice_to(reader)
    room = RoomPageFactory()
    notice_to(reader, room=room, kind=NoticeKind.MENTION)
    type(room).objects.filter(pk=room.pk).update(live=False)

    work.work_off()

    assert mails_to(reader) == []


def test_one_click_stops_one_kind_without_signing_in(client, reader):
    address = reverse("mail_stop", args=[stop_token(reader.pk, "reply")])

    asked = client.get(address)
    assert MailMute.objects.count() == 0
    stopped = client.post(address)
    client.post(address)

    assert (asked.status_code, stopped.status_code) == (200, 200)
    assert list(MailMute.objects.values_list("person", "kind")) == [(reader.pk, "reply")]


@pytest.mark.parametrize("token", ["palsu", "W10:abc:def", "a" * 500])
def test_forged_tokens_are_404(client, token):
    assert client.post(f"/surel/berhenti/{token}/").status_code == 404


def test_mail_choice_is_kept(client, reader):
    client.force_login(reader)

    client.post("/saya/surel/", {"kinds": ["reply", "mention"], "language": "id"})

    muted = set(MailMute.objects.filter(person=reader).values_list("kind", flat=True))
    assert muted == set(NoticeKind) - {"reply", "mention"}
    assert client.post("/saya/surel/", {"kinds": ["tidak-ada"], "language": "id"}).status_code == 200


def test_each_kind_of_mail_stands_under_one_heading():
    groups = MailChoiceForm().groups()

    assert [str(heading) for heading, _ in groups] == ["Yang Anda ikuti", "Anda dan tulisan Anda", "Kursi FGD Anda"]
    assert {box.data["value"] for _, boxes in groups for box in boxes} == BY_MAIL
    assert sum(len(boxes) for _, boxes in groups) == len(BY_MAIL)


def test_profile_is_shown_to_members_as_chosen(client, reader):
    aspect = AspectFactory()
    profiles.save_profile(actor=reader, expertise=[aspect], **PROFILE | {"is_bio_shown": False})
    client.force_login(UserFactory(verified=True))

    page = client.get(f"/anggota/{reader.pk}/").content.decode()

    assert "Analis" in page
    assert aspect.name in page
    assert PROFILE["bio"] not in page


@pytest.mark.parametrize("text", ["NIP 19850101 201001 1 001", "WA 0812-3456-7890"])
def test_profile_refuses_personal_data_and_keeps_the_text(client, reader, text):
    with pytest.raises(HoldsPersonalData):
        profiles.save_profile(actor=reader, expertise=[], **PROFILE | {"bio": text})
    client.force_login(reader)

    response = client.post("/saya/profil/", {"bio": text})

    assert response.status_code == 200
    assert text in response.content.decode()
    assert not Profile.objects.exists()


def test_profile_refuses_an_aspect_that_no_row_can_be(client, reader):
    client.force_login(reader)

    response = client.post("/saya/profil/", {"bio": "Analis", "expertise": ["9" * 30]})

    assert response.status_code == 200
    assert "expertise" in response.context["form"].errors


def test_directory_finds_by_name_and_aspect(client, settings, reader):
    settings.DEMO = False
    aspect = AspectFactory()
    found = UserFactory(verified=True, name="Sri Wahyuni")
    UserFactory(verified=True, name="Sri Contoh", is_example=True)
    profiles.save_profile(actor=found, expertise=[aspect], **PROFILE)
    client.force_login(reader)

    by_name = client.get("/anggota/", {"nama": "wahyuni sri"}).content.decode()

    assert "Sri Wahyuni" in by_name
    assert "Sri Contoh" not in client.get("/anggota/", {"nama": "sri"}).content.decode()
    assert client.get("/anggota/", {"hal": "99999999999"}).status_code == 404
    assert client.get("/anggota/", {"nama": "x" * 100_000, "aspek": "\ufffd"}).status_code == 200


def test_people_without_right_find_no_member_pages(client, reader):
    unverified = UserFactory(pending=True)
    client.force_login(unverified)

    assert client.get("/anggota/").status_code == 404
    assert client.get(f"/anggota/{reader.pk}/").status_code == 404
    assert client.get(f"/anggota/{unverified.pk}/").status_code == 200


def test_agency_page_counts_verified_members(client):
    instansi = InstansiFactory()
    UserFactory.create_batch(2, verified=True, instansi=instansi)
    UserFactory(pending=True, instansi=instansi)

    page = client.get(f"/instansi/{instansi.code}/")

    assert page.status_code == 200
    assert "<dd>2</dd>" in page.content.decode()
    assert instansi.name in client.get("/instansi/", {"nama": instansi.name[:4]}).content.decode()


def test_the_number_of_an_agencys_members_opens_exactly_its_list(client, settings, reader):
    settings.DEMO = False
    instansi = InstansiFactory(name="Pemerintah Kota Uji")
    names = sorted(each.name for each in UserFactory.create_batch(2, verified=True, instansi=instansi))
    UserFactory(pending=True, instansi=instansi)
    UserFactory(verified=True, instansi=instansi, is_example=True)
    UserFactory(verified=True, instansi=instansi, is_active=False)
    address = f"/anggota/?instansi={instansi.code}"
    assert address not in client.get(f"/instansi/{instansi.code}/").content.decode()  # a visitor may not open it
    client.force_login(reader)

    page = client.get(f"/instansi/{instansi.code}/").content.decode()
    listed = client.get(address)

    assert f'<dd><a href="{address}">2</a></dd>' in page
    assert [person.name for person in listed.context["object_list"]] == names
    assert "Pemerintah Kota Uji" in listed.content.decode()
    assert f'<input type="hidden" name="instansi" value="{instansi.code}">' in listed.content.decode()
    narrowed = client.get(address, {"instansi": instansi.code, "nama": names[0]}).content.decode()
    assert 'href="/anggota/?nama=' in narrowed  # the filter is taken away, the name stays


def test_the_directory_of_an_agency_that_is_none_is_empty(client, reader):
    client.force_login(reader)

    page = client.get("/anggota/", {"instansi": "tidak-ada"})

    assert list(page.context["object_list"]) == []
    assert 'cop-chip--remove" href="/anggota/"' in page.content.decode()
    assert client.get("/anggota/", {"instansi": "x" * 100_000}).status_code == 200


def test_own_pages_do_not_grow_with_rows(client, reader, assert_flat_queries):
    client.force_login(reader)
    notice_to(reader)

    assert_flat_queries(lambda: notice_to(reader), lambda: client.get("/saya/pemberitahuan/"), at_most=15)
    assert_flat_queries(lambda: notice_to(reader), lambda: client.get("/saya/"), at_most=15)
    assert_flat_queries(lambda: UserFactory(verified=True), lambda: client.get("/anggota/"), at_most=15)


@pytest.mark.once
def test_own_page_of_a_steward_with_news_of_every_kind_asks_little(client_of, person_of):
    steward, seat = person_of("steward"), SeatFactory(person=person_of("steward"))
    WaitingFactory(person=steward)
    practice = PracticePageFactory(owners=[steward.instansi])
    happened = {
        (Subject.POST, TopicFactory().opening_post.pk): NoticeKind.REPLY,
        (Subject.EVENT_ROOM, seat.room_id): NoticeKind.SEAT_GIVEN,
        (Subject.EVENT, seat.event_id): NoticeKind.NEW_EVENT,
        (Subject.PRACTICE, practice.pk): NoticeKind.NEW_PRACTICE,
    }
    for (subject, pk), kind in happened.items():
        Notice.objects.create(recipient=steward, kind=kind, subject=subject, object_id=pk, key=str(kind))
    client = client_of("steward")
    client.get("/saya/")  # what is fetched once a process

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/saya/").content.decode()

    assert page.count("/saya/pemberitahuan/") >= len(happened)
    assert steward.instansi.name in page
    assert len(asked) <= 15, "\n".join(query["sql"] for query in asked)


def test_own_practices_show_drafts_first_and_say_where_there_are_more(client, reader, monkeypatch):
    monkeypatch.setattr("practices.panels.OWN_SHOWN", 2)
    draft = PracticePageFactory(draft=True, owner=reader, title="Draf yang lama")
    live = PracticePageFactory(owner=reader, title="Praktik yang terbit")
    client.force_login(reader)
    whole = client.get("/saya/").content.decode()
    PracticePageFactory(owner=reader)

    page = client.get("/saya/").content.decode()

    assert whole.index(draft.title) < whole.index(live.title)
    assert "Hanya 2 yang tampak" not in whole
    assert draft.title in page
    assert "Hanya 2 yang tampak" in page


def test_followed_topic_with_news_waits_on_the_own_page(client, reader):
    topic = TopicFactory()
    follow(topic, actor=reader)
    PostFactory(topic=topic)
    client.force_login(reader)

    assert topic.title in client.get("/saya/").content.decode()
