"""How events live in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from community.cms_start import StartPanel
from events.models import EventIndexPage, EventPage
from events.permissions import can_manage_events, hidden_events

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


@hooks.register("construct_explorer_page_queryset")
def hide_drafts_of_others(parent_page, pages, request):
    return pages.exclude(pk__in=hidden_events(request.user))


@hooks.register("construct_page_chooser_queryset")
def hide_drafts_in_choosers(pages, request):
    return pages.exclude(pk__in=hidden_events(request.user))


@hooks.register("construct_homepage_panels")
def offer_a_new_event(request, panels):
    words = {"title": _("Acara"), "add": _("Buat acara"), "see": _("Lihat semua acara")}
    StartPanel.offer(panels, EventPage, EventIndexPage, can_manage_events(request.user), **words)
