"""What a person has written and not sent: the list of it, each with the way back to its form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community import markup
from community.places import places_of
from community.services import drafts

EXCERPT = 200


@login_required
@require_safe
def draft_list(request):
    """`/saya/draf/`: all drafts of the person, the last touched first; `services.drafts` keeps 50 at most."""
    rows = list(request.user.drafts.order_by("-saved_at", "-pk"))
    places = places_of(rows, request.user)
    return render(
        request,
        "community/draft_list.html",
        {
            "drafts": [
                {
                    "place": row.place,
                    "where": places.get(row.pk),
                    "title": row.fields.get("title", ""),
                    "summary": markup.summary(row.fields.get("body", ""), EXCERPT),
                    "saved_at": row.saved_at,
                }
                for row in rows
            ],
            "kept_days": drafts.KEPT.days,
        },
    )


@login_required
@require_POST
def draft_discard(request):
    """Forget what the person was writing at the place that the form names; nothing happens where there is no draft."""
    if drafts.discard_draft(actor=request.user, place=request.POST.get("place", "")):
        messages.success(request, _("Draf itu dibuang."))
    else:
        messages.info(request, _("Draf itu sudah tidak ada."))
    return redirect("draft_list")
