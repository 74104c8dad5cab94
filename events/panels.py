"""What events show on the pages of apps below: the FGD of a practice, the agenda of a person, the next events."""

from datetime import datetime
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext as _

from community.enums import Scope, Subject
from community.panels import Panel, register
from community.prepared import ReaderKind, prepared
from events.clashes import COLUMNS, Held, clashes_of
from events.enums import EventState, PersonRole, WaitingState
from events.links import calendar_url, event_url
from events.listing import rows_of
from events.models import EventPage, RoomPerson, Seat, Waiting
from events.times import long_moment, slot_words
from forums.enums import PostState
from forums.models import PostLink

SHOWN = 3
PERSON_SHOWN = 5
ON_STAGE = (PersonRole.SPEAKER, PersonRole.MODERATOR)


def practice_loop(practice, reader) -> dict:
    """The newest event that discussed `practice` and that `reader` may read, and how many more there are."""
    found = _with_practice(practice.pk, kind=ReaderKind.of(reader))
    first = found[0] if found else None
    return {
        "title": first.title if first else "",
        "url": event_url(first.slug) if first else "",
        "more": len(found) - 1,
    }


@prepared
def _with_practice(practice: int, *, kind: ReaderKind):
    events = EventPage.objects.published().visible_to(kind.reader()).filter(practices=practice)
    return events.only("title", "slug", "starts_at").order_by("-starts_at", "-pk")[: SHOWN + 1]


def topic_events(topic, reader) -> dict | None:
    """The events that a topic leads to, by one query."""
    events = _led_to_by(topic.pk, kind=ReaderKind.of(reader))
    values = [(event.title, event_url(event.slug)) for event in events]
    return {"name": _("FGD terkait"), "values": values} if values else None


@prepared
def _led_to_by(topic: int, *, kind: ReaderKind):
    links = PostLink.objects.filter(post__topic=topic, post__state=PostState.VISIBLE, subject=Subject.EVENT)
    found = EventPage.objects.published().visible_to(kind.reader()).filter(pk__in=links.values("object_id"))
    return found.only("title", "slug").order_by("-starts_at", "-pk")[:SHOWN]


def upcoming(events, now, limit: int = SHOWN) -> list[dict]:
    """The next events of a queryset as the inputs of `events/_event_row.html`."""
    return rows_of(events.coming(now).with_room_counts().order_by("starts_at", "pk")[:limit], now)


def scope_events(scope, reader) -> dict | None:
    """The next events of a scope (a `Scope`, or its code); None without any."""
    readable = EventPage.objects.published().visible_to(reader)
    rows = upcoming(readable.filter(scope=Scope(scope)), timezone.now())
    return {"rows": rows, "url": calendar_url(lingkup=Scope(scope).slug)} if rows else None


def instansi_events(instansi, reader) -> dict | None:
    """The events that an instansi holds, the next first and then the latest; None without any."""
    now = timezone.now()
    mine = EventPage.objects.published().visible_to(reader).filter(owners=instansi)
    rows = upcoming(mine, now)
    if len(rows) < SHOWN:
        rows += rows_of(mine.over(now).with_room_counts().order_by("-starts_at", "-pk")[: SHOWN - len(rows)], now)
    return {"rows": rows, "url": ""} if rows else None


def of_person(person, reader) -> dict | None:
    """The latest events in which a person spoke or moderated, or will, and that `reader` may read; None without any."""
    now = timezone.now()
    parts = RoomPerson.objects.filter(person=person, role__in=ON_STAGE, room__is_cancelled=False)
    events = EventPage.objects.published().visible_to(reader).exclude(state=EventState.CANCELLED)
    found = events.filter(pk__in=parts.values("room__slot__page")).with_room_counts()
    rows = rows_of(found.order_by("-starts_at", "-pk")[:PERSON_SHOWN], now)
    return {"rows": rows} if rows else None


def agenda(_subject, reader) -> dict | None:
    """What a person holds and is offered in events to come that they may read; None for a visitor and without any."""
    if not reader.is_authenticated or not reader.pk:
        return None
    now = timezone.now()
    kind = ReaderKind.of(reader)
    seats, waitings = _seats_ahead(reader.pk, now, kind=kind), _waitings_ahead(reader.pk, now, kind=kind)
    offers = [row for row in waitings if row.state == WaitingState.OFFERED and row.offer_expires_at > now]
    waiting = [row for row in waitings if row.state == WaitingState.WAITING]
    held = [Held(*(attrgetter(name.replace("__", "."))(row) for name in COLUMNS)) for row in seats]
    context = {
        "offers": [{**_place(row), "until": long_moment(row.offer_expires_at, row.event.time_zone)} for row in offers],
        "seats": [{**_place(row), "clashes": clashes_of(row.slot, held, row.event.time_zone)} for row in seats],
        "waiting": [_place(row) for row in waiting],
    }
    return context if any(context.values()) else None


@prepared
def _seats_ahead(person: int, now: datetime, *, kind: ReaderKind):
    return _ahead(Seat.objects.active(), person, now, kind).order_by("slot__starts_at", "pk")


@prepared
def _waitings_ahead(person: int, now: datetime, *, kind: ReaderKind):
    return _ahead(Waiting.objects.in_queue(), person, now, kind)


def _ahead(rows, person: int, now: datetime, kind: ReaderKind):
    """Those of a person in events that are not over and that they may read."""
    readable = EventPage.objects.published().visible_to(kind.reader()).values("pk")
    mine = rows.filter(person=person, slot__ends_at__gt=now, event__in=readable)
    return mine.select_related("room", "slot", "event")


def _place(row) -> dict:
    """One room of a person's agenda."""
    return {
        "title": row.event.title,
        "room": row.room.title,
        "when": slot_words(row.slot, row.event.time_zone),
        "url": f"{event_url(row.event.slug)}{row.room.slug}/",
    }


def register_own() -> None:
    """Put the panels into their slots; called once, in `AppConfig.ready`."""
    register(Panel("practice_loop", practice_loop, "events/panels/practice_loop.html", queries=1, position=40))
    register(Panel("topic_loop", topic_events, "components/panel_fact.html", queries=1, position=20))
    register(Panel("scope", scope_events, "events/panels/coming_events.html", queries=1, position=30))
    register(Panel("instansi", instansi_events, "events/panels/coming_events.html", queries=2, position=40))
    register(Panel("person", of_person, "events/panels/person_events.html", queries=2, position=20))
    register(Panel("saya", agenda, "events/panels/agenda.html", queries=3, position=20))  # one of them the groups
