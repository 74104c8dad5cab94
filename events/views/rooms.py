"""Addresses below an event that Wagtail does not serve: rooms, registration, calendar files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community import link_preview
from community.enums import Audience
from community.link_preview import Picture
from community.views.acts import done_or_hidden
from events import calendar
from events.links import room_url
from events.listing import event_row
from events.models import EventPage, Room, Seat, Slot, Waiting
from events.reading import room_context, room_of
from events.services import registration, waitlist


def readable_event(user, slug: str) -> EventPage:
    """The live event that `user` may read; 404 for any other."""
    return get_object_or_404(EventPage.objects.published().visible_to(user), slug=slug)


def readable_room(user, slug: str, room: str) -> Room:
    """A room of such an event, with slot and event at hand."""
    found = room_of(readable_event(user, slug), room)
    if found is None:
        raise Http404
    return found


@require_safe
def room_detail(request, slug, room):
    """One room: when, who, what, one's seat, and the meeting link for those it is meant for."""
    event = readable_event(request.user, slug)
    context = room_context(event, room, request)
    if context is None:
        raise Http404
    response = TemplateResponse(request, "events/room_detail.html", context)
    if request.user.is_authenticated:
        add_never_cache_headers(response)
    return response


@require_safe
def event_preview(request, slug):
    """The picture that messengers show with a link to the event."""
    event = readable_event(request.user, slug)
    row = event_row(event, 0, timezone.now())
    date = _("Dilaporkan %(date)s") % {"date": row["date"]} if row["is_report"] and row["date"] else row["date"]
    line = " · ".join(filter(None, [row["kind"], date]))
    picture = Picture.of(event.slug, event.title, line, event.scope)
    return link_preview.answer(request, picture, is_public=event.audience == Audience.PUBLIC)


@require_safe
def event_calendar(request, slug):
    """The event as a calendar file: one item per slot."""
    event = readable_event(request.user, slug)
    slots = Slot.objects.filter(page=event).prefetch_related("rooms").order_by("starts_at", "sort_order", "pk")
    content = calendar.event_calendar(event, slots)
    return _ics(content, f"{event.slug}.ics", is_public=event.audience == Audience.PUBLIC)


@require_safe
def room_calendar(request, slug, room):
    """One room of the event as a calendar file; whoever is signed in gets their own."""
    reader = request.user
    found = readable_room(reader, slug, room)
    event = found.slot.page
    content = calendar.room_calendar(event, found, reader)
    is_public = event.audience == Audience.PUBLIC and not reader.is_authenticated
    return _ics(content, f"{event.slug}-{found.slug}.ics", is_public=is_public)


def _ics(content: bytes, name: str, *, is_public: bool) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    if is_public:
        patch_cache_control(response, public=True, no_cache=True)  # a closed event is closed to caches at once
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


# --- seats ----------------------------------------------------------------------------------------------------------


def _write(request, room: Room, act, done: str) -> HttpResponse:
    """Call a service and go back to the room with what happened; where it was asked from is no business of ours."""
    return done_or_hidden(request, act, done=done, back=room_url(room))


@login_required
@require_POST
def seat_create(request, slug, room):
    """Take a seat in a room."""
    found = readable_room(request.user, slug, room)
    return _write(
        request,
        found,
        lambda: registration.register(found, actor=request.user),
        _("Anda terdaftar. Surel dengan berkas kalender sedang dikirim."),
    )


@login_required
@require_POST
def seat_change(request, slug, room):
    """Move to a room from another of the same slot."""
    found = readable_room(request.user, slug, room)
    return _write(
        request,
        found,
        lambda: registration.change_room(found, actor=request.user),
        _("Anda pindah ke ruang ini. Kursi Anda di ruang sebelumnya dilepas."),
    )


@login_required
@require_POST
def seat_cancel(request, slug, room):
    """Give one's seat back."""
    found = readable_room(request.user, slug, room)
    seat = Seat.objects.select_related("room__slot").filter(room=found, person=request.user).order_by("-pk").first()
    if seat is None:
        raise Http404
    return _write(
        request,
        found,
        lambda: registration.cancel_registration(seat, actor=request.user),
        _("Kursi Anda dilepas. Terima kasih sudah memberi tahu lebih awal."),
    )


@login_required
@require_POST
def waiting_create(request, slug, room):
    """Join the waitlist of a full room."""
    found = readable_room(request.user, slug, room)
    return _write(
        request,
        found,
        lambda: waitlist.join_waitlist(found, actor=request.user),
        _("Anda masuk daftar tunggu. Bila ada kursi yang kosong lagi, kami menyurati Anda."),
    )


@login_required
@require_POST
def waiting_leave(request, slug, room):
    """Stop waiting, or decline an offer."""
    found, waiting = _own_waiting(request, slug, room)
    return _write(
        request,
        found,
        lambda: waitlist.leave_waitlist(waiting, actor=request.user),
        _("Tempat Anda di daftar tunggu dilepas."),
    )


@login_required
@require_POST
def offer_accept(request, slug, room):
    """Take the offered seat."""
    found, waiting = _own_waiting(request, slug, room)
    return _write(
        request,
        found,
        lambda: waitlist.accept_offer(waiting, actor=request.user),
        _("Kursi itu kini milik Anda. Surel dengan berkas kalender sedang dikirim."),
    )


def _own_waiting(request, slug: str, room: str) -> tuple[Room, Waiting]:
    """The room, and the reader's newest place in its waitlist; an ended one is for the service to refuse."""
    found = readable_room(request.user, slug, room)
    waiting = Waiting.objects.filter(room=found, person=request.user).order_by("-pk").first()
    if waiting is None:
        raise Http404
    return found, waiting
