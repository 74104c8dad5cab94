"""The programme of an event as one reader sees it: slots, rooms, seats, and the meeting link when it is theirs to see.

Gathered in few queries whatever the number of rooms.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import CharField, F, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.prepared import prepared
from community.zones import Zone
from events.clashes import COLUMNS, Held, clashes_of
from events.enums import NotulenState, PersonRole, SeatState, WaitingState
from events.links import event_url
from events.models import AgendaItem, EventPage, NotulenBlock, Room, RoomPerson, Seat, Slot, Waiting
from events.permissions import LINK_OPENS, is_link_open
from events.querysets import count_of
from events.services.rooms import TAKING_PART, is_within_registration
from events.times import clock, hours, long_moment, slot_words, span

TINTS = ("is-best", "is-steward", "is-helping", "is-innov")


@dataclass
class RoomView:
    """A room with what `reader` may see of it and do in it now.

    `holds` is the reader's seat, `waits` their place in the waitlist (as rows of both tables); `action` names the form
    to show: register, change, wait, leave, offer, cancel, sign_in, or nothing; `clashes` are the reader's seats
    elsewhere at that time.
    """

    event: EventPage
    slot: Slot
    room: Room
    people: list[RoomPerson] = field(default_factory=list)
    agenda: list[dict] = field(default_factory=list)
    topics: list[tuple[str, str]] = field(default_factory=list)
    notulen: list[NotulenBlock] = field(default_factory=list)
    notulen_note: str = ""
    holds: dict | None = None
    waits: dict | None = None
    seat_in: str = ""
    clashes: list[dict] = field(default_factory=list)
    action: str = ""
    is_started: bool = False
    is_staff: bool = False
    meeting_url: str = ""
    link_from: str = ""
    offer_until: str = ""
    number: int = 0

    @property
    def url(self) -> str:
        return f"{event_url(self.event.slug)}{self.room.slug}/"

    @property
    def taken(self) -> int:
        return self.room.seats_taken + self.room.seats_offered

    @property
    def free(self) -> int | None:
        return None if self.room.capacity is None else max(0, self.room.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def fill(self) -> int:
        """How full the bar is, in hundredths."""
        return round(100 * min(self.taken, self.room.capacity) / self.room.capacity) if self.room.capacity else 0

    @property
    def seats_text(self) -> str:
        """Seats in words: "sisa 14 dari 60", "penuh, 6 di daftar tunggu"."""
        if self.room.capacity is None:
            return _("tanpa batas, %(count)d terdaftar") % {"count": self.room.seats_taken}
        if not self.is_full:
            return _("sisa %(free)d dari %(all)d") % {"free": self.free, "all": self.room.capacity}
        if not self.room.waiting_count:
            return _("penuh")
        return _("penuh, %(count)d di daftar tunggu") % {"count": self.room.waiting_count}

    @property
    def shows_seats(self) -> bool:
        """Whether seats are worth a line: while somebody may still come."""
        return not self.event.is_over and not self.room.is_cancelled and self.slot.is_timed


@dataclass
class SlotView:
    slot: Slot
    when: str
    own_when: str
    rooms: list[RoomView]

    @property
    def title(self) -> str:
        return self.slot.title


@dataclass
class Programme:
    """All slots in their order, and what concerns the reader: `seats`, `offers` and open `links` of their rooms."""

    slots: list[SlotView]
    zone: Zone
    own_zone: Zone | None

    @property
    def rooms(self) -> list[RoomView]:
        return [room for slot in self.slots for room in slot.rooms]

    @property
    def seats(self) -> list[RoomView]:
        return [room for room in self.rooms if room.holds]

    @property
    def offers(self) -> list[RoomView]:
        return [room for room in self.rooms if room.action == "offer"]

    @property
    def links(self) -> list[RoomView]:
        return [room for room in self.rooms if room.meeting_url]


def programme_for(
    event: EventPage, reader, now: datetime, *, own_zone: Zone | None = None, slug: str = ""
) -> Programme:
    """The programme of `event` for `reader`; of one room only when `slug` is given."""
    rooms = rooms_with_counts(event, slug)
    views = {room.pk: RoomView(event, room.slot, room) for room in rooms}
    _add_people(views, reader)
    _add_agenda(views)
    if event.starts_at and event.starts_at <= now:  # nobody takes notes of what has not begun
        _add_notulen(views)
    mine = _mine(event, reader)
    for number, view in enumerate(views.values(), start=1):
        view.number = number
        _place_reader(view, mine, reader, now)
    zone = event.time_zone
    by_slot: dict[int, list[RoomView]] = defaultdict(list)
    for view in views.values():
        by_slot[view.slot.pk].append(view)
    slots = [_slot_view(own[0].slot, own, zone, own_zone) for own in by_slot.values()]
    return Programme(slots, zone, own_zone)


def rooms_with_counts(event: EventPage, slug: str = "") -> list[Room]:
    """The rooms in the order of the programme with their slots and counts, by one query."""
    found = list(_rooms(event.pk).filter(slug=slug)) if slug else _every_room(event.pk)
    slots: dict[int, Slot] = {}
    for room in found:
        room.slot = slots.setdefault(room.slot_id, room.slot)
        room.slot.page = event
    return found


def _rooms(event: int):
    rooms = Room.objects.filter(slot__page=event).select_related("slot")
    rooms = rooms.annotate(
        seats_taken=count_of(Seat.objects, state=SeatState.ACTIVE),
        seats_offered=count_of(Waiting.objects, state=WaitingState.OFFERED),
        waiting_count=count_of(Waiting.objects, state=WaitingState.WAITING),
    )
    return rooms.order_by("slot__starts_at", "slot__sort_order", "slot__pk", "sort_order", "pk")


_every_room = prepared(_rooms)


def _add_people(views: dict[int, RoomView], reader) -> None:
    people = list(RoomPerson.objects.filter(room__in=views).order_by("sort_order", "pk"))
    order = list(PersonRole)
    for person in sorted(people, key=lambda each: order.index(PersonRole(each.role))):
        view = views[person.room_id]
        person.tint = TINTS[len(view.people) % len(TINTS)]
        view.people.append(person)
        if reader.is_authenticated and person.person_id is not None and person.person_id == reader.pk:
            view.is_staff = True


def _add_agenda(views: dict[int, RoomView]) -> None:
    for item in AgendaItem.objects.filter(room__in=views).order_by("sort_order", "pk"):
        when = "–".join(hours(each) for each in (item.starts, item.ends) if each)
        views[item.room_id].agenda.append({"item": item, "when": when, "who": ", ".join(item.speaker_names)})


def _add_notulen(views: dict[int, RoomView]) -> None:
    """The entries of final notulen, with the agencies that follow up."""
    blocks = NotulenBlock.objects.filter(notulen__room__in=views, notulen__state=NotulenState.FINAL)
    for block in blocks.select_related("notulen", "owner").order_by("position", "pk"):
        view = views[block.notulen.room_id]
        view.notulen.append(block)
        view.notulen_note = block.notulen.source_note


@dataclass
class Mine:
    """The reader's seats and places in the event's waitlists by room, and all their seats at the time of the event."""

    seats: dict[int, dict] = field(default_factory=dict)
    waitings: dict[int, dict] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)


def _mine(event: EventPage, reader) -> Mine:
    """What the reader has, by one query; nothing for a visitor."""
    mine = Mine()
    if not reader.is_authenticated or not reader.pk or event.is_over:
        return mine
    is_timed = event.starts_at is not None and event.ends_at is not None
    found = (
        _own_meanwhile(event.pk, reader.pk, event.starts_at, event.ends_at) if is_timed else _own(event.pk, reader.pk)
    )
    for table, pk, room_id, state, expires, *words in found:
        held = Held(*words)
        own = {"pk": pk, "slot": held.slot_id, "state": state, "expires": expires}
        if table == "waiting":
            mine.waitings[room_id] = own
            continue
        mine.held.append(held)
        if held.event_id == event.pk:
            mine.seats[room_id] = own
    return mine


@prepared
def _own(event: int, person: int):
    """A person's seats and places in the waitlists of an event."""
    return _own_rows(event, person, Q(event=event))


@prepared
def _own_meanwhile(event: int, person: int, starts_at: datetime, ends_at: datetime):
    """The same, with their seats in other events between two moments."""
    meanwhile = Q(event__live=True, room__is_cancelled=False, slot__starts_at__lt=ends_at, slot__ends_at__gt=starts_at)
    return _own_rows(event, person, Q(event=event) | meanwhile)


def _own_rows(event: int, person: int, seats_wanted: Q):
    columns = ("table", "pk", "room_id", "state", "expires", *COLUMNS)
    seats = Seat.objects.active().filter(seats_wanted, person=person)
    seats = seats.annotate(table=Value("seat", CharField()), expires=F("ended_at")).values_list(*columns).order_by()
    waitings = Waiting.objects.in_queue().filter(event=event, person=person)
    waitings = waitings.annotate(table=Value("waiting", CharField()), expires=F("offer_expires_at"))
    return seats.union(waitings.values_list(*columns).order_by(), all=True)


def _place_reader(view: RoomView, mine: Mine, reader, now: datetime) -> None:
    """What the reader holds, may do, and may see of the meeting."""
    view.holds = mine.seats.get(view.room.pk)
    view.waits = mine.waitings.get(view.room.pk)
    in_slot = [room_id for room_id, seat in mine.seats.items() if seat["slot"] == view.slot.pk]
    view.seat_in = "other" if in_slot and view.room.pk not in in_slot else ""
    zone = view.event.time_zone
    if view.waits and view.waits["expires"]:
        view.offer_until = long_moment(view.waits["expires"], zone)
    view.is_started = view.slot.is_started(now)
    view.action = _action(view, reader, now)
    if view.action:
        view.clashes = clashes_of(view.slot, mine.held, zone)
    may_enter = bool(view.holds or view.is_staff) and not view.room.is_cancelled and not view.event.is_over
    if may_enter and view.slot.is_timed and view.room.meeting_url:
        if is_link_open(view.slot, now):
            view.meeting_url = view.room.meeting_url
        elif now < view.slot.starts_at:
            view.link_from = f"{clock(view.slot.starts_at - LINK_OPENS, zone)} {zone.short}"


def _action(view: RoomView, reader, now: datetime) -> str:
    """The one form that makes sense; the service asks everything again."""
    is_ahead = view.slot.starts_at is not None and not view.is_started
    if view.room.is_cancelled or view.event.state not in TAKING_PART or not is_ahead or not view.slot.is_timed:
        return ""
    if view.waits and view.waits["state"] == WaitingState.OFFERED and view.waits["expires"] > now:
        return "offer"
    if view.holds:
        return "cancel"
    if view.waits:
        return "leave"
    if not is_within_registration(view.event, now):
        return ""
    if not reader.is_authenticated:
        return "sign_in"
    if view.is_full or view.room.waiting_count:
        return "wait"
    return "change" if view.seat_in else "register"


def _slot_view(slot: Slot, rooms: list[RoomView], zone: Zone, own_zone: Zone | None) -> SlotView:
    own = ""
    if own_zone and own_zone != zone and slot.is_timed:
        own = span(slot.starts_at, slot.ends_at, own_zone)
    return SlotView(slot, slot_words(slot, zone), own, rooms)


def rooms_title(count: int) -> str:
    """How many rooms, as the heading of their part: "Dua ruang"."""
    words = {1: _("Satu ruang"), 2: _("Dua ruang"), 3: _("Tiga ruang"), 4: _("Empat ruang"), 5: _("Lima ruang")}
    return words.get(count) or ngettext("%(count)d ruang", "%(count)d ruang", count) % {"count": count}
