from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community import link_preview
from community.enums import Audience
from community.link_preview import Picture
from practices.comparison import comparison_context
from practices.library import owner_label
from practices.map import map_context
from practices.models import PracticePage


@require_safe
def practice_compare(request):
    """Practices side by side; 404 where the reader may read none of them."""
    return render(request, "practices/practice_compare.html", comparison_context(request))


@require_safe
def practice_map(request):
    """The provinces that practices come from, by how many of them the reader may read."""
    return render(request, "practices/practice_map.html", map_context(request))


@require_safe
def practice_preview(request, slug):
    """The picture that messengers show with a link to the practice; 404 for what the reader may not read."""
    readable = PracticePage.objects.published().visible_to(request.user)
    page = get_object_or_404(readable.prefetch_related("owners"), slug=slug)
    owners = sorted((owner.name for owner in page.owners.all()), key=str.casefold)
    picture = Picture.of(page.slug, page.title, owner_label(page.owner_unit, owners), page.scope)
    return link_preview.answer(request, picture, is_public=page.audience == Audience.PUBLIC)
