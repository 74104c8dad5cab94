"""Moderating by the forms that stewards see: the queue, one text, and a topic."""

import pytest
from django.urls import reverse

from forums import services
from forums.links import topic_url
from forums.models import Post, Topic
from tests.factories.forums import RoomPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_steward_releases_from_the_queue_and_hides_with_a_reason(client_of, person_of):
    topic = TopicFactory(room=RoomPageFactory(scope="best_practice"))
    post = services.reply(topic, actor=person_of("unverified"), source="Ditahan dulu.")
    url = reverse("forums:post_manage", args=[post.pk])
    steward = client_of("steward")

    assert [row["pk"] for row in steward.get("/forum/periksa/").context["rows"]] == [post.pk]
    assert client_of("steward_other").get("/forum/periksa/").context["rows"] == []
    assert client_of("steward_other").post(url, {"action": "release"}).status_code == 404
    assert steward.post(url, {"action": "release", "next": "queue"}).headers["Location"] == "/forum/periksa/"
    assert "Ditahan dulu." in client_of("visitor").get(topic_url(topic)).content.decode()
    refused = steward.post(url, {"action": "hide", "reason": ""})
    assert refused.context["form"].errors["reason"]
    steward.post(url, {"action": "hide", "reason": "Memuat nama orang."})
    assert "Ditahan dulu." not in client_of("visitor").get(topic_url(topic)).content.decode()
    assert "Memuat nama orang." in client_of("unverified").get(topic_url(topic)).content.decode()


@pytest.mark.once
@pytest.mark.parametrize(
    ("source", "is_whole"),
    [
        ("Kami juga **mengalaminya**.", True),
        ("kata " * 80, True),
        ("kata " * 81, False),
        ("Lihat [aturannya](https://contoh.example/jual).", False),
        ("Lihat https://contoh.example/jual", False),
    ],
)
def test_queue_offers_to_show_only_what_it_shows_whole(client_of, person_of, source, is_whole):
    topic = TopicFactory(room=RoomPageFactory(scope="best_practice"))
    post = services.reply(topic, actor=person_of("unverified"), source=source)
    steward = client_of("steward")

    queue = steward.get("/forum/periksa/").content.decode()
    judged = steward.get(f"/forum/pos/{post.pk}/kelola/?next=queue").content.decode()

    assert ('value="release"' in queue) is is_whole
    assert f'href="/forum/pos/{post.pk}/kelola/?next=queue"' in queue
    assert 'value="release"' in judged
    assert ("<code>https://contoh.example/jual</code>" in judged) is ("contoh" in source)


@pytest.mark.once
@pytest.mark.parametrize(
    ("source", "is_long"), [("kata " * 200, False), ("kata " * 201, True), ("a\n" * 16, False), ("a\n" * 20, True)]
)
def test_only_a_long_text_is_judged_in_a_box(client_of, person_of, source, is_long):
    post = services.reply(TopicFactory(), actor=person_of("unverified"), source=source)

    page = client_of("organiser").get(f"/forum/pos/{post.pk}/kelola/").content.decode()

    assert ("cop-judge__text" in page, 'tabindex="0"' in page) == (is_long, is_long)


def test_steward_locks_pins_and_moves_a_topic(client_of, person_of):
    topic = TopicFactory(room=RoomPageFactory(scope="best_practice"))
    target, foreign = RoomPageFactory(scope="best_practice"), RoomPageFactory()
    url, move = (reverse(f"forums:topic_{name}", args=[topic.pk]) for name in ("manage", "move"))
    steward = client_of("steward")
    for action in ("lock", "pin"):
        steward.post(url, {"action": action, "reason": "Sudah selesai."})
    topic.refresh_from_db()
    assert (topic.is_locked, topic.is_pinned) == (True, True)
    assert steward.post(url, {"action": "x"}).status_code == 400
    steward.post(move, {"move-room": foreign.pk, "move-reason": "Salah ruang."})
    topic.refresh_from_db()
    assert topic.room_id != foreign.pk
    response = steward.post(move, {"move-room": target.pk, "move-reason": "Lebih tepat."})
    topic = Topic.objects.select_related("room").get(pk=topic.pk)
    assert (topic.room_id, response.headers["Location"]) == (target.pk, topic_url(topic))


@pytest.mark.parametrize("back", ["queue", ""])
def test_a_text_changed_since_the_steward_read_it_is_shown_before_it_is_released(client_of, person_of, back):
    newcomer = person_of("unverified")
    post = services.reply(TopicFactory(), actor=newcomer, source="Saya setuju.")
    url, client = reverse("forums:post_manage", args=[post.pk]), client_of("organiser")
    opened = client.get(reverse("forums:post_queue") if back else url).content.decode()
    assert '<input type="hidden" name="version" value="0">' in opened
    services.edit_post(post, actor=newcomer, source="Beli obat.", version=0)

    refused = client.post(url, {"action": "release", "next": back, "version": "0"})

    page = refused.content.decode()
    assert "Penulis mengubah tulisan ini" in page
    assert "Beli obat." in page
    assert '<input type="hidden" name="version" value="1">' in page
    assert Post.objects.get(pk=post.pk).state == "held"
    assert client.post(url, {"action": "release", "version": "1"}).status_code == 302
    assert Post.objects.get(pk=post.pk).state == "visible"
