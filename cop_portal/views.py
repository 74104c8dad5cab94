"""The portal's own small addresses: health, readiness, language, and what machines ask for."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from community.language import keep_chosen
from community.services.profiles import choose_language
from cop_portal import readiness, stylesheet
from cop_portal.page_cache import triggers
from search import truth

PLAIN = "text/plain; charset=utf-8"
SECURITY_TXT_DAYS = 180  # RFC 9116 asks for less than a year
LONGEST_WAY_BACK = 2_000
# A question in plain words may be read; its tabs, filters and pages are too many to walk through.
CRAWLERS_STAY_OUT = ("/cms/", "/akun/", "/cari/saran/", "/cari/*&", "/bahasa/")


@require_safe
@never_cache
def health(request):
    """This process answers; the database is not asked."""
    return HttpResponse("ok", content_type=PLAIN)


@require_safe
@never_cache
def ready(request):
    """Whether this process may take requests: 503 with the first reason against it.

    What is worth knowing of the search index and of kept pages stands beside it, and is no reason to refuse requests.
    """
    problems = readiness.problems()
    told = {"ready": not problems, "problems": problems}
    if not problems:
        told["search"] = truth.remark() or "ok"
        told["pages"] = "triggers are missing: run migrate" if triggers.unwatched() else "ok"
    return JsonResponse(told, status=503 if problems else 200)


# A token would keep public pages from being cached whole. From another site no session comes along (SameSite), so that
# the most it changes is how this browser is answered.
@csrf_exempt
@require_POST
def language_set(request):
    """Remember the reader's language, in a cookie and for who is signed in, and go back to where the form stood."""
    chosen = request.POST.get("bahasa")
    if chosen not in dict(settings.LANGUAGES):
        raise BadRequest("no such language")
    target = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    if not is_ours or len(target) > LONGEST_WAY_BACK:
        target = "/"
    if request.user.is_authenticated:
        choose_language(actor=request.user, language=chosen)
    response = HttpResponseRedirect(target)
    keep_chosen(request, response, chosen)
    return response


@require_safe
def robots_txt(request):
    """Crawlers read what is public; a demo is not for them."""
    closed = ("/",) if settings.DEMO else CRAWLERS_STAY_OUT
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN)


@require_safe
def favicon(request):
    """Browsers ask for this address by themselves."""
    return HttpResponseRedirect(static("cop/favicon.ico"))


@require_safe
def security_txt(request):
    """Whom to tell about a weakness (RFC 9116)."""
    expires = (timezone.now() + timedelta(days=SECURITY_TXT_DAYS)).replace(microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: id, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN)


@require_safe
def joined_stylesheet(request):
    """The style sheet joined on request, where static files are not collected (development, tests)."""
    return HttpResponse(stylesheet.joined(), content_type="text/css; charset=utf-8")
