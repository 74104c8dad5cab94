"""Writing the notulen of a room, outside the CMS and without JavaScript."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.enums import Scope
from community.errors import RuleBroken
from community.models import Instansi
from community.personal_data import Caution
from community.views.acts import done_or_hidden
from events.enums import SeatState
from events.links import room_url
from events.models import Notulen, NotulenBlock
from events.notulen_forms import MORE, Entries, initial_of, text_of
from events.permissions import can_reopen_notulen, can_write_notulen
from events.services import notulen as services
from events.views.rooms import readable_room

MOST_MORE = 30


def writable_room(user, slug: str, room: str):
    """The room, for who may write its notulen; 404 for everybody else."""
    found = readable_room(user, slug, room)
    if not can_write_notulen(user, found):
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notulen_edit(request, slug, room):
    """The entries of a room as one form; what clashes with another writer's is kept and shown."""
    found = writable_room(request.user, slug, room)
    notulen = Notulen.objects.filter(room=found).first()
    if request.method != "POST":
        return _form(request, found, notulen, Entries(initial=initial_of(notulen, _more(request.GET.get("baris")))))
    entries = Entries(request.POST)
    if not entries.is_valid():
        return _form(request, found, notulen, entries, status=422)
    caution = _caution(request, entries)
    if caution.is_open and not (notulen and notulen.is_final):  # what became final meanwhile is refused below
        return _form(request, found, notulen, entries, caution=caution)
    return _save(request, found, notulen, entries, caution)


def _caution(request, entries) -> Caution:
    """About what this writer changed; what stood there before is asked about when the notulen is made final."""
    note, seen_note = _note(request, "source_note"), _note(request, "seen_note")
    text = entries.new_text() + ("" if note == seen_note else f"\n{note}")
    return Caution.about(text, request.POST.get("confirmed", ""))


def _save(request, room, notulen, entries, caution: Caution):
    try:
        saved = services.save_notulen(
            room,
            actor=request.user,
            entries=entries.entries(),
            source_note=_note(request, "source_note"),
            seen_note=_note(request, "seen_note"),
        )
    except PermissionDenied:
        raise Http404 from None
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return _form(request, room, notulen, entries, status=409, caution=caution)
    if saved.clashes:
        messages.warning(
            request, _("Orang lain mengubah bagian yang sama. Kedua tulisan disimpan; pilih yang dipakai.")
        )
    elif not saved.is_note_refused:
        messages.success(request, _("Notulen disimpan."))
    if saved.is_note_refused:
        messages.warning(
            request,
            _("Orang lain mengubah asal catatan. Tulisan Anda di situ belum disimpan: bandingkan, lalu simpan lagi."),
        )
        return _form(request, room, saved.notulen, Entries(initial=initial_of(saved.notulen)), status=409)
    return HttpResponseRedirect(_edit_url(room))


@login_required
@require_POST
def notulen_finalise(request, slug, room):
    """Show the notulen to the readers of the event; personal data in it first to who wants to show it."""
    found = writable_room(request.user, slug, room)
    notulen = Notulen.objects.filter(room=found).first()
    caution = Caution.about(text_of(notulen), request.POST.get("confirmed", ""))
    if caution.is_open and not notulen.is_final:
        return _form(request, found, notulen, Entries(initial=initial_of(notulen)), final_caution=caution)
    return done_or_hidden(
        request,
        lambda: services.finalise_notulen(found, actor=request.user),
        done=_("Notulen final: pembaca acara ini dapat membaca dan menemukannya."),
        back=_edit_url(found),
    )


@login_required
@require_POST
def notulen_reopen(request, slug, room):
    """Take a final notulen back into work."""
    found = writable_room(request.user, slug, room)
    return done_or_hidden(
        request,
        lambda: services.reopen_notulen(found, actor=request.user),
        done=_("Notulen dibuka kembali dan tidak tampil sampai difinalkan lagi."),
        back=_edit_url(found),
    )


def _note(request, name: str) -> str:
    return request.POST.get(name, "")[:200].replace("\x00", "")


def _edit_url(room) -> str:
    return f"{room_url(room)}notulen/"


def _form(request, room, notulen, entries, status: int = 200, **cautions: Caution):
    """The page with `entries`, bound or not; beside each clash the text it clashes with.

    `cautions`: that about what is to be saved (`caution`), or to be shown to readers (`final_caution`).
    """
    event = room.slot.page
    blocks = list(notulen.blocks.select_related("author", "owner")) if notulen else []
    by_pk = {block.pk: block for block in blocks}
    rows = [{"form": form, "block": by_pk.get(_pk_of(form))} for form in entries.forms]
    response = TemplateResponse(
        request,
        "events/notulen_edit.html",
        {
            "page": event,
            "scope": Scope(event.scope),
            "room": room,
            "notulen": notulen,
            "entries": entries,
            "rows": rows,
            "clash_count": sum(1 for block in blocks if block.clash_of_id),
            "source_note": request.POST.get("source_note", notulen.source_note if notulen else ""),
            "seen_note": _note(request, "seen_note") if entries.is_bound else (notulen.source_note if notulen else ""),
            "typed": [form for form in entries.forms if form["text"].value()] if entries.is_bound else [],
            "may_reopen": can_reopen_notulen(request.user),
            "owners": _owners(room),
            "more_url": f"{_edit_url(room)}?baris={min(_more(request.GET.get('baris')) + 5, MOST_MORE)}",
            "path": room_url(room),
            **cautions,
        },
        status=status,
    )
    add_never_cache_headers(response)
    return response


def _pk_of(form) -> int | None:
    raw = form["pk"].value()
    return int(raw) if str(raw or "").isdecimal() and len(str(raw)) < 19 else None


def _more(raw: str | None) -> int:
    """How many empty entries the writer asked for."""
    return min(int(raw), MOST_MORE) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 4 else MORE


def _owners(room) -> list[str]:
    """Names of agencies to propose: those of the room's participants and of what was noted."""
    seated = Instansi.objects.filter(people__event_seats__room=room, people__event_seats__state=SeatState.ACTIVE)
    noted = Instansi.objects.filter(pk__in=NotulenBlock.objects.filter(notulen__room=room).values("owner"))
    return sorted({*seated.values_list("name", flat=True), *noted.values_list("name", flat=True)})[:100]
