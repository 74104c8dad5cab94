"""The organiser's page of an event: its state, its rooms with their notulen, and who takes part."""

from collections import defaultdict
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from community.enums import Scope
from community.views.acts import done_or_hidden
from events.enums import EventState
from events.links import event_url
from events.models import EventPage, Seat, Waiting
from events.permissions import can_manage_events
from events.programme import programme_for
from events.reading import state_badge
from events.services import events, registration
from events.warnings import warnings_of_views

START_IS_NEAR = timedelta(hours=12)  # before it nobody starts an event but by mistake, and there is no way back
# state → what an organiser may do next: address, label, whether it is the ordinary next step
MOVES = {
    EventState.DRAFT: [("buka", _("Buka pendaftaran"), True), ("mulai", _("Mulai acara"), False)],
    EventState.OPEN: [("mulai", _("Mulai acara"), True), ("jeda", _("Tutup pendaftaran"), False)],
    EventState.RUNNING: [("tutup", _("Tutup acara"), True)],
}
SERVICES = {
    "buka": (events.open_event, _("Pendaftaran dibuka.")),
    "jeda": (events.pause_event, _("Pendaftaran ditutup. Kursi yang sudah diberikan tetap berlaku.")),
    "mulai": (events.start_event, _("Acara dinyatakan berlangsung.")),
    "tutup": (events.close_event, _("Acara ditutup. Halamannya kini menampilkan hasilnya lebih dahulu.")),
    "batalkan": (events.cancel_event, _("Acara dibatalkan, dan semua pendaftar disurati.")),
}


def managed_event(user, slug: str) -> EventPage:
    """The live event, for who may manage it; 404 for everybody else, since the page tells who takes part."""
    if not can_manage_events(user):
        raise Http404
    return get_object_or_404(EventPage.objects.published(), slug=slug)


@login_required
@require_safe
def event_manage(request, slug):
    """State, rooms and participants of an event."""
    event, now = managed_event(request.user, slug), timezone.now()
    state = EventState(event.state)
    moves = list(MOVES.get(state, []))
    if state in (EventState.DRAFT, EventState.OPEN) and event.ends_at and event.ends_at <= now:
        moves = MOVES[EventState.RUNNING]
    rooms = _rooms(event, request.user, now)
    if event.starts_at and event.starts_at - now > START_IS_NEAR:
        moves = [move for move in moves if move[0] != "mulai"]
    context = {
        "page": event,
        "scope": Scope(event.scope),
        "state_badge": state_badge(event, now),
        "moves": moves,
        "can_cancel": not event.is_over,
        "rooms": rooms,
        "warnings": [] if event.is_over else warnings_of_views(event, [row["view"] for row in rooms]),
    }
    response = TemplateResponse(request, "events/event_manage.html", context)
    add_never_cache_headers(response)
    return response


@login_required
@require_POST
def event_move(request, slug, move):
    """Open, pause, start, close or cancel an event."""
    event = managed_event(request.user, slug)
    if move not in SERVICES:
        raise Http404
    service, done = SERVICES[move]
    if move == "batalkan" and request.POST.get("yakin") != "ya":
        messages.error(request, _("Centang dahulu bahwa acara ini benar-benar dibatalkan."))
        return HttpResponseRedirect(_manage_url(event))
    return done_or_hidden(request, lambda: service(event, actor=request.user), done=done, back=_manage_url(event))


@login_required
@require_POST
def participant_cancel(request, slug, seat_id):
    """Take a participant's seat back, asked for twice; they are told."""
    event = managed_event(request.user, slug)
    seat = get_object_or_404(Seat.objects.select_related("room__slot"), pk=seat_id, event=event)
    if request.POST.get("yakin") != "ya":
        messages.error(request, _("Pastikan dahulu bahwa kursi ini benar-benar dibatalkan."))
        return HttpResponseRedirect(_manage_url(event))
    done = _("Kursi dibatalkan dan pemegangnya disurati.")
    return done_or_hidden(
        request,
        lambda: registration.cancel_registration(seat, actor=request.user),
        done=done,
        back=_manage_url(event),
    )


def _manage_url(event: EventPage) -> str:
    return f"{event_url(event.slug)}kelola/"


def _rooms(event: EventPage, reader, now) -> list[dict]:
    """Each room with its participants by name and its waitlist in order, by two queries for all."""
    seats, waiting = defaultdict(list), defaultdict(list)
    held = Seat.objects.active().filter(event=event).select_related("person__instansi")
    for seat in held.order_by("person__name", "pk"):
        seats[seat.room_id].append(seat)
    for row in Waiting.objects.in_queue().filter(event=event).select_related("person__instansi"):
        waiting[row.room_id].append(row)
    return [
        {"view": view, "seats": seats[view.room.pk], "waiting": waiting[view.room.pk]}
        for view in programme_for(event, reader, now).rooms
    ]
