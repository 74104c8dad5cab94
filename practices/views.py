from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from community.enums import Audience
from practices import preview
from practices.comparison import comparison_context
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
    picture = preview.Picture.of(page)
    etag = quote_etag(picture.fingerprint)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or "*" in known:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(preview.png(picture), content_type="image/png")
    response.headers["ETag"] = etag
    if page.audience == Audience.PUBLIC:
        patch_cache_control(response, public=True, no_cache=True)  # a closed practice is closed to caches at once
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
