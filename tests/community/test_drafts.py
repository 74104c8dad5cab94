"""Drafts, follows and notices: every exit."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community import periodic
from community.enums import Audience, NoticeKind, Scope, Subject
from community.errors import DraftTooLong
from community.models import Draft, Follow, Notice, User
from community.notifications import notify
from community.permissions import can_read
from community.services.drafts import LONGEST, MOST, discard_draft, draft_of, forget_old_drafts, save_draft
from community.services.follows import follow_by_writing, follows, set_following
from tests.factories.community import GroupFactory, InstansiFactory, UserFactory
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db


def test_draft_is_kept_once_per_place():
    person = UserFactory()

    save_draft(actor=person, place="topic:1", source="Satu")
    save_draft(actor=person, place="topic:1", source="Dua", title=" ")
    save_draft(actor=person, place="topic:2", source="Tiga\0")

    assert draft_of(person, "topic:1").fields == {"source": "Dua"}
    assert draft_of(person, "topic:2").fields == {"source": "Tiga"}
    assert Draft.objects.count() == 2
    assert draft_of(UserFactory(), "topic:1") is None
    assert draft_of(AnonymousUser(), "topic:1") is None


def test_emptied_and_discarded_drafts_are_gone():
    person = UserFactory()
    save_draft(actor=person, place="topic:1", source="Satu")
    save_draft(actor=person, place="topic:2", source="Dua")

    assert save_draft(actor=person, place="topic:1", source=" \n") is None
    discard_draft(actor=person, place="topic:2")
    discard_draft(actor=person, place="topic:3")

    assert not Draft.objects.exists()


@pytest.mark.once
def test_drafts_are_bounded():
    person = UserFactory()

    with pytest.raises(DraftTooLong):
        save_draft(actor=person, place="topic:1", source="a" * (LONGEST + 1))
    with pytest.raises(DraftTooLong):
        save_draft(actor=person, place="a" * 61, source="a")
    with pytest.raises(PermissionDenied):
        save_draft(actor=AnonymousUser(), place="topic:1", source="a")
    for number in range(MOST + 2):
        save_draft(actor=person, place=f"topic:{number}", source="a")

    assert Draft.objects.count() == MOST
    assert draft_of(person, "topic:1") is None
    assert draft_of(person, f"topic:{MOST + 1}") is not None


def test_follow_is_one_row_and_who_unfollowed_stays_so():
    person = UserFactory()
    what = {"subject": Subject.SCOPE, "object_id": Scope.HELPING.number}

    follow_by_writing(person, **what)
    assert follows(person, **what)
    set_following(actor=person, **what, is_on=False)
    follow_by_writing(person, **what)
    assert not follows(person, **what)
    set_following(actor=person, **what, is_on=True)
    set_following(actor=person, **what, is_on=True)

    assert follows(person, **what)
    assert Follow.objects.count() == 1
    assert not follows(AnonymousUser(), **what)


def test_follow_refuses_visitors():
    for is_on in (True, False):
        with pytest.raises(PermissionDenied):
            set_following(actor=AnonymousUser(), subject=Subject.SCOPE, object_id=Scope.HELPING.number, is_on=is_on)


def test_notice_of_one_cause_is_written_once_and_never_for_the_actor():
    actor, reader = UserFactory.create_batch(2)
    cause = {"subject": Subject.POST, "object_id": 7, "key": "post:7", "actor": actor, "data": {"reason": "x"}}

    for _ in range(2):
        notify([reader.pk, reader.pk, actor.pk], NoticeKind.REPLY, **cause)
    notify([reader.pk], NoticeKind.REPLY, **(cause | {"key": "post:8"}))
    notify([], NoticeKind.REPLY, **cause)

    rows = Notice.objects.newest_first()
    assert {(row.recipient, row.key, row.actor) for row in rows} == {
        (reader, "post:7", actor),
        (reader, "post:8", actor),
    }
    assert rows.unread().count() == 2


@pytest.mark.parametrize("audience", Audience.values)
def test_readers_of_an_item_are_those_who_may_read_it(audience):
    home, group = InstansiFactory(), GroupFactory()
    page = PracticePageFactory(audience=audience, owners=[home], audience_groups=[group])
    people = [
        UserFactory(),
        UserFactory(pending=True, instansi=home),
        UserFactory(verified=True, instansi=home),
        UserFactory(verified=True),
        UserFactory(verified=True, instansi=home, is_active=False),
        UserFactory(is_superuser=True),
        UserFactory(is_superuser=True, is_active=False),
        UserFactory(),
    ]
    people[-1].groups.add(group)
    people[1].groups.add(group)

    found = set(User.objects.readers_of(page).filter(pk__in=[person.pk for person in people]))

    assert found == {person for person in people if person.is_active and can_read(person, page)}


def test_drafts_that_nobody_touched_for_ninety_days_are_forgotten():
    person = UserFactory()
    save_draft(actor=person, place="topic:1", body="Lama")
    save_draft(actor=person, place="topic:2", body="Baru")
    now = timezone.now()
    Draft.objects.filter(place="topic:1").update(saved_at=now - timedelta(days=90, seconds=1))
    Draft.objects.filter(place="topic:2").update(saved_at=now - timedelta(days=89))

    ran = periodic.run_due(now)

    assert "forget_old_drafts" in ran
    assert list(person.drafts.values_list("place", flat=True)) == ["topic:2"]
    assert forget_old_drafts() == 0
