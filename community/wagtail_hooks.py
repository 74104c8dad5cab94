"""How the CMS meets this app."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


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
