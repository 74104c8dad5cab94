"""How practices and regulations live in the CMS."""

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page, WorkflowState
from wagtail.snippets.models import register_snippet

from community.cms_lists import leave_out
from community.cms_start import StartPanel
from community.cms_warnings import warn_of_personal_data
from practices.limits import stream_texts
from practices.models import PracticeIndexPage, PracticePage
from practices.permissions import can_create_practice, hidden_drafts
from practices.viewsets import RegulationViewSet

register_snippet(RegulationViewSet)


def texts_of(practice: PracticePage) -> str:
    """All that is written in a practice, one part a line."""
    parts = [practice.title, practice.summary, practice.contact_role, practice.source_note, practice.keywords]
    parts += [practice.duration, practice.cost, practice.staff, practice.owner_unit]
    parts += [strip_tags(getattr(practice, name) or "") for name in PracticePage.PROSE_FIELDS]
    for name in PracticePage.STREAM_FIELDS:
        parts += stream_texts(getattr(practice, name).get_prep_value())
    return "\n".join(parts)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def look_for_personal_data(request, page):
    if isinstance(page, PracticePage):
        warn_of_personal_data(request, texts_of(page))


@hooks.register("before_edit_page")
def tell_what_was_asked(request, page):
    """Show the reviewer's message above the form it is about; Wagtail keeps it behind two clicks."""
    review = page.current_workflow_state if request.method == "GET" else None
    if not review or review.status != WorkflowState.STATUS_NEEDS_CHANGES or not isinstance(page.specific, PracticePage):
        return
    answer = review.current_task_state
    if answer and answer.comment and page.permissions_for_user(request.user).can_edit():
        messages.warning(request, _("Perbaikan yang diminta peninjau: %(comment)s") % {"comment": answer.comment})


leave_out(hidden_drafts)  # others' drafts; one who may edit or read a practice sees it


@hooks.register("before_bulk_action")
def publish_only_what_is_complete(request, action_type, objects, action_class_instance):
    """Publishing many at once asks of each practice what publishing it alone would ask."""
    if action_type != "publish":
        return None
    wanting = [
        page.title
        for page in objects
        if isinstance(draft := page.get_latest_revision_as_object(), PracticePage) and draft.missing_parts()
    ]
    if not wanting:
        return None
    messages.error(
        request,
        _("Belum lengkap, jadi tidak ada yang diterbitkan: %(titles)s. Buka dan lengkapi dahulu.")
        % {"titles": ", ".join(wanting)},
    )
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore_root"))


@hooks.register("before_copy_page")
def refuse_a_forged_destination(request, page):
    """Wagtail's copy view fails on a destination that is missing or no page."""
    destination = request.POST.get("new_parent_page", "")
    if request.method != "POST":
        return None
    if not destination.isdecimal() or len(destination) > 18 or not Page.objects.filter(pk=destination).exists():
        return HttpResponseBadRequest(_("Halaman tujuan tidak ada."))
    return None


@hooks.register("construct_homepage_panels")
def offer_a_new_practice(request, panels):
    words = {"title": _("Praktik"), "add": _("Tulis praktik"), "see": _("Lihat semua praktik")}
    StartPanel.offer(panels, PracticePage, PracticeIndexPage, can_create_practice(request.user), **words)
