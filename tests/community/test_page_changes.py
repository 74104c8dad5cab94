"""Pages of every kind announce the same changes, by their own signals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, ReferenceIndex

from community.page_changes import announced_once
from events.signals import event_changed
from forums.signals import room_changed
from practices.signals import practice_changed
from tests.factories.community import GroupFactory, InstansiFactory, UserFactory
from tests.factories.events import EventPageFactory, first_room, make_room, make_slot, make_speaker
from tests.factories.forums import RoomPageFactory
from tests.factories.practices import PracticePageFactory

KINDS = {
    "practice": (PracticePageFactory, practice_changed, "practice_id"),
    "event": (EventPageFactory, event_changed, "event_id"),
    "room": (RoomPageFactory, room_changed, "room_id"),
}
pytestmark = pytest.mark.django_db


@pytest.fixture(params=KINDS)
def page_and_heard(request):
    """A page of each kind, and the ids that its signal announced since it was made."""
    factory, signal, argument = KINDS[request.param]
    page, heard = factory(), []

    def hear(sender, **kwargs):
        heard.append(kwargs[argument])

    signal.connect(hear)
    yield page, heard
    signal.disconnect(hear)


def test_a_save_is_announced_by_either_row(page_and_heard):
    page, heard = page_and_heard

    page.specific.save()
    by_own_row = heard.copy()
    heard.clear()
    Page.objects.get(pk=page.pk).save()

    assert set(by_own_row) == set(heard) == {page.pk}


def test_a_draft_and_another_page_are_not_announced(page_and_heard):
    page, heard = page_and_heard

    page.save(update_fields=["draft_title", "latest_revision"])
    page.get_parent().save()

    assert heard == []


def test_a_link_is_announced_from_both_sides(page_and_heard):
    page, heard = page_and_heard
    owner = InstansiFactory()

    through = type(page).owners.through
    name = f"{type(page)._meta.model_name}_set"
    getattr(owner, name).add(page)
    from_the_owner = heard.copy()

    assert through.objects.filter(instansi=owner).count() == 1
    assert from_the_owner == [page.pk]


def test_a_moved_branch_and_a_deletion_are_announced(page_and_heard):
    page, heard = page_and_heard
    index = page.get_parent()

    index.move(index.get_parent(), pos="first-child")
    moved = heard.copy()
    heard.clear()
    page.delete()

    assert moved == [page.pk]
    assert set(heard) == {page.pk}


def test_a_page_and_its_links_are_one_change(page_and_heard):
    page, heard = page_and_heard
    page = page.specific
    page.owners.add(InstansiFactory())
    page.audience_groups.add(GroupFactory())

    page.save()

    assert heard == [page.pk]


def test_a_save_that_fails_announces_nothing_and_the_next_one_does(page_and_heard):
    page, heard = page_and_heard

    def fail():
        page.specific.save()
        raise RuntimeError

    with pytest.raises(RuntimeError), announced_once():
        fail()
    after_failure = heard.copy()
    page.specific.save()

    assert (after_failure, heard) == ([], [page.pk])


def test_references_are_indexed_once_however_many_parts_a_page_has():
    def queries(rooms: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            EventPageFactory(slots=[make_slot(rooms=[make_room(f"Ruang {n}") for n in range(rooms)])])
        return sum("wagtailcore_referenceindex" in query["sql"] for query in captured)

    assert 0 < queries(1) == queries(4)


def test_a_part_changed_alone_has_the_references_of_its_page_indexed():
    speaker = UserFactory()
    event = EventPageFactory(slots=[make_slot(rooms=[make_room(people=[make_speaker(person=speaker)])])])
    ReferenceIndex.objects.all().delete()

    first_room(event).save()

    assert ReferenceIndex.get_references_to(speaker).filter(object_id=str(event.pk)).exists()
