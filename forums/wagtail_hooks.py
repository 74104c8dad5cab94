"""How the CMS meets the forum: the names of what moderators did, what writers are told, where to begin."""

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from community.cms_lists import leave_out
from community.cms_start import StartPanel
from community.cms_warnings import warn_of_personal_data
from community.permissions import is_organiser
from forums.asking import ANNOUNCING
from forums.links import ask_url, forum_url
from forums.models import ForumIndexPage, RoomPage
from forums.page_permissions import hidden_rooms
from forums.permissions import can_moderate_anything

ACTIONS = {
    "forums.release_post": (_("Tampilkan tulisan"), _("Tulisan ditampilkan")),
    "forums.hide_post": (_("Sembunyikan tulisan"), _("Tulisan disembunyikan")),
    "forums.unhide_post": (_("Tampilkan kembali tulisan"), _("Tulisan ditampilkan kembali")),
    "forums.lock_topic": (_("Kunci topik"), _("Topik dikunci")),
    "forums.unlock_topic": (_("Buka kunci topik"), _("Kunci topik dibuka")),
    "forums.pin_topic": (_("Sematkan topik"), _("Topik disematkan")),
    "forums.unpin_topic": (_("Lepas sematan topik"), _("Sematan topik dilepas")),
    "forums.move_topic": (_("Pindahkan topik"), _("Topik dipindahkan")),
    "forums.remove_earlier_text": (_("Hapus teks lama dari riwayat"), _("Teks lama dihapus dari riwayat")),
    "forums.accept_answer": (_("Terima jawaban"), _("Jawaban diterima")),
    "forums.withdraw_accepted": (_("Tarik penerimaan jawaban"), _("Penerimaan jawaban ditarik")),
}


@hooks.register("register_log_actions")
def moderation_actions(actions):
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def look_for_personal_data(request, page):
    if isinstance(page, RoomPage):
        warn_of_personal_data(request, "\n".join([page.title, page.summary, strip_tags(page.guidelines or "")]))


leave_out(hidden_rooms)


@hooks.register("construct_homepage_panels")
def offer_a_new_room(request, panels):
    words = {"title": _("Ruang diskusi"), "add": _("Buka ruang diskusi"), "see": _("Lihat semua ruang")}
    StartPanel.offer(panels, RoomPage, ForumIndexPage, is_organiser(request.user), **words)


@hooks.register("construct_homepage_panels")
def offer_an_announcement(request, panels):
    """Announcements are topics: they are written in the forum, by who looks after the room."""
    if can_moderate_anything(request.user):
        words = {"title": _("Pengumuman"), "add": _("Tulis pengumuman"), "see": _("Lihat forum")}
        panels.append(StartPanel(add_url=ask_url(tujuan=ANNOUNCING.code), list_url=forum_url(), **words))
