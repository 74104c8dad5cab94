"""Addresses below an event that Wagtail does not serve."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from events import calendar
from events.models import EventPage, Room, Slot


def readable_event(user, slug: str) -> EventPage:
    """The live event that `user` may read; 404 for any other."""
    return get_object_or_404(EventPage.objects.published().visible_to(user), slug=slug)


def readable_room(user, slug: str, room: str) -> Room:
    """A room of such an event, with slot and event at hand."""
    event = readable_event(user, slug)
    found = Room.objects.select_related("slot").filter(slot__page=event, slug=room).first()
    if found is None:
        raise Http404
    found.slot.page = event
    return found


@require_safe
def event_calendar(request, slug):
    """The event as a calendar file: one item per slot."""
    event = readable_event(request.user, slug)
    slots = Slot.objects.filter(page=event).prefetch_related("rooms").order_by("starts_at", "sort_order", "pk")
    return _ics(calendar.event_calendar(event, slots), f"{event.slug}.ics")


@require_safe
def room_calendar(request, slug, room):
    """One room of the event as a calendar file."""
    found = readable_room(request.user, slug, room)
    return _ics(calendar.room_calendar(found.slot.page, found), f"{found.slot.page.slug}-{found.slug}.ics")


def _ics(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_safe
def room_detail(request, slug, room):
    raise Http404
