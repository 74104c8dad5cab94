"""The drafts of the forum on one's own page: each leads back to its form, as long as its place is open."""

import pytest
from django.contrib.messages import get_messages

from community.models import Draft
from community.services import drafts
from forums.places import edit_place, reply_place, topic_place
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory

pytestmark = pytest.mark.django_db
LIST, DISCARD = "/saya/draf/", "/saya/draf/buang/"


def shown(client) -> list[tuple]:
    """Place, address and title of each draft on the page."""
    rows = client.get(LIST).context["drafts"]
    return [(row["place"], row["where"] and row["where"].url, row["where"] and row["where"].title) for row in rows]


def test_drafts_lead_back_to_their_forms(client, member):
    room, topic = RoomPageFactory(slug="ruang-draf"), TopicFactory()
    post = PostFactory(topic=topic, author=member)
    drafts.save_draft(actor=member, place=topic_place(room), title="Judul draf", body="Belum **selesai**.")
    drafts.save_draft(actor=member, place=reply_place(topic), body="Balasan saya.")
    drafts.save_draft(actor=member, place=edit_place(post), body="Teks baru.")
    drafts.save_draft(actor=UserFactory(verified=True), place=topic_place(room), body="Milik orang lain.")
    client.force_login(member)

    found = shown(client)

    assert found == [
        (edit_place(post), f"/forum/pos/{post.pk}/ubah/", topic.title),
        (reply_place(topic), f"{topic.get_absolute_url()}#balas", topic.title),
        (topic_place(room), "/forum/ruang-draf/tanya/", room.title),
    ]
    page = client.get(LIST).content.decode()
    assert "Judul draf" in page
    assert "Belum selesai." in page
    assert "Milik orang lain." not in page
    typed = [client.get(url).context["form"]["body"].value() for _place, url, _title in found]
    assert typed == ["Teks baru.", "Balasan saya.", "Belum **selesai**."]


def test_place_that_was_closed_is_neither_named_nor_linked(client, member):
    closed = RoomPageFactory(title="Ruang rahasia")
    topic = TopicFactory(room=closed, title="Topik rahasia")
    post = PostFactory(topic=topic, author=member)
    drafts.save_draft(actor=member, place=topic_place(closed), body="Draf satu.")
    drafts.save_draft(actor=member, place=reply_place(topic), body="Draf dua.")
    drafts.save_draft(actor=member, place=edit_place(post), body="Draf tiga.")
    type(closed).objects.filter(pk=closed.pk).update(live=False)
    client.force_login(member)

    assert [where for _place, where, _title in shown(client)] == [None] * 3
    page = client.get(LIST).content.decode()
    assert "rahasia" not in page
    assert "Draf satu." in page


def test_draft_is_discarded_by_its_owner_alone_and_twice_is_once(client, member):
    topic, other = TopicFactory(), UserFactory(verified=True)
    for person in (member, other):
        drafts.save_draft(actor=person, place=reply_place(topic), body="Belum selesai.")
    client.force_login(member)

    answers = [client.post(DISCARD, {"place": reply_place(topic)}) for _ in range(2)]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, LIST)] * 2
    assert [str(told) for told in get_messages(answers[1].wsgi_request)][-1] == "Draf itu sudah tidak ada."
    assert list(Draft.objects.values_list("person", flat=True)) == [other.pk]
    assert shown(client) == []


def test_list_of_drafts_asks_as_much_for_many(client, member, assert_flat_queries):
    def add_drafts():
        post = PostFactory(author=member)
        for place in (topic_place(post.topic.room), reply_place(post.topic), edit_place(post)):
            drafts.save_draft(actor=member, place=place, body="Belum selesai.")

    client.force_login(member)

    assert_flat_queries(add_drafts, lambda: client.get(LIST), at_most=15)
