"""Whatever instant a process dies at while somebody organises an event or writes its notulen, all entries are true."""

import time
from datetime import timedelta
from itertools import count

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from community.models import Instansi, User
from community.signals import instansi_changed
from events.models import EventPage, Room, Slot
from events.services import events, notulen
from events.services.publication import programme_of
from events.signals import event_changed, registration_changed
from search import truth
from search.enums import Kind
from tests.events import test_cms as cms
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.events import EventPageFactory, NotulenBlockFactory, NotulenFactory, SeatFactory, first_room
from tests.search.test_truth import BACKEND, BETWEEN, EVERYWHERE, dying_at, in_fork

ANNOUNCED = [event_changed, registration_changed]
FOUND = (Kind.EVENT, Kind.NOTES)


def assert_true() -> None:
    """No entry of an event or a room's notulen disagrees with its row, and what was announced is what readers see."""
    assert {kind: list(truth.disagreeing(kind)) for kind in FOUND} == {kind: [] for kind in FOUND}
    for event in EventPage.objects.live():
        slots = list(
            Slot.objects.filter(page=event).prefetch_related("rooms").order_by("starts_at", "sort_order", "pk")
        )
        assert event.announced == programme_of(event, slots)


class Doings:
    """What organisers and note-takers do; by primary keys, since each act runs in a process of its own."""

    def __init__(self):
        self.admin = UserFactory(is_superuser=True).pk
        self.owner = InstansiFactory().pk
        owners = [Instansi.objects.get(pk=self.owner)]
        self.live = EventPageFactory(owners=owners).pk
        SeatFactory(room=self.room_of(self.live))
        self.draft = EventPageFactory(owners=owners, draft=True).pk
        self.nobodys = EventPageFactory(owners=owners).pk  # what somebody registered for cannot be deleted
        self.noted = EventPageFactory(owners=owners, closed=True).pk
        self.in_work = EventPageFactory(closed=True).pk
        for event in (self.noted, self.in_work):
            NotulenBlockFactory(notulen=NotulenFactory(room=self.room_of(event)))
        self.make_final(self.noted)
        scheduled = EventPageFactory(draft=True)
        scheduled.go_live_at = timezone.now() + timedelta(days=1)
        scheduled.save_revision().publish()
        Revision.objects.filter(object_id=scheduled.pk).update(approved_go_live_at=timezone.now() - timedelta(days=1))
        self.browser = Client()
        self.browser.force_login(self.actor, backend=BACKEND)

    @property
    def actor(self) -> User:
        return User.objects.get(pk=self.admin)

    def room_of(self, event: int) -> Room:
        return first_room(EventPage.objects.get(pk=event))

    def make_final(self, event: int) -> None:
        notulen.finalise_notulen(self.room_of(event), actor=self.actor)

    def sent(self, response) -> None:
        assert response.status_code == 302, response.content.decode()[:3000]

    # --- services ---

    def write_notulen(self):
        entries = [notulen.Entry(text="Zamrud.", position=10), notulen.Entry(text="Mirah.", position=20)]
        notulen.save_notulen(self.room_of(self.in_work), actor=self.actor, entries=entries)

    def finalise_notulen(self):
        self.make_final(self.in_work)

    def reopen_notulen(self):
        notulen.reopen_notulen(self.room_of(self.noted), actor=self.actor)

    def start(self):
        events.start_event(EventPage.objects.get(pk=self.live), actor=self.actor)

    def cancel(self):
        events.cancel_event(EventPage.objects.get(pk=self.live), actor=self.actor)

    def rename_owner(self):
        with transaction.atomic():
            row = Instansi.objects.select_for_update().get(pk=self.owner)
            row.name = f"Kota {time.time()}"
            row.save()
            instansi_changed.send(Instansi, instansi_id=row.pk)

    def publish_on_schedule(self):
        call_command("publish_scheduled")

    # --- CMS ---

    def make_in_cms(self):
        slug = f"acara-{time.time_ns()}"
        rooms = [cms.room("Membagi pembinaan", people=[cms.person()], agenda=[cms.item()]), cms.room("Jadwal")]
        self.sent(cms.add(self.browser, cms.slot(rooms), slug=slug))

    def change_room_in_cms(self):
        event = EventPage.objects.get(pk=self.live)
        self.sent(cms.edit(self.browser, event, cms.room("Ruang lagi"), summary=f"Tentang {time.time_ns()}"))

    def publish_in_cms(self):
        self.sent(cms.edit(self.browser, EventPage.objects.get(pk=self.draft)))

    def unpublish_in_cms(self):
        self.sent(self.browser.post(f"/cms/pages/{self.noted}/unpublish/"))

    def delete_in_cms(self):
        self.sent(self.browser.post(f"/cms/pages/{self.nobodys}/delete/"))


HELPERS = {"actor", "room_of", "make_final", "sent"}
ACTS = [name for name in vars(Doings) if not name.startswith("_") and name not in HELPERS]
QUICK = ["finalise_notulen"]


@pytest.fixture
def doings(transactional_db):
    made = Doings()
    assert_true()
    return made


def die_and_look(signals, act) -> int:
    """Let `act` die at each of `signals` in turn, until it lives to its end; how often it died."""
    deaths = 0
    for moment in count(1):
        if in_fork(dying_at(moment, signals, act)):
            break
        deaths += 1
        assert_true()
    assert_true()
    return deaths


@pytest.mark.parametrize("act", QUICK)
def test_a_process_that_dies_before_it_announces_an_event_leaves_true_entries(doings, act):
    assert die_and_look([*ANNOUNCED, *BETWEEN], getattr(doings, act))


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
def test_a_process_that_dies_at_any_signal_of_an_event_leaves_true_entries(doings, act):
    assert die_and_look([*ANNOUNCED, *EVERYWHERE], getattr(doings, act))
