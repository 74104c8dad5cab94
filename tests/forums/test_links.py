"""What posts lead to: kept as rows in their transaction, shown as cards to who may read it, on both sides."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from community import subjects
from community.enums import Audience, Subject
from community.markup import document
from forums import services
from forums.models import PostLink, Topic
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


def links_of(post) -> list[tuple[str, int, bool]]:
    return list(post.links.order_by("pk").values_list("subject", "object_id", "is_read_before"))


def html(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_only_addresses_of_the_portal_are_its_links(settings):
    settings.SITE_URL = "https://cop.example:8443"
    source = (
        "https://cop.example:8443/praktik/satu/ http://testserver/fgd/dua/?x=1 [tiga](/praktik/tiga/) "
        "[lagi](/praktik/tiga/) https://cop.example.evil/praktik/empat/ "
        "https://evil.example/praktik/lima/ mailto:a@b.example"
    )

    assert document(source).links == ("/praktik/satu/", "/fgd/dua/", "/praktik/tiga/")


@pytest.mark.once
def test_a_post_keeps_what_it_leads_to_and_an_edit_changes_it(room, member):
    practice, other, event = PracticePageFactory(), PracticePageFactory(draft=True), EventPageFactory(slug="fgd-tautan")
    source = f"http://testserver/praktik/{practice.slug}/\n\nLihat [ruangnya](/fgd/fgd-tautan/ruang/) dan /praktik/x/"

    topic = services.open_topic(room, actor=member, kind="question", title="Dari mana?", source=source)
    post = topic.opening_post
    assert links_of(post) == [("event", event.pk, False), ("practice", practice.pk, False)]

    services.edit_post(post, actor=member, source=f"[Draf](/praktik/{other.slug}/)", version=post.version)
    assert links_of(post) == [("practice", other.pk, False)]
    services.edit_post(post, actor=member, source="Tanpa tautan.", version=post.version + 1)
    assert links_of(post) == []


def test_a_command_finds_what_posts_lead_to_that_are_older_than_their_links(capsys):
    practice = PracticePageFactory()
    old = PostFactory(source=f"[Ini](/praktik/{practice.slug}/)")
    early = PostFactory(source="[Nanti](/fgd/fgd-nanti/)")
    gone = PostFactory(source="Tanpa tautan.")
    PostLink.objects.all().delete()
    PostLink.objects.create(post=old, subject=Subject.EVENT, object_id=7)
    event = EventPageFactory(slug="fgd-nanti")

    call_command("forum_links")
    assert capsys.readouterr().out.startswith("2 posts")
    assert links_of(old) == [("practice", practice.pk, False)]
    assert links_of(early) == [("event", event.pk, False)]
    assert links_of(gone) == []
    call_command("forum_links")
    assert capsys.readouterr().out.startswith("0 posts")


@pytest.mark.once
def test_a_bare_address_becomes_a_card_that_follows_the_readers_rights(client_of, room, member):
    practice = PracticePageFactory(title="Dialog <b>singkat</b>", members=True)
    address = f"http://testserver/praktik/{practice.slug}/"
    topic = TopicFactory(room=room, author=member, source=f"Kami memakai:\n\n{address}\n\nSelesai.")

    visitor, reader = (html(client_of(role), topic.get_absolute_url()) for role in ("visitor", "member"))

    assert "cop-embed" not in visitor
    assert "Dialog &lt;b&gt;singkat" not in visitor
    assert 'class="cop-embed"' in reader.partition("<p>Kami memakai:</p>")[2].partition("Selesai.")[0]
    assert f">{address}</a>" not in reader
    assert "Dialog &lt;b&gt;singkat" in reader.partition("<dt>Praktik terkait</dt>")[2]


@pytest.mark.once
def test_practice_and_event_show_the_topics_that_lead_to_them(client, member):
    practice, _ = PracticePageFactory(), EventPageFactory(slug="fgd-dibahas")
    source = f"[ini](/praktik/{practice.slug}/) dan [itu](/fgd/fgd-dibahas/)"
    opened = TopicFactory(title="Dibuka dengan tautan", source=source)
    replied = PostFactory(topic=TopicFactory(title="Dijawab dengan tautan"), source=source).topic
    TopicFactory(title="Di ruang tertutup", room=RoomPageFactory(members=True), source=source)
    hidden = PostFactory(topic=TopicFactory(title="Jawaban disembunyikan"), source=source)
    services.hide_post(hidden, actor=UserFactory(is_superuser=True), reason="Salah.")

    for address in (f"/praktik/{practice.slug}/", "/fgd/fgd-dibahas/"):
        page = html(client, address)
        assert all(f'href="{topic.get_absolute_url()}"' in page for topic in (opened, replied))
        assert "Di ruang tertutup" not in page
        assert "Jawaban disembunyikan" not in page
        assert f"tentang={address.replace('/', '%2F')}" in page
    client.force_login(member)
    assert "Di ruang tertutup" in html(client, f"/praktik/{practice.slug}/")


@pytest.mark.once
def test_making_the_room_members_only_takes_its_topics_from_a_practice_at_once(client):
    practice = PracticePageFactory()
    topic = TopicFactory(title="Dibahas terbuka", source=f"[ini](/praktik/{practice.slug}/)")
    address = f"/praktik/{practice.slug}/"
    assert "Dibahas terbuka" in html(client, address)

    room = topic.room
    room.audience = Audience.MEMBERS
    room.save_revision().publish()

    assert "Dibahas terbuka" not in html(client, address)


@pytest.mark.once
def test_asking_about_a_practice_carries_it_to_the_text(client, room, member):
    practice = PracticePageFactory()
    client.force_login(member)
    path = f"/praktik/{practice.slug}/"

    first = html(client, f"/forum/tanya/?tentang={path}&judul=Dari+mana")
    second = html(client, f"/forum/tanya/?tentang={path}&judul=Dari+mana&tujuan=masalah")
    third = html(client, f"/forum/{room.slug}/tanya/?jenis=question&tentang={path}")

    assert practice.title in first
    assert f'<input type="hidden" name="tentang" value="{path}">' in first
    assert f"tentang={path.replace('/', '%2F')}" in second
    assert f"{path}\n" in third.partition("<textarea")[2]


@pytest.mark.once
def test_what_may_not_be_read_is_not_asked_about(client, room, member):
    practice = PracticePageFactory(draft=True, title="Rahasia draf")
    client.force_login(member)

    for path in (f"/praktik/{practice.slug}/", "https://evil.example/praktik/x/", "//[", "/praktik/%00/"):
        page = client.get("/forum/tanya/", {"tentang": path}).content.decode()
        assert "cop-embed" not in page
        assert "Rahasia draf" not in page


@pytest.mark.once
def test_what_was_read_before_asking_is_kept_and_named(client, room, member):
    practice, draft = PracticePageFactory(title="Dialog singkat"), PracticePageFactory(draft=True)
    client.force_login(member)
    read = [f"practice:{practice.pk}", f"practice:{draft.pk}", "practice:0", "room:1", "'", f"event:{10**17}"]

    client.post(
        f"/forum/{room.slug}/tanya/",
        {"kind": "question", "title": "Lalu?", "body": "Belum jelas.", "dibaca": read, "action": "send"},
    )

    topic = Topic.objects.get(title="Lalu?")
    assert links_of(topic.opening_post) == [("practice", practice.pk, True)]
    page = html(client, topic.get_absolute_url())
    assert "Sudah dibaca sebelum bertanya:" in page
    assert topic.title in html(client, f"/praktik/{practice.slug}/")


def test_looking_for_answers_keeps_what_was_typed_and_ticked(client, room, member):
    practice = PracticePageFactory(title="Dialog kinerja singkat")
    solved = TopicFactory(title="Dialog kinerja tertunda, dari mana?")
    services.accept_answer(PostFactory(topic=solved), actor=solved.author)
    TopicFactory(title="Dialog kinerja tanpa jawaban")
    client.force_login(member)

    response = client.post(
        f"/forum/{room.slug}/tanya/",
        {
            "kind": "question",
            "title": "dialog kinerja",
            "body": "Isi saya",
            "dibaca": [f"practice:{practice.pk}"],
            "action": "similar",
        },
    )
    page = response.content.decode()

    found = page.partition('id="mirip"')[2].partition("</section>")[0]
    assert f'value="practice:{practice.pk}" checked' in found
    assert f'value="topic:{solved.pk}"' in found
    assert "tanpa jawaban" not in found
    assert "Isi saya" in page.partition("</section>")[2]
    assert not Topic.objects.filter(title="dialog kinerja").exists()


@pytest.mark.once
def test_cards_cost_one_query_for_each_kind(django_assert_num_queries):
    practices, event = PracticePageFactory.create_batch(3), EventPageFactory()
    pairs = [(Subject.PRACTICE, page.pk) for page in practices] + [(Subject.EVENT, event.pk), (Subject.PERSON, 1)]

    with django_assert_num_queries(2):
        found = subjects.cards(pairs, AnonymousUser())

    assert set(found) == set(pairs[:4])


@pytest.mark.once
def test_a_topic_costs_the_same_however_much_it_leads_to(client):
    practices = PracticePageFactory.create_batch(4)
    one = TopicFactory(source=f"[a](/praktik/{practices[0].slug}/)")
    many = TopicFactory(source=" ".join(f"[a](/praktik/{page.slug}/)" for page in practices))
    client.get(one.get_absolute_url())

    counts = [count_queries(lambda topic=topic: client.get(topic.get_absolute_url())) for topic in (one, many)]

    assert counts[0] == counts[1] <= 12
    assert PostLink.objects.count() == 5
