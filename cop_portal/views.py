"""The portal's own small addresses: language."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from cop_portal import stylesheet


@csrf_exempt  # it changes one preference of this browser only; a token would keep public pages from being cached whole
@require_POST
def language_set(request):
    """Remember the reader's language in a cookie and go back to where the form stood."""
    chosen = request.POST.get("bahasa")
    if chosen not in dict(settings.LANGUAGES):
        raise BadRequest("no such language")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response


@require_GET
def joined_stylesheet(request):
    """The style sheet joined on request, where static files are not collected (development, tests)."""
    return HttpResponse(stylesheet.joined(), content_type="text/css; charset=utf-8")
