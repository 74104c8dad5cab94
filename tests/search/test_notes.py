"""The notulen of each room is a finding of its own: it names the room, leads to its section, and follows its event."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from community.enums import Audience
from events.models import EventPage, Room
from events.services import notulen
from search import truth
from search.enums import Kind
from search.forms import Question
from search.models import SearchEntry
from search.services import search
from tests.factories.community import SubAspectFactory, UserFactory
from tests.factories.events import EventPageFactory, NotulenBlockFactory, NotulenFactory, first_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted():
    """A closed event whose room has final notulen with the word "zamrud"."""
    subaspect = SubAspectFactory()
    event = EventPageFactory(closed=True, title="Dialog tahunan", slug="dialog-tahunan", subaspects=[subaspect])
    NotulenBlockFactory(notulen=NotulenFactory(room=first_room(event)), text="Peserta sepakat memakai zamrud.")
    notulen.finalise_notulen(first_room(event), actor=UserFactory(is_superuser=True))
    return event


def found(reader=None, text: str = "zamrud", **filters) -> list[tuple[str, str, str]]:
    answer = search(Question(text=text, filters=filters), reader or AnonymousUser())
    return [(row.kind.value, row.shown.url, row.shown.owners) for row in answer.rows]


def republish(event, **changes) -> None:
    page = EventPage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_word_of_the_notulen_leads_to_its_rooms_section(client, noted):
    room = first_room(noted)

    page = client.get("/cari/?q=zamrud").content.decode()

    assert found() == [("notes", f"/fgd/dialog-tahunan/{room.slug}/#notulen", "Dialog tahunan")]
    assert re.search(rf'<a href="/fgd/dialog-tahunan/{room.slug}/#notulen"[^>]*>{room.title}</a>', page)
    assert 'id="notulen"' in client.get(f"/fgd/dialog-tahunan/{room.slug}/").content.decode()


def test_it_has_the_facets_of_its_event_and_stands_under_its_tab(client, noted):
    code = noted.subaspects.first().code

    assert [kind for kind, _url, _owner in found(sub=(code,))] == ["notes"]
    assert found(sub=("lain",)) == []
    answer = client.get("/cari/?q=zamrud&jenis=fgd").context["results"]
    assert (answer.total, answer.kinds["event"], answer.facets["subaspect"]) == (1, 1, {code: 1})


def test_closing_the_event_closes_it_by_its_own_row(noted):
    before = SearchEntry.objects.get(kind=Kind.NOTES)
    republish(noted, audience=Audience.MEMBERS)

    assert found() == []
    assert [kind for kind, _url, _owner in found(UserFactory(verified=True))] == ["notes"]
    assert (before.container, before.doors) == (noted.pk, [])
    assert SearchEntry.objects.get(kind=Kind.NOTES).version == before.version


@pytest.mark.once
def test_it_is_gone_while_the_notulen_is_in_work_or_the_event_unpublished(noted):
    boss = UserFactory(is_superuser=True)
    notulen.reopen_notulen(first_room(noted), actor=boss)
    assert found(boss) == []
    notulen.finalise_notulen(first_room(noted), actor=boss)
    assert [kind for kind, _url, _owner in found()] == ["notes"]

    EventPage.objects.get(pk=noted.pk).unpublish()
    assert found() == []


def test_entries_stay_true_through_changes_and_deletion(noted):
    republish(noted, is_example=not noted.is_example)
    assert list(truth.disagreeing(Kind.NOTES)) == list(truth.disagreeing(Kind.EVENT)) == []

    room_id = first_room(noted).pk
    EventPage.objects.get(pk=noted.pk).delete()
    assert not Room.objects.filter(pk=room_id).exists()
    assert SearchEntry.objects.get(kind=Kind.NOTES, object_id=room_id).is_gone
