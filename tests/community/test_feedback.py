from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from community import periodic
from community.enums import Subject
from community.errors import FeedbackHoldsPersonalData, FeedbackTooLong
from community.models import PageFeedback
from community.services.feedback import give_feedback
from cop_portal.models import InfoPage, ScopePage
from tests.factories.community import PageFeedbackFactory, UserFactory
from tests.factories.events import EventPageFactory, first_room
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.hostile import Prober, telling_texts

pytestmark = pytest.mark.django_db

THANKS = "Terima kasih. Jawaban Anda sampai kepada yang merawat halaman ini."


def address(kind: str, pk: int) -> str:
    return f"/umpan-balik/{kind}/{pk}/"


def rows() -> list[tuple]:
    return list(PageFeedback.objects.order_by("pk").values_list("subject", "object_id", "is_helpful", "missing"))


def make_pages() -> dict[str, tuple[str, int, str]]:
    """Address of every kind of page that asks: its word, its id and its subject."""
    practice, event = PracticePageFactory(), EventPageFactory()
    room, topic = first_room(event), TopicFactory()
    info, scope = InfoPage.objects.get(slug="tentang"), ScopePage.objects.get(scope="helping")
    return {
        f"/praktik/{practice.slug}/": ("praktik", practice.pk, Subject.PRACTICE),
        f"/fgd/{event.slug}/": ("fgd", event.pk, Subject.EVENT),
        f"/fgd/{event.slug}/{room.slug}/": ("ruang-fgd", room.pk, Subject.EVENT_ROOM),
        f"/forum/{topic.room.slug}/": ("ruang", topic.room.pk, Subject.ROOM),
        topic.get_absolute_url(): ("topik", topic.pk, Subject.TOPIC),
        "/tentang/": ("halaman", info.pk, Subject.PAGE),
        "/komunitas/saling-membantu/": ("halaman", scope.pk, Subject.PAGE),
    }


def test_every_kind_of_page_asks_and_takes_the_answer(client):
    for path, (word, pk, subject) in make_pages().items():
        page = client.get(path).content.decode()
        assert f'action="{address(word, pk)}"' in page, path

        response = client.post(address(word, pk), {"jawab": "ya"}, follow=True)

        assert response.redirect_chain == [(path, 302)]
        assert 'role="status"><div class="cop-banner cop-banner--ok">' in response.content.decode()
        assert THANKS in response.content.decode()
        assert rows()[-1] == (subject, pk, True, "")


@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", "member"])
def test_the_sentence_is_kept_and_not_who_wrote_it(client_of, role):
    practice = PracticePageFactory()

    client_of(role).post(address("praktik", practice.pk), {"jawab": "tidak", "kurang": " Contoh   lembar\nkerjanya. "})

    assert rows() == [(Subject.PRACTICE, practice.pk, False, "Contoh lembar kerjanya.")]
    assert {field.name for field in PageFeedback._meta.get_fields()} == {
        *("id", "subject", "object_id", "is_helpful", "missing", "created_at"),
    }


@pytest.mark.once
def test_the_question_is_the_same_for_every_visitor(client):
    practice = PracticePageFactory()
    path = f"/praktik/{practice.slug}/"

    first, second = client.get(path), Client().get(path)

    assert first.content == second.content
    assert "csrfmiddlewaretoken" not in first.content.decode()
    assert not first.cookies


@pytest.mark.once
@pytest.mark.parametrize("text", ["NIP 198001012005011003", "3273010101800001", "telepon 081234567890"])
def test_a_sentence_with_personal_data_is_refused_and_kept_in_the_form(client, text):
    practice = PracticePageFactory()

    response = client.post(address("praktik", practice.pk), {"jawab": "tidak", "kurang": text})

    page = response.content.decode()
    assert response.status_code == 200
    assert str(FeedbackHoldsPersonalData.message) in page
    assert f">\n{text}</textarea>" in page
    assert rows() == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "Pilih Ya atau Belum."),
        ({"jawab": "mungkin", "kurang": "Tetap ada"}, "Pilih Ya atau Belum."),
        ({"jawab": "tidak", "kurang": "x" * 501}, "Kalimat Anda lebih dari 500 karakter."),
        ({"jawab": "tidak", "kurang": "a\x00b"}, "Periksa isian yang ditandai di bawah."),
    ],
)
def test_what_cannot_be_taken_is_told_and_kept(client, data, reason):
    practice = PracticePageFactory()

    response = client.post(address("praktik", practice.pk), data)

    page = response.content.decode()
    assert response.status_code == 200
    assert reason in page
    assert data.get("kurang", "").replace("\x00", "") in page.replace("\x00", "").replace("\ufffd", "")
    assert rows() == []


def test_hostile_answers_never_fail(client):
    path, prober = address("praktik", PracticePageFactory().pk), Prober(client)

    statuses = {
        prober.post(path, {"jawab": answer, "kurang": text}) for text in telling_texts() for answer in ("tidak", text)
    }

    assert prober.failures == []
    assert statuses <= {200, 302, 429}


def test_answers_are_taken_at_a_limited_rate_by_account_and_by_address(client, client_of):
    practice = PracticePageFactory()
    path, data = address("praktik", practice.pk), {"jawab": "tidak", "kurang": "Tetap ada"}
    for _ in range(10):
        assert client.post(path, data).status_code == 302

    refused = client.post(path, data)
    of_member = client_of("member").post(path, data)

    assert refused.status_code == 429
    assert "Terlalu banyak kiriman dalam waktu singkat." in refused.content.decode()
    assert "Tetap ada</textarea>" in refused.content.decode()
    assert of_member.status_code == 302
    assert PageFeedback.objects.count() == 11


@pytest.mark.once
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 302),
        ({"Origin": "http://testserver"}, 302),
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "https://jahat.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_another_site_cannot_answer_for_its_visitors(headers, status):
    practice = PracticePageFactory()

    response = Client(enforce_csrf_checks=True).post(address("praktik", practice.pk), {"jawab": "ya"}, headers=headers)

    assert response.status_code == status
    assert len(rows()) == (status == 302)


@pytest.mark.once
def test_nobody_answers_about_what_they_may_not_read(client_of):
    practice = PracticePageFactory(members=True)
    room = RoomPageFactory(members=True)
    hidden = {address("praktik", practice.pk), address("ruang", room.pk), address("praktik", 2**63)}

    visitor = {path: client_of("visitor").post(path, {"jawab": "ya"}).status_code for path in hidden}
    member = client_of("member").post(address("ruang", room.pk), {"jawab": "ya"}).status_code

    assert set(visitor.values()) == {404}
    assert member == 302
    assert rows() == [(Subject.ROOM, room.pk, True, "")]


@pytest.mark.once
def test_service_refuses_hidden_pages_and_long_sentences():
    practice = PracticePageFactory(members=True)
    about = {"subject": Subject.PRACTICE, "object_id": practice.pk, "is_helpful": False}

    with pytest.raises(PermissionDenied):
        give_feedback(actor=AnonymousUser(), **about)
    with pytest.raises(FeedbackTooLong):
        give_feedback(actor=UserFactory(verified=True), missing="x" * 501, **about)

    assert rows() == []


def test_report_counts_by_page_and_shows_only_what_its_reader_may_read(client_of):
    public = PracticePageFactory(title="Dialog pekanan")
    closed = PracticePageFactory(title="Praktik tertutup", for_owners=True)
    PageFeedbackFactory.create_batch(2, object_id=public.pk, missing="Tambahkan <b>contoh</b> lembar.")
    PageFeedbackFactory(object_id=public.pk, is_helpful=True)
    PageFeedbackFactory(object_id=closed.pk, missing="Rahasia pemiliknya.")
    PageFeedbackFactory(object_id=10**9, missing="Tentang halaman yang hilang.")

    page = client_of("steward_other").get("/cms/umpan-balik/").content.decode()
    detail = client_of("steward_other").get(f"/cms/umpan-balik/praktik/{public.pk}/").content.decode()
    administrator = client_of("administrator").get("/cms/umpan-balik/").content.decode()

    assert "Dialog pekanan</a></td><td>Praktik</td><td>1</td><td>2</td>" in page
    assert page.count("Tambahkan &lt;b&gt;contoh&lt;/b&gt; lembar.") == 2
    assert not [words for words in ("Praktik tertutup", "Rahasia", "hilang") if words in page]
    assert detail.count("Tambahkan &lt;b&gt;contoh&lt;/b&gt; lembar.") == 2
    assert "Rahasia pemiliknya." in administrator


@pytest.mark.once
@pytest.mark.parametrize("role", ["member", "contributor"])
def test_report_is_for_stewards_and_organisers(client_of, role):
    response = client_of(role).get("/cms/umpan-balik/")

    assert response.status_code == (302 if role == "contributor" else 403)
    assert "umpan-balik" not in client_of(role).get("/cms/").content.decode()
    assert "umpan-balik" in client_of("steward").get("/cms/").content.decode()


@pytest.mark.once
def test_report_asks_as_many_queries_for_five_pages_as_for_one(client_of, assert_flat_queries):
    client = client_of("organiser")

    def add_row():
        PageFeedbackFactory(object_id=PracticePageFactory().pk, missing="Kurang contoh.")

    assert_flat_queries(add_row, lambda: client.get("/cms/umpan-balik/"))


def test_answers_are_forgotten_after_two_years():
    now = timezone.now()
    PageFeedbackFactory(created_at=now - timedelta(days=731))
    kept = PageFeedbackFactory(created_at=now - timedelta(days=729))

    ran = periodic.run_due(now)

    assert "forget_old_feedback" in ran
    assert list(PageFeedback.objects.all()) == [kept]
