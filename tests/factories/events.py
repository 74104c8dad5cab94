"""Events with their slots and rooms, seats and notulen, dull enough to need no reading."""

from datetime import date, datetime, time, timedelta

import factory
from django.utils import timezone

from community.enums import Audience, Scope
from community.zones import Zone
from events.enums import EventState, NotulenState, PersonRole, SeatState, WaitingState
from events.models import (
    AgendaItem,
    EventPage,
    Notulen,
    NotulenBlock,
    Room,
    RoomPerson,
    Seat,
    Slot,
    Waiting,
)
from tests.factories.community import UserFactory
from tests.factories.pages import add_page, event_index


def make_slot(starts_at: datetime | None = None, minutes: int = 120, rooms=None, zone=Zone.WIB, **fields) -> Slot:
    """A slot in memory that starts at a moment (a day from now unless given) with `rooms` in it."""
    start = (starts_at or timezone.now() + timedelta(days=1)).astimezone(zone.info).replace(second=0, microsecond=0)
    last = datetime.combine(start.date(), time(23, 59, 59), zone.info)
    start = min(
        start, datetime.combine(start.date(), time(23, 58), zone.info)
    )  # so that it ends a minute later or more
    end = min(start + timedelta(minutes=minutes), last)
    fields = {"day": start.date(), "starts": start.time(), "ends": end.time(), **fields}
    rooms = rooms if rooms is not None else [make_room()]
    for place, room in enumerate(rooms):
        room.sort_order = place  # as the CMS numbers them; without it a database may give them in any order
    return Slot(rooms=rooms, **fields)


def running_slot() -> Slot:
    """A slot that began five minutes ago, or with the day, since a slot stays within its day."""
    now = timezone.now()
    midnight = datetime.combine(now.astimezone(Zone.WIB.info).date(), time(0), Zone.WIB.info)
    return make_slot(max(now - timedelta(minutes=5), midnight))


def archive_slot(day=date(2022, 4, 28), **fields) -> Slot:
    """A slot whose hours nobody recorded."""
    return make_slot(day=day, starts=None, ends=None, **fields)


def make_room(title="Ruang Dialog", capacity=10, subaspects=(), people=(), agenda=(), **fields) -> Room:
    """A room in memory, with a meeting link."""
    fields = {"meeting_url": "https://rapat.example/ruang", **fields}
    return Room(
        title=title, capacity=capacity, subaspects=list(subaspects), people=list(people), agenda=list(agenda), **fields
    )


def make_speaker(name="Ratna Wijayanti", role=PersonRole.SPEAKER, **fields) -> RoomPerson:
    return RoomPerson(name=name, role=role, **fields)


def make_item(title="Pembukaan", **fields) -> AgendaItem:
    return AgendaItem(title=title, **fields)


class EventPageFactory(factory.Factory):
    """A published event, open for registration, a day from now, with one slot of one room.

    `slots` takes slots in memory (`make_slot`). Traits: `draft` (never published), `prepared` (published, registration
    not open), `running`, `closed` (a month ago), `members`, `for_owners`, `for_group`. `room` is its first room.
    """

    class Meta:
        model = EventPage

    class Params:
        draft = factory.Trait(live=False, state=EventState.DRAFT)
        prepared = factory.Trait(state=EventState.DRAFT)
        running = factory.Trait(
            state=EventState.RUNNING,
            slots=factory.LazyFunction(lambda: [running_slot()]),
        )
        closed = factory.Trait(
            state=EventState.CLOSED,
            slots=factory.LazyFunction(lambda: [make_slot(timezone.now() - timedelta(days=30))]),
        )
        members = factory.Trait(audience=Audience.MEMBERS)
        for_owners = factory.Trait(audience=Audience.INSTANSI)
        for_group = factory.Trait(audience=Audience.GROUP)

    title = factory.Sequence(lambda n: f"Dialog kinerja yang jujur {n}")
    summary = "Dua ruang, dua pengalaman memulai percakapan."
    scope = Scope.BEST_PRACTICE
    audience = Audience.PUBLIC
    state = EventState.OPEN
    live = True
    slots = factory.LazyFunction(lambda: [make_slot()])
    owners = factory.LazyFunction(list)
    aspects = factory.LazyFunction(list)
    subaspects = factory.LazyFunction(list)
    audience_groups = factory.LazyFunction(list)
    practices = factory.LazyFunction(list)

    @classmethod
    def _create(cls, model_class, *args, parent=None, live=True, state=EventState.OPEN, **fields):
        page = add_page(model_class(*args, **fields), parent or event_index(), is_live=live)
        EventPage.objects.filter(pk=page.pk).update(
            state=state, closed_at=timezone.now() if state == EventState.CLOSED else None
        )
        return model_class.objects.get(pk=page.pk)

    @classmethod
    def _build(cls, model_class, *args, parent=None, **fields):
        return model_class(*args, **fields)


def first_room(event: EventPage) -> Room:
    return Room.objects.select_related("slot__page").filter(slot__page=event).order_by("slot__pk", "pk").first()


def make_open_room(**room_fields) -> Room:
    """The one room of a new event that is open for registration."""
    return first_room(EventPageFactory(slots=[make_slot(rooms=[make_room(**room_fields)])]))


class SeatFactory(factory.django.DjangoModelFactory):
    """An active seat in an open room; trait `cancelled`."""

    class Meta:
        model = Seat

    class Params:
        cancelled = factory.Trait(state=SeatState.CANCELLED, ended_at=factory.LazyFunction(timezone.now))

    room = factory.LazyFunction(make_open_room)
    slot = factory.LazyAttribute(lambda o: o.room.slot)
    event = factory.LazyAttribute(lambda o: o.room.slot.page)
    person = factory.SubFactory(UserFactory)


class WaitingFactory(factory.django.DjangoModelFactory):
    """A place in a waitlist; trait `offered`: a seat is offered for an hour."""

    class Meta:
        model = Waiting

    class Params:
        offered = factory.Trait(
            state=WaitingState.OFFERED,
            offered_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1)),
            offer_expires_at=factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1)),
        )
        lapsed = factory.Trait(
            state=WaitingState.OFFERED,
            offered_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1)),
            offer_expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1)),
        )

    room = factory.LazyFunction(make_open_room)
    slot = factory.LazyAttribute(lambda o: o.room.slot)
    event = factory.LazyAttribute(lambda o: o.room.slot.page)
    person = factory.SubFactory(UserFactory)


class NotulenFactory(factory.django.DjangoModelFactory):
    """The notulen of a room, a draft; trait `final`."""

    class Meta:
        model = Notulen

    class Params:
        final = factory.Trait(state=NotulenState.FINAL, finalised_at=factory.LazyFunction(timezone.now))

    room = factory.LazyFunction(make_open_room)
    event = factory.LazyAttribute(lambda o: o.room.slot.page)
    version = 1
    changed_at = factory.LazyFunction(timezone.now)


class NotulenBlockFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NotulenBlock

    notulen = factory.SubFactory(NotulenFactory)
    text = factory.Sequence(lambda n: f"Poin percakapan {n}")
    position = factory.Sequence(lambda n: n)
