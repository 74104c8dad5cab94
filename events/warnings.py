"""What an organiser should look at again in a programme. It warns and never blocks: they may know better."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.utils.translation import gettext as _

from events.models import EventPage, RoomPerson
from events.programme import RoomView
from events.times import hours


@dataclass(frozen=True)
class Span:
    """A room at its time, with who is in it (account ids, and plain names folded) and where."""

    room: str
    starts_at: datetime
    ends_at: datetime
    people: dict[object, str]
    place: str
    meeting_url: str

    def meets(self, other: "Span") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def warnings_of(page: EventPage) -> list[str]:
    """Who is in two rooms at once, rooms that share a place or a meeting link, sessions that overlap.

    Reads slots and rooms as `page` holds them in memory (a draft's own).
    """
    page.keep_moments()
    slots = page.slot_list()
    rooms = [(slot, room, room.people.all()) for slot in slots for room in slot.rooms.get_object_list()]
    return _told(page, slots, rooms)


def warnings_of_views(event: EventPage, views: list[RoomView]) -> list[str]:
    """The same for rooms that were read before, by one query for what is held elsewhere."""
    slots = list({view.slot.pk: view.slot for view in views}.values())
    return _told(event, slots, [(view.slot, view.room, view.people) for view in views])


def _told(page: EventPage, slots: list, rooms: list[tuple]) -> list[str]:
    spans = [_span(*each) for each in rooms if each[0].is_timed and not each[1].is_cancelled]
    found = [warning for one, other in combinations(spans, 2) if one.meets(other) for warning in _between(one, other)]
    return list(dict.fromkeys([*_overlapping(slots), *found, *_elsewhere(page, spans)]))


def _span(slot, room, people) -> Span:
    known = {person.person_id or _folded(person.name): person.name for person in people}
    return Span(room.title, slot.starts_at, slot.ends_at, known, _folded(room.place), room.meeting_url.strip())


def _folded(words: str) -> str:
    return " ".join((words or "").split()).casefold()


def _between(one: Span, other: Span) -> list[str]:
    """What two rooms at the same time have in common."""
    rooms = {"one": one.room, "other": other.room}
    found = [
        _("%(name)s ada di dua ruang pada waktu yang sama: “%(one)s” dan “%(other)s”.") % {"name": name, **rooms}
        for key, name in one.people.items()
        if key in other.people
    ]
    if one.place and one.place == other.place:
        found.append(_("“%(one)s” dan “%(other)s” memakai tempat yang sama pada waktu yang sama.") % rooms)
    if one.meeting_url and one.meeting_url == other.meeting_url:
        found.append(_("“%(one)s” dan “%(other)s” memakai tautan rapat yang sama pada waktu yang sama.") % rooms)
    return found


def _overlapping(slots: list) -> list[str]:
    """Sessions at the same time: a person may then hold a seat in each."""
    timed = [slot for slot in slots if slot.is_timed]
    return [
        _("Sesi %(one)s dan %(other)s berjalan bersamaan, jadi seseorang dapat memegang kursi di keduanya.")
        % {"one": _named(one), "other": _named(other)}
        for one, other in combinations(timed, 2)
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]


def _named(slot) -> str:
    span = f"{hours(slot.starts)}–{hours(slot.ends)}"
    return f"“{slot.title}” ({span})" if slot.title else span


def _elsewhere(page: EventPage, spans: list[Span]) -> list[str]:
    """People with an account who are in a room of another event at that time."""
    known = defaultdict(list)
    for span in spans:
        for key in span.people:
            if isinstance(key, int):
                known[key].append(span)
    if not known:
        return []
    rows = RoomPerson.objects.filter(
        person__in=known,
        room__is_cancelled=False,
        room__slot__page__live=True,
        room__slot__starts_at__lt=max(span.ends_at for span in spans),
        room__slot__ends_at__gt=min(span.starts_at for span in spans),
    ).exclude(room__slot__page=page.pk or 0)
    text = _("%(name)s pada waktu itu juga ada di acara “%(event)s”.")
    return [
        text % {"name": row.name, "event": row.room.slot.page.title}
        for row in rows.select_related("room__slot__page").order_by("name", "pk")
        if any(_meets(span, row.room.slot) for span in known[row.person_id])
    ]


def _meets(span: Span, slot) -> bool:
    return span.starts_at < slot.ends_at and slot.starts_at < span.ends_at
