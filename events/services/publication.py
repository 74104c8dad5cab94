"""What follows when an event is published: what moved is told to those it touches, and calendars learn of it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from community.models import User
from community.zones import Zone
from events import notifications
from events.enums import EventMode
from events.models import EventPage, Room, Slot
from events.services.events import empty_room, locked
from events.services.rooms import Place, pass_on
from events.signals import event_changed
from events.times import time_words

TOLD = ("when", "place", "mode")


@transaction.atomic
def event_published(event: EventPage) -> EventPage:
    """Compare the programme with the one last announced and tell what moved; safe to run twice.

    Locks the event's row, then the slots of the rooms that changed. Whoever holds a seat or waits in a room whose time,
    place or mode moved gets one mail; a room that no longer takes place is emptied; a room that grew offers its seats.
    """
    event = locked(event)
    slots = list(Slot.objects.filter(page=event).prefetch_related("rooms").order_by("starts_at", "sort_order", "pk"))
    programme, before = programme_of(event, slots), event.announced
    if programme != before:
        if before:
            event.sequence += 1
        event.announced, event.calendar_changed_at = programme, timezone.now()
        EventPage.objects.filter(pk=event.pk).update(
            announced=event.announced, sequence=event.sequence, calendar_changed_at=event.calendar_changed_at
        )
    for slot in slots:
        for room in slot.rooms.all():
            room.slot = slot
            _settle_room(event, room, before.get("rooms", {}).get(str(room.uid)), programme["rooms"][str(room.uid)])
    event_changed.send(EventPage, event_id=event.pk)
    return event


def programme_of(event: EventPage, slots: list[Slot]) -> dict:
    """All that a calendar or a participant must learn of when it changes, as plain data."""
    rooms = {str(room.uid): _facts(event, slot, room) for slot in slots for room in slot.rooms.all()}
    return {
        "title": event.title,
        "address": event.slug,
        "slots": {str(slot.uid): [slot.title, _moment(slot.starts_at), _moment(slot.ends_at)] for slot in slots},
        "rooms": rooms,
    }


def _facts(event: EventPage, slot: Slot, room: Room) -> dict:
    hours = (slot.starts_at, slot.ends_at) if slot.is_timed else (None, None)
    return {
        "title": room.title,
        "when": [slot.day.isoformat(), *map(_moment, hours), event.zone],
        "place": room.place or event.place,
        "mode": event.mode,
        "is_off": room.is_cancelled,
    }


def _moment(value) -> str:
    return value.isoformat() if value else ""


def _settle_room(event: EventPage, room: Room, before: dict | None, after: dict) -> None:
    """Empty, tell or fill one room, under the lock of its slot; a room nobody knew of needs nothing."""
    people = _people_of(room)
    if not people and not room.waitings.in_queue().exists():
        return
    Slot.objects.select_for_update().get(pk=room.slot_id)
    if room.is_cancelled:
        empty_room(event, room)
        return
    changes = _changes(before, after) if before else []
    if changes:
        for person in people.filter(pk__in=User.objects.readers_of(event)):
            notifications.queue_programme_changed(person, event, room, changes)
    pass_on(Place(event, room.slot, room, timezone.now()))


def _people_of(room: Room) -> QuerySet[User]:
    """Who sits in the room or waits for it."""
    seated = room.seats.active().values("person")
    waiting = room.waitings.in_queue().order_by().values("person")
    return User.objects.filter(pk__in=seated.union(waiting)).order_by("pk")


def _changes(before: dict, after: dict) -> list:
    """The changes as sentences, each in the language that is active where it is shown."""
    return [lazy(_change, str)(name, before[name], after[name]) for name in TOLD if before[name] != after[name]]


def _change(name: str, before, after) -> str:
    words = {
        "when": _("Waktu: %(before)s menjadi %(after)s."),
        "place": _("Tempat: %(before)s menjadi %(after)s."),
        "mode": _("Cara hadir: %(before)s menjadi %(after)s."),
    }
    return words[name] % {"before": _shown(name, before), "after": _shown(name, after)}


def _shown(name: str, value) -> str:
    if name == "mode":
        return str(EventMode(value).label).lower()
    if name == "when":
        return _time(*value)
    return value or _("belum ditentukan")


def _time(day: str, starts_at: str, ends_at: str, zone: str) -> str:
    moments = [datetime.fromisoformat(moment) if moment else None for moment in (starts_at, ends_at)]
    return time_words(date.fromisoformat(day), *moments, Zone(zone))
