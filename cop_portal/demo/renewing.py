"""Moves the demo's invented events on when they are over, so that one is always open and one running."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import PageLogEntry

from cop_portal.demo.fgd import hours
from cop_portal.demo.files import read_all
from events.enums import EventState
from events.models import EventPage, Notulen, Seat, Waiting

LOADING = timedelta(minutes=5)  # the load fills seats right after it publishes
AHEAD = (EventState.OPEN, EventState.RUNNING)  # what the files call by these is to stay so


def renew() -> dict[str, int]:
    """Move the invented events that are over to the days their files count from today; how many.

    What somebody edited, ran, wrote notes of or registered for stays: there the dates are theirs.
    """
    now = timezone.now()
    rows = {row["slug"]: row for row in read_all("events") if row["state"] in AHEAD and row.get("is_example", True)}
    over = EventPage.objects.live().filter(slug__in=rows, is_example=True, state__in=AHEAD, ends_at__lte=now)
    moved = [event for event in over.order_by("pk") if not _is_in_use(event) and _move(event, rows[event.slug], now)]
    return {"acara dijadwalkan ulang": len(moved)}


def _is_in_use(event: EventPage) -> bool:
    """Whether a person changed the event, or took or gave back a seat since the load, as a demo account may, too."""
    loaded = event.first_published_at + LOADING
    acts = PageLogEntry.objects.filter(page=event.pk, user__isnull=False)  # Wagtail itself logs who owns a new page
    return (
        event.revisions.filter(user__isnull=False).exists()
        or acts.exclude(action="wagtail.create").exists()
        or Notulen.objects.filter(event=event).exists()
        or Seat.objects.filter(event=event).filter(Q(given_at__gt=loaded) | Q(ended_at__gt=loaded)).exists()
        or Waiting.objects.filter(event=event, joined_at__gt=loaded).exists()
    )


def _move(event: EventPage, row: dict, now: datetime) -> bool:
    """Give the event the days and the state of its file; False where that would not bring it back before `now`."""
    page = event.get_latest_revision_as_object()
    slots = page.slot_list()
    if [slot.title for slot in slots] != [slot["title"] for slot in row["slots"]]:
        return False  # of an older file
    for slot, written in zip(slots, row["slots"], strict=True):
        for name, value in hours(row, written).items():
            setattr(slot, name, value)
    page.keep_moments()
    if page.ends_at <= now:
        return False  # a moment before midnight
    # No service turns an event back. Nothing counts as announced, so nobody hears that the days moved.
    EventPage.objects.filter(pk=event.pk).update(state=row["state"], announced={}, sequence=F("sequence") + 1)
    page.settle()
    page.save_revision(clean=False).publish()
    return True
