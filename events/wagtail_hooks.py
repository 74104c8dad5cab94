"""How events live in the CMS."""

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from community.cms_lists import leave_out
from community.cms_start import StartPanel
from community.cms_warnings import warn_of_personal_data
from events.models import EventIndexPage, EventPage
from events.permissions import can_manage_events, hidden_events
from practices.limits import stream_texts

ACTIONS = {
    "events.open": (_("Buka pendaftaran"), _("Pendaftaran dibuka")),
    "events.pause": (_("Tutup pendaftaran"), _("Pendaftaran ditutup sementara")),
    "events.start": (_("Mulai acara"), _("Acara dimulai")),
    "events.close": (_("Tutup acara"), _("Acara ditutup")),
    "events.cancel": (_("Batalkan acara"), _("Acara dibatalkan")),
    "events.cancel_seat": (_("Batalkan kursi"), _("Kursi seseorang dibatalkan")),
    "events.finalise_notulen": (_("Finalkan notulen"), _("Notulen difinalkan")),
    "events.reopen_notulen": (_("Buka kembali notulen"), _("Notulen dibuka kembali")),
}


@hooks.register("register_log_actions")
def event_actions(actions):
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


def texts_of(event: EventPage) -> str:
    """All that readers see of an event and that somebody wrote, one part a line, with its sessions as in memory."""
    parts = [event.title, event.summary, event.place, event.concluded_by, event.contact_role]
    parts.append(strip_tags(event.description or ""))
    for name in EventPage.STREAM_FIELDS:
        parts += stream_texts(getattr(event, name).get_prep_value())
    parts += [slot.title for slot in event.slot_list()]
    for room in event.room_list():
        parts += [room.title, room.summary, room.place]
        parts += [text for one in room.people.all() for text in (one.name, one.title, one.instansi_name, one.topic)]
        parts += [text for item in room.agenda.all() for text in (item.title, item.text, item.speakers)]
    return "\n".join(filter(None, parts))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def look_for_personal_data(request, page):
    if isinstance(page, EventPage):
        warn_of_personal_data(request, texts_of(page))


leave_out(hidden_events)


@hooks.register("construct_homepage_panels")
def offer_a_new_event(request, panels):
    words = {"title": _("Acara"), "add": _("Buat acara"), "see": _("Lihat semua acara")}
    StartPanel.offer(panels, EventPage, EventIndexPage, can_manage_events(request.user), **words)
