"""What people are told about their seats, in their inbox and by mail: rows of the transaction of their cause.

Once for each cause. The mails are written here and not by the worker, since they carry calendar files; who has stopped
mail of a kind still finds the notice in the inbox.
"""

from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy

from community.enums import NoticeKind, Subject
from community.mail import KEY_HEADER, written
from community.notice_mail import stop_link, wants_mail
from community.notifications import notify, on_site, settle_causes
from community.zones import Zone
from events import calendar
from events.times import long_moment, slot_words

CALENDAR_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
KEEPS_SEAT = {NoticeKind.SEAT_GIVEN, NoticeKind.PROGRAMME_CHANGED}
WITH_CALENDAR = KEEPS_SEAT | {NoticeKind.SEAT_CANCELLED, NoticeKind.ROOM_CANCELLED}


def queue_seat_given(seat, event, room, left=None) -> None:
    """Tell the holder of a new seat where and when, with a calendar file that also takes away the room they `left`."""
    _tell(NoticeKind.SEAT_GIVEN, f"seat-given:{seat.pk}", seat.person, event, room, left=left)


def queue_seat_returned(seat, event, room) -> None:
    """Send who gave a seat back the file that takes it from their calendar; they know it, so it is no notice."""
    kind = NoticeKind.SEAT_CANCELLED
    if room.slot.is_timed and wants_mail(seat.person, kind):
        _queue(kind, f"events:seat-returned:{seat.pk}", seat.person, event, room, is_own=True)


def queue_seat_cancelled(seat, event, room) -> None:
    """Tell a holder that an organiser took the seat back."""
    _tell(NoticeKind.SEAT_CANCELLED, f"seat-cancelled:{seat.pk}", seat.person, event, room)


def queue_waiting(waiting, event, room) -> None:
    """Tell someone that they are in the waitlist."""
    _tell(NoticeKind.WAITING, f"waiting:{waiting.pk}", waiting.person, event, room)


def queue_offer(waiting, event, room) -> None:
    """Tell who waited longest that a seat is theirs until a moment."""
    until = lazy(long_moment, str)(waiting.offer_expires_at, Zone(event.zone))
    data = {"until": waiting.offer_expires_at.isoformat()}
    _tell(NoticeKind.OFFER, f"offer:{waiting.pk}", waiting.person, event, room, data=data, until=until)


def queue_offer_expired(waiting, event, room) -> None:
    """Tell someone that their offer is over."""
    _tell(NoticeKind.OFFER_EXPIRED, f"offer-expired:{waiting.pk}", waiting.person, event, room)


def settle(*, seats=(), waitings=()) -> None:
    """Mark as read what people were told of seats, places in a waitlist and offers that are over."""
    keys = [f"events:seat-given:{seat.pk}" for seat in seats]
    keys += [f"events:{what}:{waiting.pk}" for what in ("waiting", "offer") for waiting in waitings]
    settle_causes(keys, recipients={each.person_id for each in (*seats, *waitings)})


def queue_programme_changed(person, event, room, changes: list) -> None:
    """Tell who sits in or waits for `room` what moved, once for each announced programme.

    `changes` are sentences that are translated when they are shown.
    """
    key = f"programme:{event.pk}:{event.sequence}:{room.pk}:{person.pk}"
    _tell(NoticeKind.PROGRAMME_CHANGED, key, person, event, room, changes=changes)


def queue_room_cancelled(person, event, room) -> None:
    """Tell who sat in or waited for `room`, or for any room of an event that is off, that it does not take place."""
    key = f"room-cancelled:{event.pk}:{event.sequence}:{room.pk}:{person.pk}"
    _tell(NoticeKind.ROOM_CANCELLED, key, person, event, room)


def _tell(kind: NoticeKind, key: str, person, event, room, *, data: dict | None = None, **context) -> None:
    """One notice and, if its reader wants mail of the kind, one message."""
    key = f"events:{key}"
    notify([person.pk], kind, subject=Subject.EVENT_ROOM, object_id=room.pk, key=key, data=data, is_mailed=False)
    if wants_mail(person, kind):
        _queue(kind, key, person, event, room, **context)


def _queue(kind: NoticeKind, key: str, person, event, room, *, left=None, **context) -> None:
    """One message in the language of `person`: who caused it may read another."""
    stop_url, stop_headers = stop_link(person.pk, kind)
    with translation.override(person.language):
        context |= {
            "person": person,
            "event": event,
            "room": room,
            "when": slot_words(room.slot, Zone(event.zone)),
            "place": room.place or event.place,
            "event_url": on_site(calendar.event_path(event)),
            "room_url": on_site(reverse("events:room_detail", args=[event.slug, room.slug])),
            "stop_url": stop_url,
        }
        message = written(f"events/mail/{kind}", person.email, context, {KEY_HEADER: key, **stop_headers})
        if kind in WITH_CALENDAR and room.slot.is_timed:
            own = calendar.own_rooms(person, [room, left] if left else [room])
            if own and (kind not in KEEPS_SEAT or not own[0].is_freed):  # who only waits has nothing to write down
                message.attach(f"{room.slug}.ics", calendar.seat_calendar(event, own).decode(), CALENDAR_TYPE)
        message.send()
