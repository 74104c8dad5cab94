"""Events as iCalendar (RFC 5545): one item per slot of an event, or per room for those who sit in it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from unicodedata import category

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from community.zones import Zone
from events.enums import EventState, SeatState
from events.links import event_url
from events.models import Seat

UNWRITABLE = {"Cc", "Cs"}  # control characters and halves of characters
PRODUCT = "-//CoP Sistem Merit//FGD//ID"


@dataclass(frozen=True)
class OwnRoom:
    """A room (its slot at hand) in the calendar of one person, who has a seat in it or had one.

    A calendar takes a file only if its number (SEQUENCE) is higher than that of the file before: so each time that the
    person took or gave back the seat counts as a `turn` beside the changes of the programme.
    """

    room: object
    turn: int
    is_freed: bool


def own_rooms(person, rooms: list) -> list[OwnRoom]:
    """Those of `rooms` in which the person has or had a seat, as their calendar is to know them; one query."""
    seats = Seat.objects.filter(person=person, room__in=rooms).values_list("room", "state")
    own = []
    for room in rooms:
        states = [state for pk, state in seats if pk == room.pk]
        if states:
            is_freed = SeatState.ACTIVE not in states
            turn = 2 * states.count(SeatState.CANCELLED) - is_freed
            own.append(OwnRoom(room, turn, is_freed))
    return own


def event_calendar(event, slots) -> bytes:
    """The event as one item per slot with known hours; `slots` have their `rooms` at hand."""
    timed = [slot for slot in slots if slot.is_timed]
    items = []
    for slot in timed:
        title = f"{event.title}: {slot.title}" if slot.title and len(timed) > 1 else event.title
        places = [event.place, *(room.place for room in slot.rooms.all())]
        is_off = bool(slot.rooms.all()) and all(room.is_cancelled for room in slot.rooms.all())
        items.append(_item(event, slot, uid=slot.uid, title=title, place=places, path=event_path(event), is_off=is_off))
    return _written(event, items, event.title)


def room_calendar(event, room, person) -> bytes:
    """One room of the event, with its slot at hand as `room.slot`, for the calendar of who fetches it.

    Who gave their seat back and fetches the file wants the room in their calendar all the same: so it takes place
    there, with the number that a seat taken anew would have, beyond that of the mail that took the room away.
    """
    own = own_rooms(person, [room]) if person.is_authenticated else []
    fetched = own[0] if own else OwnRoom(room, turn=0, is_freed=False)
    if fetched.is_freed:
        fetched = replace(fetched, turn=fetched.turn + 1, is_freed=False)
    return seat_calendar(event, [fetched])


def seat_calendar(event, own: list[OwnRoom]) -> bytes:
    """What a person's calendar is to know of their rooms, the first of which names the file; freed ones are off."""
    items = [_room_item(event, each) for each in own if each.room.slot.is_timed]
    return _written(event, items, _room_title(event, own[0].room))


def _room_title(event, room) -> str:
    return f"{room.title} · {event.title}"


def _room_item(event, own: OwnRoom) -> Event:
    room = own.room
    return _item(
        event,
        room.slot,
        uid=room.uid,
        title=_room_title(event, room),
        place=[room.place or event.place],
        path=reverse("events:room_detail", args=[event.slug, room.slug]),
        is_off=room.is_cancelled or own.is_freed,
        turn=own.turn,
    )


def event_path(event) -> str:
    return event_url(event.slug)


def _item(event, slot, *, uid, title: str, place: list[str], path: str, is_off: bool, turn: int = 0) -> Event:
    """A VEVENT in the zone of the event. The meeting link never stands in it: calendars are passed on."""
    zone = Zone(event.zone).info
    address = f"{settings.SITE_URL.rstrip('/')}{path}"
    item = Event()
    item.add("uid", str(uid))
    item.add("dtstamp", _stamp(event))
    item.add("last-modified", _stamp(event))
    item.add("sequence", event.sequence + turn)
    item.add("dtstart", slot.starts_at.astimezone(zone))
    item.add("dtend", slot.ends_at.astimezone(zone))
    item.add("summary", _clean(title))
    where_more = _("Ruang, narasumber, dan tautan rapat:")
    item.add("description", _clean(f"{event.summary}\n\n{where_more} {address}"))
    where = [_clean(text) for text in dict.fromkeys(filter(None, place))]
    item.add("location", "; ".join(where) or _("Daring"))
    item.add("url", address)
    is_off = is_off or event.state == EventState.CANCELLED
    item.add("status", "CANCELLED" if is_off else "CONFIRMED")
    item.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    return item


def _stamp(event) -> datetime:
    """When the programme last changed, in UTC: the same file gives the same bytes."""
    return (event.calendar_changed_at or event.last_published_at or event.starts_at).astimezone(UTC)


def _written(event, items: list[Event], name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _clean(name))
    if items:
        calendar.add_component(_time_zone(Zone(event.zone)))
    for item in items:
        calendar.add_component(item)
    return calendar.to_ical()


def _time_zone(zone: Zone) -> Timezone:
    """The VTIMEZONE of a zone that has had one offset since 1970's calendars begin, as all of Indonesia's are used."""
    offset = datetime(2020, 1, 1, tzinfo=zone.info).utcoffset()
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", offset)
    standard.add("tzoffsetto", offset)
    standard.add("tzname", zone.short)
    component = Timezone()
    component.add("tzid", zone.value)
    component.add_component(standard)
    return component


def _clean(text: str) -> str:
    """Text without what a calendar cannot hold: control characters but line breaks."""
    return "".join(" " if letter != "\n" and category(letter) in UNWRITABLE else letter for letter in text).strip()
