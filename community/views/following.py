"""What a person follows: the list of it, and the switch that every page of what may be followed shows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from community import subjects
from community.enums import Subject
from community.models import Follow
from community.services import follows
from community.services.follows import FOLLOWABLE
from community.views.acts import is_on
from community.views.pages import TolerantPages

PER_PAGE = 30


class FollowListView(LoginRequiredMixin, TolerantPages, ListView):
    """`/saya/diikuti/`: everything the person follows, the last chosen first; of one kind with `?jenis=`."""

    template_name = "community/follow_list.html"
    paginate_by = PER_PAGE

    def get_queryset(self):
        kind = self.request.GET.get("jenis", "")
        if kind and kind not in FOLLOWABLE:
            raise BadRequest("no such kind")
        wanted = [kind] if kind else FOLLOWABLE
        mine = Follow.objects.filter(person=self.request.user, subject__in=wanted).wanted()
        return mine.order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        cards = subjects.cards({(row.subject, row.object_id) for row in rows}, self.request.user)
        kind = self.request.GET.get("jenis", "")
        return {
            **context,
            "rows": [(row, Subject(row.subject), cards.get((row.subject, row.object_id))) for row in rows],
            "kinds": [(subject.value, subject.label, subject == kind) for subject in FOLLOWABLE],
            "kind": kind,
        }


@login_required
@require_POST
def follow_set(request, subject, pk):
    """Follow a row (`on` = 1) or no longer (`on` = 0), and back to its page, or to the list; htmx gets the switch."""
    wanted = is_on(request)
    if not 0 < pk < 2**63:
        raise Http404
    try:
        follows.set_following(actor=request.user, subject=subject, object_id=pk, is_on=wanted)
    except PermissionDenied as error:
        raise Http404 from error
    if request.headers.get("HX-Request"):
        return render(request, "community/_follow.html", {"subject": subject, "pk": pk, "is_followed": wanted})
    card = subjects.card(subject, pk, request.user)
    name = card.title if card else _("isi yang tidak lagi terbuka bagi Anda")
    done = _("Anda mengikuti “%(name)s”.") if wanted else _("Anda tidak lagi mengikuti “%(name)s”.")
    messages.success(request, done % {"name": name})
    return redirect(card.url if card and request.POST.get("next") != "list" else "follow_list")
