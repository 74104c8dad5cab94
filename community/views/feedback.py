"""“Does this page help?”: the form at the foot of a page, and its own page when something is to be mended."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community import subjects
from community.errors import RuleBroken, TooOften
from community.feedback import WORDS
from community.forms_feedback import FeedbackForm
from community.services.feedback import give_feedback
from community.subjects import Card
from community.views.sending import DAY, MINUTE, count_sending, is_from_own_page

LIMITS = {MINUTE: 10, DAY: 60}
BEYOND_BIGINT = 2**63


@csrf_exempt  # the form stands on pages that are the same for every visitor; the origin is asked instead
@require_http_methods(["GET", "HEAD", "POST"])
def page_feedback(request, kind, pk):
    """Take the answer and go back to the page; what was typed is kept when it cannot be taken."""
    subject, page = asked_page(request.user, kind, pk)
    if request.method != "POST":
        return _form_page(request, page, FeedbackForm())
    if not is_from_own_page(request):
        raise PermissionDenied
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _form_page(request, page, form)
    try:
        count_sending(request, "feedback", LIMITS)
        give_feedback(
            actor=request.user,
            subject=subject,
            object_id=pk,
            is_helpful=form.is_helpful,
            missing=form.cleaned_data["kurang"],
        )
    except RuleBroken as refusal:
        form.add_error("kurang", str(refusal.message))
        return _form_page(request, page, form, status=429 if isinstance(refusal, TooOften) else 200)
    messages.success(request, _("Terima kasih. Jawaban Anda sampai kepada yang merawat halaman ini."))
    return HttpResponseRedirect(page.url)


def asked_page(reader, kind: str, pk: int) -> tuple[str, Card]:
    """The subject and the page that an address names; 404 for what `reader` may not read."""
    subject = WORDS.get(kind)
    page = subjects.card(subject, pk, reader) if subject and pk < BEYOND_BIGINT else None
    if page is None:
        raise Http404
    return subject, page


def _form_page(request, page, form, *, status: int = 200):
    return render(request, "community/feedback_create.html", {"asked": page, "form": form}, status=status)
