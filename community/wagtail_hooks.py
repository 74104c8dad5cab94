"""How the CMS meets this app: audit actions, bulk actions on people, links of the CMS's account page."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from community.media_api import DocumentsAPI, ImagesAPI
from community.people_bulk import AssignRole, Delete, SetActiveState
from community.permissions import can_read_feedback
from community.views import cms_feedback
from community.viewsets import ReferenceGroup, SubAspectViewSet, set_up_forms

set_up_forms()
register_snippet(ReferenceGroup)
register_snippet(SubAspectViewSet)

AFTER_WAGTAIL = 1000
PEOPLE_ACTIONS = {
    "community.create_person": (_("Buat akun"), _("Akun dibuat")),
    "community.change_person": (_("Ubah akun"), _("Akun diubah")),
    "community.deactivate_person": (_("Nonaktifkan akun"), _("Akun dinonaktifkan")),
    "community.reactivate_person": (_("Aktifkan akun"), _("Akun diaktifkan")),
    "community.delete_person": (_("Hapus akun"), _("Akun dihapus")),
    "community.change_roles": (_("Ubah peran"), _("Peran diubah")),
    "community.confirm_affiliation": (_("Konfirmasi afiliasi"), _("Afiliasi dikonfirmasi")),
    "community.refuse_affiliation": (_("Tolak afiliasi"), _("Afiliasi ditolak")),
    "community.activate_second_factor": (_("Aktifkan aplikasi autentikator"), _("Aplikasi autentikator diaktifkan")),
    "community.deactivate_second_factor": (_("Lepaskan aplikasi autentikator"), _("Aplikasi autentikator dilepas")),
    "community.add_passkey": (_("Tambah kunci sandi"), _("Kunci sandi ditambahkan")),
    "community.remove_passkey": (_("Hapus kunci sandi"), _("Kunci sandi dihapus")),
    "community.replace_recovery_codes": (_("Ganti kode cadangan"), _("Kode cadangan diganti")),
    "community.reset_second_factor": (_("Hapus langkah kedua"), _("Langkah kedua dihapus")),
    "community.connect_single_sign_on": (_("Hubungkan akun SSO"), _("Akun SSO dihubungkan")),
    "community.disconnect_single_sign_on": (_("Putuskan akun SSO"), _("Akun SSO diputuskan")),
    "community.change_affiliation": (_("Ubah afiliasi"), _("Afiliasi diubah")),
}


@hooks.register("register_log_actions")
def people_actions(actions):
    for name, (label, message) in PEOPLE_ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("register_log_actions")
def register_appointments(actions):
    actions.register_action("community.appoint_steward", _("Angkat penatalayan"), _("Menjadi penatalayan lingkup"))
    actions.register_action(
        "community.dismiss_steward", _("Berhentikan penatalayan"), _("Berhenti sebagai penatalayan")
    )
    actions.register_action("community.appoint_contributor", _("Angkat kontributor"), _("Menjadi kontributor instansi"))
    actions.register_action(
        "community.dismiss_contributor", _("Berhentikan kontributor"), _("Berhenti sebagai kontributor instansi")
    )


for action_class in (AssignRole, Delete, SetActiveState):
    hooks.register("register_bulk_action", action_class, order=AFTER_WAGTAIL)


@hooks.register("construct_admin_api", order=AFTER_WAGTAIL)
def files_of_the_api(router):
    router.register_endpoint("images", ImagesAPI)
    router.register_endpoint("documents", DocumentsAPI)


@hooks.register("register_account_menu_item")
def change_password_item(request):
    return {
        "url": reverse("account_change_password"),
        "label": _("Ubah kata sandi"),
        "help_text": _("Kata sandi diubah di halaman akun portal."),
    }


@hooks.register("register_account_menu_item")
def change_email_item(request):
    return {
        "url": reverse("account_email"),
        "label": _("Ubah alamat surel"),
        "help_text": _("Alamat baru dipakai setelah Anda memverifikasinya."),
    }


@hooks.register("insert_global_admin_css")
def cms_css():
    return format_html('<link rel="stylesheet" href="{}">', static("community/cms.css"))


@hooks.register("insert_global_admin_js")
def cms_script():
    return format_html('<script src="{}" defer></script>', static("community/cms.js"))


@hooks.register("construct_help_menu")
def keep_help_that_helps(request, items):
    """Wagtail's own manual and news stand elsewhere, in English, and speak to those who build sites."""
    items[:] = [item for item in items if not item.name.startswith(("editor-guide", "whats-new"))]


@hooks.register("register_admin_urls")
def feedback_urls():
    return [
        path("umpan-balik/", cms_feedback.feedback_list, name="feedback_list"),
        path("umpan-balik/<str:kind>/<int:pk>/", cms_feedback.feedback_detail, name="feedback_detail"),
    ]


class FeedbackMenuItem(MenuItem):
    def is_shown(self, request):
        return can_read_feedback(request.user)


@hooks.register("register_reports_menu_item")
def feedback_menu_item():
    return FeedbackMenuItem(_("Umpan balik halaman"), reverse("feedback_list"), icon_name="help", order=50)
