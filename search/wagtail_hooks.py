"""How search meets the CMS."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search import cms_views
from search.backlog import RETRY
from search.permissions import can_read_questions
from search.viewsets import SearchGroup, set_up_forms

set_up_forms()
register_snippet(SearchGroup)


@hooks.register("register_admin_urls")
def report_urls():
    return [
        path("pencarian/pertanyaan/", cms_views.question_list, name="search_questions"),
        path("pencarian/indeks/", cms_views.index_state, name="search_index"),
        path("pencarian/indeks/ulang/", cms_views.refused_retry, name="search_retry"),
    ]


class ReportMenuItem(MenuItem):
    def is_shown(self, request):
        return can_read_questions(request.user)


@hooks.register("register_reports_menu_item")
def questions_menu_item():
    return ReportMenuItem(_("Pertanyaan pencarian"), reverse("search_questions"), icon_name="search", order=60)


@hooks.register("register_reports_menu_item")
def index_menu_item():
    return ReportMenuItem(_("Indeks pencarian"), reverse("search_index"), icon_name="resubmit", order=61)


@hooks.register("register_log_actions")
def register_retry(actions):
    actions.register_action(RETRY, _("Kirim lagi ke indeks"), _("Dikirim lagi ke indeks pencarian"))
