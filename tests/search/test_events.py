"""Events with their rooms, as they are found: by all that their pages tell, by who may open them, and at once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from community.enums import Audience
from events.models import EventPage
from events.services.events import cancel_event
from search import truth
from search.enums import Kind
from search.forms import Question
from search.models import SearchEntry
from search.services import search
from search.sources import SOURCES
from tests.factories.community import SubAspectFactory, UserFactory
from tests.factories.events import EventPageFactory, make_item, make_room, make_slot, make_speaker

pytestmark = pytest.mark.django_db


def make(**fields) -> EventPage:
    room = make_room(
        "Bengkel aksolotl",
        people=[make_speaker("Ratna Spektrometer", title="Kepala kompostor", topic="Kromatograf harian")],
        agenda=[make_item("Pembukaan teleskop")],
        subaspects=[SubAspectFactory(name="Dialog zamrud")],
    )
    return EventPageFactory(**{"title": "Dialog kinerja", "slots": [make_slot(rooms=[room])], **fields})


def found(words: str, reader=None, **changes) -> list[tuple[str, int]]:
    return [
        (row.kind, row.hit.object_id) for row in search(Question(text=words, **changes), reader or AnonymousUser()).rows
    ]


def republish(event, **changes) -> None:
    page = EventPage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_an_event_is_found_by_its_rooms_their_people_and_agenda():
    event = make()

    for word in ("aksolotl", "spektrometer", "kompostor", "kromatograf", "teleskop", "zamrud"):
        assert found(word) == found(word, tab="fgd") == [(Kind.EVENT, event.pk)], word
    (row,) = search(Question(text="aksolotl"), AnonymousUser()).rows
    assert row.shown.url == f"/fgd/{event.slug}/"
    entry = SearchEntry.objects.get(kind=Kind.EVENT)
    assert "rapat.example" not in " ".join(str(getattr(entry, field.name)) for field in entry._meta.fields)


def test_closing_changing_and_unpublishing_an_event_shows_at_once():
    event, member = make(), UserFactory(verified=True)

    republish(event, audience=Audience.MEMBERS)
    assert found("aksolotl") == []
    assert found("aksolotl", member) == [(Kind.EVENT, event.pk)]
    republish(event, audience=Audience.PUBLIC, summary="Tentang mikrometer.")
    assert found("mikrometer") == [(Kind.EVENT, event.pk)]
    cancel_event(EventPage.objects.get(pk=event.pk), actor=UserFactory(is_superuser=True))
    assert list(truth.disagreeing(Kind.EVENT)) == []
    EventPage.objects.get(pk=event.pk).unpublish()

    assert found("aksolotl") == found("aksolotl", UserFactory(is_superuser=True)) == []
    assert list(truth.disagreeing(Kind.EVENT)) == []


@pytest.mark.once
def test_a_draft_and_what_is_only_drafted_are_not_found():
    make(draft=True)
    event = EventPageFactory()
    event.summary = "Tentang aksolotl."
    event.save_revision()

    assert found("aksolotl") == found("aksolotl", UserFactory(is_superuser=True)) == []


def test_a_deleted_event_leaves_no_words():
    event = make()

    Page.objects.get(pk=event.pk).specific.delete()

    assert found("aksolotl") == []
    assert not SearchEntry.objects.findable().filter(kind=Kind.EVENT).exists()
    assert "ksolotl" not in "".join(SearchEntry.objects.values_list("body", flat=True))


@pytest.mark.once
def test_events_are_read_with_as_many_queries_for_five_as_for_one(assert_flat_queries):
    source = SOURCES[Kind.EVENT]

    assert_flat_queries(make, lambda: source.entries(list(source.rows().values_list("pk", flat=True))))
