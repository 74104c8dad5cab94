"""Forms of the forum: what is kept when a text may not be sent, votes and follows."""

import pytest
from django.urls import reverse

from community.enums import Affiliation
from community.models import Draft
from forums import services
from forums.limits import MOST_POSTS
from forums.links import PAGE_SIZE, topic_url
from forums.models import Post, Topic
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.support.forums import body_in, reply_url

pytestmark = pytest.mark.django_db


def test_member_answers_and_lands_on_the_answer(client_of, person_of):
    topic = TopicFactory()

    response = client_of("member").post(reply_url(topic), {"body": "Mulai dari **kalender**.", "action": "send"})

    post = topic.posts.get(author=person_of("member"))
    assert response.headers["Location"] == reverse("forums:post_detail", args=[post.pk])
    assert "<strong>kalender</strong>" in client_of("visitor").get(topic_url(topic)).content.decode()


def test_visitor_who_sends_an_answer_keeps_it(client):
    topic = TopicFactory()

    response = client.post(reply_url(topic), {"body": "Sesi saya habis."})

    assert response.status_code == 403
    assert "Sesi saya habis." in response.content.decode()
    assert topic.posts.count() == 1


@pytest.mark.once
def test_preview_shows_the_text_keeps_a_draft_and_sends_nothing(client_of, person_of):
    topic = TopicFactory()
    client = client_of("member")

    response = client.post(reply_url(topic), {"body": "Mulai *kecil*.", "action": "preview"})

    assert "<em>kecil</em>" in response.context["composer"].preview
    assert body_in(response) == "Mulai *kecil*."
    assert topic.posts.count() == 1
    assert body_in(client.get(topic_url(topic))) == "Mulai *kecil*."
    part = client.post(
        reply_url(topic), {"body": "Mulai *kecil*.", "action": "preview"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in part.content.decode()


@pytest.mark.once
def test_draft_goes_when_it_is_sent_or_discarded(client_of):
    topic = TopicFactory()
    client = client_of("member")
    for last in ("discard", "send"):
        client.post(reply_url(topic), {"body": "Draf saya.", "action": "save"})
        assert Draft.objects.count() == 1
        client.post(reply_url(topic), {"body": "Draf saya.", "action": last})
        assert Draft.objects.count() == 0


@pytest.mark.once
def test_personal_data_is_warned_of_once_and_sent_when_confirmed(client_of):
    topic = TopicFactory()
    client = client_of("member")
    typed = {"body": "NIP beliau 198501012010011001.", "action": "send"}

    warned = client.post(reply_url(topic), typed)
    assert "NIP" in warned.context["composer"].caution.warning
    assert body_in(warned) == typed["body"]
    assert topic.posts.count() == 1
    more = client.post(reply_url(topic), {**typed, "body": typed["body"] + " 0812-3456-7890", "confirmed": "nip"})
    assert topic.posts.count() == 1
    assert more.context["composer"].caution.confirmation == "nip,phone"
    client.post(reply_url(topic), {**typed, "confirmed": "nip"})
    assert topic.posts.count() == 2


@pytest.mark.once
@pytest.mark.parametrize("field", ["title", "body"])
def test_a_new_topic_with_a_nik_is_warned_of_and_sent_when_confirmed(client_of, field):
    room = RoomPageFactory()
    client = client_of("member")
    plain = {"kind": "question", "title": "Bagaimana memulai?", "body": "Kami baru mulai."}
    typed = {**plain, field: "Pegawai dengan NIK 3273 0101 0180 0001", "action": "send"}

    warned = client.post(f"/forum/{room.slug}/tanya/", typed)

    assert "NIK" in warned.context["composer"].caution.warning
    assert typed[field] in warned.content.decode()
    assert not room.topics.exists()
    client.post(f"/forum/{room.slug}/tanya/", {**typed, "confirmed": "nik"})
    assert room.topics.count() == 1


def test_topic_that_was_locked_meanwhile_keeps_the_text(client_of, person_of):
    topic = TopicFactory()
    services.lock_topic(topic, actor=person_of("administrator"), reason="Sudah selesai.")

    response = client_of("member").post(reply_url(topic), {"body": "Jawaban panjang saya."})

    assert "Jawaban panjang saya." in response.content.decode()
    assert "dikunci" in response.content.decode()
    assert topic.posts.count() == 1


def test_visitors_are_not_asked_to_sign_in_where_nobody_writes(client, person_of):
    topic = TopicFactory()
    address = topic.get_absolute_url()
    before = client.get(address).content.decode()
    services.lock_topic(topic, actor=person_of("administrator"), reason="Sudah selesai.")

    page = client.get(address).content.decode()

    assert "Masuk untuk menulis" in before
    assert "Masuk untuk menulis" not in page
    assert "Topik ini dikunci." in page


@pytest.mark.once
def test_too_many_posts_are_answered_with_429_and_the_text(client_of, person_of):
    topic = TopicFactory()
    PostFactory.create_batch(MOST_POSTS, topic=topic, author=person_of("member"))

    response = client_of("member").post(reply_url(topic), {"body": "Satu lagi."})

    assert response.status_code == 429
    assert body_in(response) == "Satu lagi."
    assert topic.posts.count() == MOST_POSTS + 1


@pytest.mark.once
@pytest.mark.parametrize("body", ["", "   ", "a" * 20_001, "a" * 100_000, "a\x00b"])
def test_text_that_may_not_be_sent_comes_back(client_of, body):
    topic = TopicFactory()

    response = client_of("member").post(reply_url(topic), {"body": body})

    assert response.status_code == 200
    assert response.context["form"].errors["body"]
    assert topic.posts.count() == 1


def test_quote_fills_the_form(client_of):
    topic = TopicFactory()
    post = PostFactory(topic=topic, source="Atasan boleh *menggeser*.")

    shown = body_in(client_of("member").get(topic_url(topic), {"kutip": post.number}))

    assert shown == f"> [{post.author.name}](/forum/pos/{post.pk}/):\n>\n> Atasan boleh menggeser.\n\n"


def test_member_is_found_and_named_by_number(client_of):
    topic = TopicFactory()
    person = UserFactory(verified=True, name="Ratna *Wijayanti*")
    UserFactory(name="Ratna Belum")
    client = client_of("member")

    found = client.post(reply_url(topic), {"body": "Halo", "mention": "ratna", "action": "enter"})
    assert [each.pk for each in found.context["composer"].found] == [person.pk]
    named = client.post(reply_url(topic), {"body": "Halo", "action": f"mention:{person.pk}"})
    assert body_in(named) == f"Halo @[Ratna \\*Wijayanti\\*](anggota:{person.pk}) "
    client.post(reply_url(topic), {"body": body_in(named), "action": "send"})
    link = f'<a class="cop-mention" href="/anggota/{person.pk}/">@Ratna *Wijayanti*</a>'
    assert link in client.get(topic_url(topic)).content.decode()


@pytest.mark.once
def test_who_may_not_read_members_learns_no_name_by_a_number(client_of):
    topic, person = TopicFactory(), UserFactory(verified=True, name="Ratna Wijayanti")
    client = client_of("unverified")

    asked = [
        client.post(reply_url(topic), {"body": body, "mention": "ratna", "action": action})
        for body, action in [
            ("Halo", "find"),
            ("Halo", f"mention:{person.pk}"),
            (f"Halo @[X](anggota:{person.pk})", "preview"),
        ]
    ]

    assert [response.status_code for response in asked] == [200, 200, 200]
    assert not any(person.name in response.content.decode() for response in asked)


@pytest.mark.once
def test_asking_goes_from_purpose_to_room_to_topic(client_of):
    room = RoomPageFactory(title="Tanya suksesi", summary="Rencana suksesi dan pola karier.")
    RoomPageFactory(title="Tanya disiplin", summary="Lain.")
    client = client_of("member")

    proposed = client.get("/forum/tanya/", {"tujuan": "masalah", "judul": "Contoh rencana suksesi"}).context["proposed"]
    assert (proposed[0].row.title, proposed[0].is_best) == (room.title, True)
    form = client.get(proposed[0].url).context["form"]
    assert (form["title"].value(), form["kind"].value()) == ("Contoh rencana suksesi", "question")
    response = client.post(
        f"/forum/{room.slug}/tanya/", {"kind": "question", "title": "Contoh rencana suksesi", "body": "Ada yang punya?"}
    )
    assert response.headers["Location"] == topic_url(Topic.objects.get())
    assert client.get("/forum/tanya/", {"tujuan": "x"}).status_code == 400


def test_announcing_goes_to_the_rooms_that_one_looks_after(client_of):
    mine = RoomPageFactory(title="Kabar praktik", scope="best_practice", allows_announcements=True)
    RoomPageFactory(scope="best_practice", allows_announcements=False)
    other = RoomPageFactory(title="Kabar inovasi", scope="innovative", allows_announcements=True)
    RoomPageFactory(allows_announcements=True, draft=True)

    def offered(role):
        context = client_of(role).get("/forum/tanya/", {"tujuan": "pengumuman"}).context
        purposes = {purpose.code for purpose in context["purposes"]}
        return "pengumuman" in purposes, [room.row.title for room in context.get("proposed", [])]

    assert offered("steward") == (True, [mine.title])
    assert offered("organiser") == (True, [mine.title, other.title])
    assert [offered(role) for role in ("visitor", "member", "contributor")] == [(False, [])] * 3
    form = client_of("steward").get("/forum/tanya/", {"tujuan": "pengumuman"}).context["proposed"][0].url
    assert client_of("steward").get(form).context["form"]["kind"].value() == "announcement"


def test_text_of_an_unverified_member_is_held_and_says_so(client_of):
    topic = TopicFactory()

    response = client_of("unverified").post(reply_url(topic), {"body": "Saya juga."}, follow=True)

    assert "menunggu pemeriksaan" in response.content.decode()
    assert Post.objects.get(number=2).state == "held"


def test_edit_keeps_both_texts_when_two_meet(client_of, person_of):
    post = PostFactory(author=person_of("member"), source="Teks pertama.")
    client = client_of("member")
    url = reverse("forums:post_edit", args=[post.pk])
    client.post(url, {"body": "Teks kedua.", "version": 0})

    response = client.post(url, {"body": "Teks ketiga.", "version": 0})

    assert response.context["composer"].newer.source == "Teks kedua."
    assert body_in(response) == "Teks ketiga."
    client.post(url, {"body": "Teks ketiga.", "version": response.context["form"]["version"].value()})
    post.refresh_from_db()
    assert post.source == "Teks ketiga."
    history = client.get(reverse("forums:post_history", args=[post.pk])).context["versions"]
    assert [version.number for version in history] == [2, 1, 0]
    assert [(each.kind, each.text) for each in history[0].changes] == [
        ("same", "Teks "), ("removed", "kedua."), ("same", " "), ("added", "ketiga."),
    ]  # fmt: skip


def test_history_hides_what_was_never_released(client_of, person_of):
    newcomer = person_of("unverified")
    post = services.reply(TopicFactory(), actor=newcomer, source="Beli obat.")
    services.edit_post(post, actor=newcomer, source="Beli obat murah.", version=0)
    services.edit_post(post, actor=newcomer, source="Saya setuju.", version=1)
    services.release_post(post, actor=person_of("organiser"), version=2)
    newcomer.affiliation = Affiliation.VERIFIED
    services.edit_post(post, actor=newcomer, source="Saya sangat setuju.", version=2)
    url = reverse("forums:post_history", args=[post.pk])

    def texts(role: str) -> list[tuple]:
        versions = client_of(role).get(url).context["versions"]
        return [(each.number, each.is_first, "".join(part.text for part in each.changes)) for each in versions]

    assert texts("visitor") == texts("member") == [(3, False, "Saya sangat setuju."), (2, True, "Saya setuju.")]
    assert [number for number, *_ in texts("organiser")] == [3, 2, 1, 0]
    assert [number for number, *_ in texts("unverified")] == [3, 2, 1, 0]
    assert client_of("visitor").get(url, {"sebelum": "2"}).context["versions"] == []


@pytest.mark.once
def test_a_change_before_the_release_is_not_told_to_readers(client_of, person_of):
    newcomer = person_of("unverified")
    post = services.reply(TopicFactory(), actor=newcomer, source="Halo.")
    services.edit_post(post, actor=newcomer, source="Halo semua.", version=0)
    services.release_post(post, actor=person_of("organiser"), version=1)
    page, history = topic_url(Topic.objects.get()), reverse("forums:post_history", args=[post.pk])

    assert history not in client_of("visitor").get(page).content.decode()
    assert history in client_of("organiser").get(page).content.decode()


def test_votes_and_acceptance_by_switches(client_of, person_of):
    topic = TopicFactory(author=person_of("member_other"))
    post = PostFactory(topic=topic)
    vote, accept = (reverse(f"forums:post_{name}", args=[post.pk]) for name in ("vote", "accept"))
    counts = []
    for on in ("1", "1", "0"):
        client_of("member").post(vote, {"on": on})
        post.refresh_from_db()
        counts.append(post.helpful_count)

    assert counts == [1, 1, 0]
    assert client_of("member").post(vote, {"on": "x"}).status_code == 400
    assert client_of("member").post(accept, {"on": "1"}).status_code == 403
    client_of("member_other").post(accept, {"on": "1"})
    topic.refresh_from_db()
    assert topic.accepted_post_id == post.pk


@pytest.mark.once
def test_who_accepts_an_answer_or_takes_that_back_sees_where_it_stands_then(client_of, person_of):
    topic = TopicFactory(author=person_of("member"))
    post = PostFactory.create_batch(PAGE_SIZE + 2, topic=topic)[-1]
    accept = reverse("forums:post_accept", args=[post.pk])

    to = [client_of("member").post(accept, {"on": on}).headers["Location"] for on in ("1", "0")]

    assert to == [f"{topic_url(topic)}#p{post.number}", f"{topic_url(topic)}?hal=2#p{post.number}"]


@pytest.mark.once
def test_follow_switches(client_of):
    topic = TopicFactory()
    client = client_of("member")
    states = []
    for on in ("1", "0"):
        for subject, pk in (("topic", topic.pk), ("room", topic.room_id)):
            switch = client.post(f"/saya/ikuti/{subject}/{pk}/", {"on": on}, headers={"HX-Request": "true"})
            assert f'name="on" value="{1 - int(on)}"' in switch.content.decode()
            assert f'hx-post="/saya/ikuti/{subject}/{pk}/"' in switch.content.decode()
        context = client.get(topic_url(topic)).context
        states.append((context["topic"].is_followed, client.get(f"/forum/{topic.room.slug}/").context["is_followed"]))

    assert states == [(True, True), (False, False)]
