"""What people are told about their seats by mail: rows of the transaction of their cause, once for each cause."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from community.mail import KEY_HEADER
from community.notifications import on_site
from community.zones import Zone
from events import calendar
from events.times import long_moment, slot_words

CALENDAR_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


def queue_seat_given(seat, event, room) -> None:
    """Tell the holder of a new seat where and when, with the room's calendar file."""
    _queue("seat_given", f"seat-given:{seat.pk}", seat.person, event, room, with_calendar=True)


def queue_seat_cancelled(seat, event, room) -> None:
    """Tell a holder that an organiser took the seat back."""
    _queue("seat_cancelled", f"seat-cancelled:{seat.pk}", seat.person, event, room)


def queue_waiting(waiting, event, room) -> None:
    """Tell someone that they are in the waitlist."""
    _queue("waiting", f"waiting:{waiting.pk}", waiting.person, event, room)


def queue_offer(waiting, event, room) -> None:
    """Tell who waited longest that a seat is theirs until a moment."""
    with translation.override(settings.LANGUAGE_CODE):
        until = long_moment(waiting.offer_expires_at, Zone(event.zone))
    _queue("offer", f"offer:{waiting.pk}", waiting.person, event, room, until=until)


def queue_offer_expired(waiting, event, room) -> None:
    """Tell someone that their offer is over."""
    _queue("offer_expired", f"offer-expired:{waiting.pk}", waiting.person, event, room)


def queue_programme_changed(person, event, room, changes: list[str]) -> None:
    """Tell who sits in or waits for `room` what moved, once for each announced programme."""
    key = f"programme:{event.pk}:{event.sequence}:{room.pk}:{person.pk}"
    _queue("programme_changed", key, person, event, room, changes=changes, with_calendar=True)


def queue_room_cancelled(person, event, room) -> None:
    """Tell who sat in or waited for `room`, or for any room of an event that is off, that it does not take place."""
    key = f"room-cancelled:{event.pk}:{event.sequence}:{room.pk}:{person.pk}"
    _queue("room_cancelled", key, person, event, room, with_calendar=True)


def _queue(name: str, key: str, person, event, room, *, with_calendar: bool = False, **context) -> None:
    """One message in the portal's own language: who caused it may read another than its reader."""
    with translation.override(settings.LANGUAGE_CODE):
        context |= {
            "person": person,
            "event": event,
            "room": room,
            "when": slot_words(room.slot, Zone(event.zone)),
            "place": room.place or event.place,
            "event_url": on_site(calendar.event_path(event)),
            "room_url": on_site(reverse("events:room_detail", args=[event.slug, room.slug])),
            "portal_name": settings.PORTAL_NAME,
            "site_url": settings.SITE_URL,
        }
        subject = " ".join(render_to_string(f"events/mail/{name}_subject.txt", context).split())
        body = render_to_string(f"events/mail/{name}_message.txt", context).strip() + "\n"
        message = EmailMessage(
            subject, body, settings.DEFAULT_FROM_EMAIL, [person.email], headers={KEY_HEADER: f"events:{key}"}
        )
        if with_calendar and room.slot.is_timed:
            message.attach(f"{room.slug}.ics", calendar.room_calendar(event, room).decode(), CALENDAR_TYPE)
        message.send()
