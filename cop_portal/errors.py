"""Designed error pages: what happened, what is near, and what was typed."""

import logging
import re
from dataclasses import replace

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from community.errors import StorageAway
from cop_portal.typed import typed_in
from practices.models import PracticePage
from search import services

log = logging.getLogger(__name__)
SECTIONS = {
    "praktik",
    "fgd",
    "forum",
    "komunitas",
    "temukan",
    "cari",
    "akun",
    "saya",
    "anggota",
    "dasbor",
    "cms",
    "api",
}
NEAR = 3
RETRY_SECONDS = 60
BOXLESS = {"403_session.html", "403_second_factor.html"}  # without a search box of their own
BOXLESS_WHEN_TYPED = {"403_csrf.html", "429.html", "503.html"}
FILE = re.compile(r"\.\w{1,5}/?$")
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request, exception=None):
    """400: the request cannot be read; 413 when it is larger than the portal takes."""
    is_too_large = isinstance(exception, TOO_LARGE)
    return error_page(request, 413 if is_too_large else 400)


def permission_denied(request, exception=None):
    return error_page(request, 403)


def csrf_failure(request, reason=""):
    """403 for a form whose safety key is missing or old; what was typed can be sent again with a new one."""
    return error_page(request, 403, template="403_csrf.html")


def session_expired(request):
    """403 for a form that a signed-out reader sent to something that needs sign-in."""
    return error_page(request, 403, template="403_session.html")


def second_factor_missing(request):
    """403 for a form of someone who must have a second factor and has none yet."""
    return error_page(request, 403, template="403_second_factor.html")


def page_not_found(request, exception=None):
    """404: nothing is here that this reader may see; the address's words are searched for what may be near."""
    words = words_of(request.path)
    return error_page(request, 404, words=words, near=near(request, words))


def method_not_allowed(request):
    """405: the address takes no such request; what was sent can be copied, since it cannot be sent there again."""
    typed = typed_in(request)
    return error_page(request, 405, typed=typed and replace(typed, send_to=None))


def too_many_requests(request, exception=None):
    return error_page(request, 429)


def storage_away(request, away: StorageAway):
    """503: a file could not be read or written; nothing else was changed, and what was typed can be sent again."""
    log.error("The storage of uploads is away: %s", away)
    response = error_page(request, 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def server_error(request):
    """500, without database and context processors; bare HTML when even the template fails."""
    try:
        context = {"typed": typed_in(request), "csrf_token": get_token(request)}
        body = render_to_string("500.html", context)
    except Exception:
        log.exception("The error page could not be rendered.")
        body = '<!doctype html><html lang="id"><title>500</title><h1>Terjadi kesalahan</h1><p><a href="/">Beranda</a>'
    return HttpResponse(body, status=500)


def error_page(request, status, *, template="", **context):
    """Render the page of `status` with what was typed; a fresh form token comes with whatever may be sent again."""
    template = template or f"{status}.html"
    context = {"typed": typed_in(request), **context}
    if status == 400:
        context["login_url"] = reverse("account_login")  # the way back would be refused once more
    boxless = BOXLESS | BOXLESS_WHEN_TYPED if context["typed"] else BOXLESS
    return render(request, template, {"hide_header_search": template not in boxless, **context}, status=status)


def near(request, words: str) -> list[PracticePage]:
    """The practices that match a lost address best; none for files, and none when search itself fails."""
    reader = getattr(request, "user", None)
    if not words or reader is None or request.method != "GET" or FILE.search(request.path):
        return []
    try:
        return services.practices_near(words, reader, NEAR)
    except Exception:
        log.exception("Nothing near could be searched for a page that was not found.")
        return []


def words_of(path: str) -> str:
    """The words of an address, to search for: without the names of sections and file endings."""
    parts = [part for part in path.split("/") if part and part.lower() not in SECTIONS]
    words = re.split(r"[\W_]+", FILE.sub("", " ".join(parts)))
    return " ".join(word for word in words if word)[:100].strip()
