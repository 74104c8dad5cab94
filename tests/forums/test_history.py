"""Taking an earlier text out of the history: who may, what is left of it, and what readers see then."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.enums import Affiliation, NoticeKind
from community.models import Notice
from forums import errors, services
from forums.history import changes_between
from forums.models import PostRevision
from forums.signals import post_changed, topic_changed
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, RoomPageFactory, TopicFactory

pytestmark = pytest.mark.django_db
NUMBER = "0812-3456-7890"
WHY = "Memuat nomor telepon."


@pytest.fixture
def author(person_of):
    return person_of("member")


@pytest.fixture
def topic(author):
    """A topic whose first text and title held a phone number, whose second did not, and whose third is read now."""
    room = RoomPageFactory(scope="best_practice")
    opened = TopicFactory(room=room, author=author, title=f"Hubungi {NUMBER}", source=f"Telepon saya {NUMBER}.")
    post = opened.opening_post
    services.edit_post(post, actor=author, source="Telepon saja saya.", title="Hubungi saya", version=0)
    services.edit_post(post, actor=author, source="Tulis saja di sini.", title="Hubungi saya", version=1)
    opened.refresh_from_db()
    return opened


def earlier(topic, number: int) -> PostRevision:
    return PostRevision.objects.get(post__topic=topic, post__number=1, number=number)


def address(topic, number: int = 0) -> str:
    return f"/forum/pos/{topic.opening_post_id}/riwayat/{number}/hapus/"


def history(client, topic) -> list[tuple]:
    """What the page of the history shows of each version: number, whether its text is gone, the text."""
    versions = client.get(f"/forum/pos/{topic.opening_post_id}/riwayat/").context["versions"]
    return [(each.number, each.removed_at is not None, [part.text for part in each.changes]) for each in versions]


# --- how a change is read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Saya lama di sini.", "Saya baru di sini.", "Saya [lama] {baru} di sini."),
        ("satu dua tiga tetap", "lima enam tujuh tetap", "[satu dua tiga] {lima enam tujuh} tetap"),
        ("kami lama dan besar", "kami baru dan kecil", "kami [lama dan besar] {baru dan kecil}"),
        ("lama tetap saja besar", "baru tetap saja kecil", "[lama] {baru} tetap saja [besar] {kecil}"),
        ("lama dan", "baru dan juga", "[lama] {baru} dan{ juga}"),
        ("satu\n\ndua", "tiga\n\nempat", "[satu] {tiga}\n\n[dua] {empat}"),
        ("a b c", "a c", "a [b ]c"),
        ("sama", "sama", "sama"),
        ("", "baru", "{baru}"),
    ],
)
def test_old_and_new_words_stand_apart(old, new, shown):
    marks = {"same": "{}", "removed": "[{}]", "added": "{{{}}}"}

    assert "".join(marks[change.kind].format(change.text) for change in changes_between(old, new)) == shown


def test_both_texts_can_be_read_off_a_change():
    """With many words the comparison may take another path, but it must lose none of them."""
    old = " ".join(f"kata{number % 7}" for number in range(300))
    new = " ".join("ganti" if number % 3 else f"kata{number % 7}" for number in range(300))
    changes = changes_between(old, new)

    def text(left_out: str) -> list[str]:
        return "".join(change.text for change in changes if change.kind != left_out).split()

    assert (text("added"), text("removed")) == (old.split(), new.split())


# --- the service --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["steward", "organiser", "administrator"])
def test_moderator_removes_a_text_with_a_reason(topic, author, person_of, role, heard):
    actor, said = person_of(role), [heard(signal) for signal in (post_changed, topic_changed)]
    post = topic.opening_post

    services.remove_earlier_text(earlier(topic, 0), actor=actor, reason=f" {WHY} ")

    gone, kept = earlier(topic, 0), earlier(topic, 1)
    assert (gone.title, gone.source, gone.removed_at is not None) == ("", "", True)
    assert (kept.source, kept.removed_at) == ("Telepon saja saya.", None)
    row = ModelLogEntry.objects.get(action="forums.remove_earlier_text")
    assert (row.user, row.data) == (actor, {"post": 1, "version": 0, "reason": WHY})
    notice = Notice.objects.get(recipient=author)
    assert (notice.kind, notice.object_id, notice.data) == (NoticeKind.TEXT_REMOVED, post.pk, {"reason": WHY})
    post.refresh_from_db()
    assert (post.source, post.edit_count) == ("Tulis saja di sini.", 2)
    assert said == [[], []]


def test_author_removes_what_holds_personal_data_without_a_reason(topic, author):
    services.remove_earlier_text(earlier(topic, 0), actor=author)

    assert earlier(topic, 0).source == ""
    assert ModelLogEntry.objects.get(action="forums.remove_earlier_text").user == author
    assert not Notice.objects.filter(kind=NoticeKind.TEXT_REMOVED).exists()


def test_author_removes_a_number_that_stands_in_the_title_alone(author):
    opened = TopicFactory(author=author, title=f"Hubungi {NUMBER}", source="Siapa tahu?")
    services.edit_post(opened.opening_post, actor=author, source="Siapa tahu?", title="Hubungi", version=0)

    services.remove_earlier_text(earlier(opened, 0), actor=author)

    assert earlier(opened, 0).title == ""


def test_author_keeps_what_holds_no_personal_data(topic, author):
    with pytest.raises(PermissionDenied):
        services.remove_earlier_text(earlier(topic, 1), actor=author)

    assert earlier(topic, 1).source == "Telepon saja saya."


@pytest.mark.parametrize("role", ["visitor", "unverified", "member_other", "contributor", "steward_other"])
def test_others_remove_nothing(topic, person_of, role):
    with pytest.raises(PermissionDenied):
        services.remove_earlier_text(earlier(topic, 0), actor=person_of(role), reason=WHY)

    assert NUMBER in earlier(topic, 0).source


def test_who_left_or_can_no_longer_read_removes_nothing(topic, author):
    author.is_active = False
    with pytest.raises(PermissionDenied):
        services.remove_earlier_text(earlier(topic, 0), actor=author)
    author.is_active, author.affiliation = True, Affiliation.PENDING
    type(topic.room).objects.filter(pk=topic.room_id).update(audience="members")
    with pytest.raises(PermissionDenied):
        services.remove_earlier_text(earlier(topic, 0), actor=author)

    assert NUMBER in earlier(topic, 0).source


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [
        ("", errors.ReasonMissing),
        ("x" * 501, errors.ReasonTooLong),
        (f"Memuat {NUMBER}", errors.ReasonHoldsPersonalData),
    ],
)
def test_moderator_gives_a_reason_that_may_be_told(topic, person_of, reason, refusal):
    with pytest.raises(refusal):
        services.remove_earlier_text(earlier(topic, 0), actor=person_of("steward"), reason=reason)

    assert NUMBER in earlier(topic, 0).source


def test_text_is_removed_once(topic, person_of, author):
    revision = earlier(topic, 0)
    services.remove_earlier_text(revision, actor=person_of("steward"), reason=WHY)

    for actor in (person_of("organiser"), author):
        with pytest.raises(errors.AlreadySo):
            services.remove_earlier_text(revision, actor=actor, reason=WHY)
    assert ModelLogEntry.objects.filter(action="forums.remove_earlier_text").count() == 1


@pytest.mark.once
def test_removed_text_is_empty_in_the_database_too(topic):
    with pytest.raises(IntegrityError), transaction.atomic():
        PostRevision.objects.filter(pk=earlier(topic, 0).pk).update(removed_at=timezone.now())


# --- the pages ----------------------------------------------------------------------------------------------------


def test_visitors_see_that_a_text_was_removed_and_nothing_of_it(topic, client_of, person_of):
    visitor = client_of("visitor")
    assert NUMBER in visitor.get(f"/forum/pos/{topic.opening_post_id}/riwayat/").content.decode()

    services.remove_earlier_text(earlier(topic, 0), actor=person_of("steward"), reason=WHY)

    assert history(visitor, topic)[1:] == [(1, False, ["Telepon saja saya."]), (0, True, [])]
    page = visitor.get(f"/forum/pos/{topic.opening_post_id}/riwayat/").content.decode()
    assert "Teks versi ini dihapus dari riwayat" in page
    assert NUMBER not in page


def test_history_offers_removal_to_who_may(topic, client_of):
    def offered(role: str) -> list[int]:
        page = client_of(role).get(f"/forum/pos/{topic.opening_post_id}/riwayat/").content.decode()
        return [number for number in (2, 1, 0) if address(topic, number) in page]

    assert offered("steward") == offered("organiser") == offered("administrator") == [1, 0]
    assert offered("member") == [0]
    assert offered("visitor") == offered("member_other") == offered("steward_other") == offered("unverified") == []


def test_steward_removes_a_text_by_its_form(topic, client_of):
    client = client_of("steward")

    asked = client.get(address(topic)).content.decode()
    refused = client.post(address(topic), {"reason": ""})
    assert NUMBER in earlier(topic, 0).source
    done = client.post(address(topic), {"reason": WHY})

    assert NUMBER in asked
    assert refused.context["form"].errors["reason"]
    assert (done.status_code, done.headers["Location"]) == (302, f"/forum/pos/{topic.opening_post_id}/riwayat/")
    assert earlier(topic, 0).source == ""
    again = client.post(address(topic), {"reason": WHY})
    assert (again.status_code, again.headers["Location"]) == (302, f"/forum/pos/{topic.opening_post_id}/riwayat/")


def test_author_removes_a_text_by_one_button(topic, client_of):
    client = client_of("member")

    asked = client.get(address(topic)).content.decode()
    client.post(address(topic))

    assert 'name="reason"' not in asked
    assert earlier(topic, 0).source == ""


@pytest.mark.once
def test_texts_that_are_none_cannot_be_removed(topic, client_of):
    client = client_of("steward")

    for number in (2, 3, "9" * 30):  # what is read now is changed or hidden, not removed
        assert client.post(address(topic, number), {"reason": WHY}).status_code == 404


@pytest.mark.once
def test_reply_has_no_title_to_lose(client_of, person_of, author):
    post = PostFactory(author=author, source=NUMBER, topic=TopicFactory(author=UserFactory(verified=True)))
    services.edit_post(post, actor=author, source="Lewat portal saja.", version=0)

    client_of("member").post(f"/forum/pos/{post.pk}/riwayat/0/hapus/")

    assert PostRevision.objects.get(post=post).source == ""
