"""What readers said of pages, in the CMS."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_denied

from community import feedback_report
from community.permissions import can_read_feedback
from community.views.feedback import asked_page

PER_PAGE = 50
SENTENCES_OF_PAGE = 200


@require_safe
def feedback_list(request):
    """Every page that was answered about, with its counts, and the newest sentences."""
    if not can_read_feedback(request.user):
        return permission_denied(request)
    page_obj = Paginator(feedback_report.summed(), PER_PAGE).get_page(request.GET.get("p", "1")[:9])
    return render(
        request,
        "community/cms/feedback_list.html",
        {
            "page_obj": page_obj,
            "lines": feedback_report.lines(list(page_obj.object_list), request.user),
            "sentences": feedback_report.newest_sentences(request.user) if page_obj.number == 1 else [],
        },
    )


@require_safe
def feedback_detail(request, kind, pk):
    """The newest sentences about one page."""
    if not can_read_feedback(request.user):
        return permission_denied(request)
    subject, asked = asked_page(request.user, kind, pk)
    rows = feedback_report.summed().filter(subject=subject, object_id=pk)
    sentences = feedback_report.newest_sentences(request.user, subject=subject, object_id=pk, most=SENTENCES_OF_PAGE)
    line = next(iter(feedback_report.lines(list(rows), request.user)), None)
    context = {"asked": asked, "line": line, "sentences": sentences}
    return render(request, "community/cms/feedback_detail.html", context)
