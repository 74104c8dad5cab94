"""Pages of the forum: what readers see, and what answers to bad input."""

from itertools import product

import pytest
from django.urls import reverse

from forums import services
from forums.enums import TopicKind
from forums.links import PAGE_SIZE, post_url, topic_url
from forums.models import Topic
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.support.hostile import TEXTS, Prober, encode
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
MOST = {"visitor": 12, "member": 15, "steward": 15, "unverified": 15}


# --- reading ----------------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize("role", MOST)
def test_long_topic_sends_few_queries_and_as_many_as_a_short_one(client_of, role):
    short, long = TopicFactory(), TopicFactory()
    PostFactory(topic=short)
    PostFactory.create_batch(PAGE_SIZE + 2, topic=long)
    client = client_of(role)
    counts = []
    for topic in (short, long):
        client.get(topic_url(topic))
        counts.append(count_queries(lambda topic=topic: client.get(topic_url(topic))))

    assert counts[0] == counts[1]
    assert counts[0] <= MOST[role]


def test_accepted_answer_stands_above_the_others_and_in_its_place_on_its_page(client):
    topic = TopicFactory()
    posts = PostFactory.create_batch(PAGE_SIZE + 2, topic=topic)
    services.accept_answer(posts[-1], actor=topic.author)

    first, second = (client.get(topic_url(topic), {"hal": page}).context["thread"] for page in (1, 2))

    assert first.accepted.pk == posts[-1].pk
    assert [row.number for row in first.posts] == list(range(2, PAGE_SIZE + 1))
    assert second.accepted is None
    assert [row.pk for row in second.posts if row.is_accepted] == [posts[-1].pk]


@pytest.mark.once
def test_lasting_address_leads_to_the_page_of_a_post(client):
    topic = TopicFactory()
    last = PostFactory.create_batch(PAGE_SIZE + 1, topic=topic)[-1]

    response = client.get(reverse("forums:post_detail", args=[last.pk]))

    assert response.headers["Location"] == f"{topic_url(topic)}?hal=2#p{last.number}"
    assert post_url(topic, last.number) == response.headers["Location"]


@pytest.mark.once
@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "9" * 30, "²"])
def test_page_that_a_topic_does_not_have_is_not_found(client, page):
    assert client.get(topic_url(TopicFactory()), {"hal": page}).status_code == 404


def test_moved_topic_leads_to_its_new_room_for_who_may_read_it(client, client_of, person_of):
    topic = TopicFactory()
    old = topic_url(topic)
    moved = services.move_topic(
        topic, room=RoomPageFactory(members=True), actor=person_of("administrator"), reason="Lebih tepat di sana."
    )

    response = client_of("member").get(old)

    assert (response.status_code, response.headers["Location"]) == (301, topic_url(moved))
    assert client.get(old).status_code == 404


@pytest.mark.once
def test_held_post_is_seen_by_its_author_and_stewards_alone(client_of, person_of):
    topic = TopicFactory(room=RoomPageFactory(scope="best_practice"))
    services.reply(topic, actor=person_of("unverified"), source="Tulisan yang ditahan.")
    seen = {
        role: "Tulisan yang ditahan." in client_of(role).get(topic_url(topic)).content.decode()
        for role in ("visitor", "member", "unverified", "steward", "steward_other", "organiser")
    }

    assert seen == {
        "visitor": False, "member": False, "unverified": True, "steward": True, "steward_other": False,
        "organiser": True,
    }  # fmt: skip


def test_reading_a_topic_marks_it_and_the_list_shows_what_is_new(client_of, person_of):
    topic = TopicFactory()
    client = client_of("member")
    person_of("member")
    PostFactory(topic=topic)
    client.get(topic_url(topic))
    read = client.get("/forum/").context["topics"].rows[0]
    PostFactory(topic=topic)
    unread = client.get("/forum/").context["topics"].rows[0]

    assert (read.is_unread, unread.is_unread) == (False, True)
    assert client.get(unread.new_url).headers["Location"] == post_url(topic, 3)


@pytest.mark.once
def test_lists_page_by_keys_without_losing_or_repeating_a_topic(client):
    room = RoomPageFactory()
    topics = TopicFactory.create_batch(PAGE_SIZE + 3, room=room)
    seen, url = [], f"/forum/{room.slug}/"
    while url:
        page = client.get(url).context["topics"]
        seen += [row.title for row in page.rows]
        url = page.older_url

    assert seen == [topic.title for topic in reversed(topics)]


@pytest.mark.parametrize(
    "base",
    ["/forum/", "/forum/ruang-panjang/", "/forum/belum-terjawab/"],
)
def test_lists_lead_back_page_by_page(client, base):
    topics = TopicFactory.create_batch(2 * PAGE_SIZE + 3, room=RoomPageFactory(slug="ruang-panjang"))
    if base == "/forum/ruang-panjang/":
        Topic.objects.filter(pk__in=[topic.pk for topic in topics[: PAGE_SIZE + 1]]).update(is_pinned=True)
    forth, url = [], base
    while url:
        forth.append(client.get(url).context["topics"])
        url = forth[-1].older_url
    back, url = [forth[-1]], forth[-1].newer_url
    while url:
        back.append(client.get(url).context["topics"])
        url = back[-1].newer_url

    assert [[row.url for row in page.rows] for page in reversed(back)] == [
        [row.url for row in page.rows] for page in forth
    ]
    assert [bool(page.newest_url) for page in forth] == [False, True, True]
    assert 'rel="prev"' in client.get(forth[0].older_url).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "sebelum=x",
        "sesudah=0-1-1&sebelum=0-1-1",
        "tampil=x",
        "tampil=diikuti",
        "sesudah=1-2",
        "sesudah=9-9-9",
        f"sesudah=0-{'9' * 19}-1",
    ],
)
def test_impossible_filters_and_places_are_bad_requests(client, query):
    assert client.get(f"/forum/?{query}").status_code == 400


def test_filters_show_their_topics(client_of, person_of):
    room = RoomPageFactory()
    solved, open_question = TopicFactory(room=room), TopicFactory(room=room)
    services.accept_answer(PostFactory(topic=solved), actor=solved.author)
    mine = TopicFactory(room=room, author=person_of("member"), kind=TopicKind.DISCUSSION)
    client = client_of("member")
    shown = {
        show: [row.title for row in client.get(f"/forum/{room.slug}/?tampil={show}").context["topics"].rows]
        for show in ("terjawab", "belum-terjawab", "saya", "diikuti")
    }

    assert shown == {
        "terjawab": [solved.title], "belum-terjawab": [open_question.title], "saya": [mine.title],
        "diikuti": [mine.title],
    }  # fmt: skip
    waiting = client.get("/forum/belum-terjawab/").context["topics"].rows
    assert [row.title for row in waiting] == [open_question.title]


# --- feeds and bad input ----------------------------------------------------------------------------------------


@pytest.mark.once
def test_feeds_hold_public_genuine_topics(client):
    room = RoomPageFactory()
    public, hidden = TopicFactory(room=room), TopicFactory(room=RoomPageFactory(members=True))
    example = TopicFactory(room=RoomPageFactory(is_example=True))
    for url in ("/forum/feed/", f"/forum/{room.slug}/feed/"):
        content = client.get(url).content.decode()
        assert [topic.title in content for topic in (public, hidden, example)] == [True, False, False]
        assert f"http://testserver{topic_url(public)}" in content


@pytest.mark.parametrize(
    "role", [*(pytest.param(role, marks=pytest.mark.once) for role in ("visitor", "member")), "steward"]
)
def test_hostile_forms(client_of, person_of, some, role):
    topic = TopicFactory(room=RoomPageFactory(scope="best_practice"))
    post = PostFactory(topic=topic, author=person_of("member" if role == "visitor" else role))
    services.edit_post(post, actor=post.author, source="Hubungi 0812-3456-7890.", version=0)
    prober = Prober(client_of(role))
    forms = {
        f"/forum/topik/{topic.pk}/jawab/": ("body", "action", "mention", "confirmed"),
        f"/forum/{topic.room.slug}/tanya/": ("kind", "title", "body", "action", "mention"),
        f"/forum/pos/{post.pk}/ubah/": ("body", "version", "action"),
        f"/forum/pos/{post.pk}/membantu/": ("on",),
        f"/forum/pos/{post.pk}/terima/": ("on",),
        f"/forum/pos/{post.pk}/riwayat/0/hapus/": ("reason",),
        f"/forum/pos/{post.pk}/kelola/": ("action", "reason", "next", "version"),
        f"/forum/topik/{topic.pk}/kelola/": ("action", "reason"),
        f"/forum/topik/{topic.pk}/pindah/": ("move-room", "move-reason"),
        f"/saya/ikuti/topic/{topic.pk}/": ("on",),
    }
    for turn, (form, fields) in enumerate(forms.items()):
        for text in some(list(TEXTS.values()), turn):
            prober.post(form, dict.fromkeys(fields, text))
            prober.post(form, {**dict.fromkeys(fields, text), "action": "preview"})
            prober.post(form, {**dict.fromkeys(fields, text), "action": f"mention:{text[:30]}"})

    assert prober.failures == []


def test_hostile_parameters(client_of, some):
    topic = TopicFactory()
    prober = Prober(client_of("member"))
    names = ["tampil", "sesudah", "hal", "kutip", "judul", "tujuan", "jenis", "title", "sebelum"]
    addresses = ["/forum/", f"/forum/{topic.room.slug}/", topic_url(topic), "/forum/tanya/", "/forum/mirip/",
                 f"/forum/{topic.room.slug}/tanya/", f"/forum/pos/{topic.opening_post_id}/riwayat/"]  # fmt: skip
    for turn, (name, path) in enumerate(product(names, addresses)):
        for text in some(list(TEXTS.values()), turn):
            prober.get(path, f"{name}={encode(text[:3_000])}")

    assert prober.failures == []
