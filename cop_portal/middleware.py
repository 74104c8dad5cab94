"""Addresses as UTF-8, language, second factor, redirects, the CMS's own content policy, writes in one transaction."""

import logging
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import parse_qs

from allauth.mfa.utils import is_mfa_enabled
from csp.constants import HEADER, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import InvalidPage
from django.db import DatabaseError, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django_prometheus.middleware import PrometheusAfterMiddleware
from modelsearch.backends.base import FilterFieldError
from wagtail.admin.auth import permission_denied
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from community.errors import StorageAway
from community.language import brought_language, chosen_language, speak
from community.models import ScopedPage
from community.permissions import can_read, is_organiser, must_have_second_factor
from community.second_factor import STEPS
from cop_portal import cms_forms, errors
from practices.page_policy import PORTAL_PAGES

log = logging.getLogger(__name__)
CMS_PREFIX = "/cms/"
PROBES = ("/healthz", "/readyz", "/metrics")  # answer without a database
NUL = "\0"
BEYOND_BIGINT = 2**63
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}

# Wagtail's date choosers and InlinePanel templates use inline scripts (tried on 8.0.1); previews frame our own pages.
CMS_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "report-uri": ["/csp/"],
    }
}


def permissions_policy(get_response):
    """Tell browsers what no page of the portal asks for, so that nothing that gets into one can."""

    def middleware(request):
        response = get_response(request)
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        return response

    return middleware


def language_of_cookie(get_response):
    """Activate the language that the reader chose (cookie), else the default; `Accept-Language` is never asked."""

    def middleware(request):
        with translation.override(chosen_language(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return middleware


def language_of_person(get_response):
    """Speak the language that a signed-in person brought along, where nobody chose one in this browser."""

    def middleware(request):
        if not request.path.startswith(PROBES) and (brought := brought_language(request)):
            speak(request, brought)
        return get_response(request)

    return middleware


def read_as_utf8(get_response):
    """Read every address as UTF-8, whatever charset the request names.

    Django decodes an address by the charset of the body: some are no text and fail, others make a NUL of nothing
    harmful, and a page that is kept would hold what its address does not say.
    """

    def middleware(request):
        if "charset" in request.content_params:
            request.encoding = "utf-8"
        return get_response(request)

    return middleware


def refuse_nul(get_response):
    """Answer 400 to a NUL in the address, which PostgreSQL refuses with an error; a cookie with one is dropped."""

    def middleware(request):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        if NUL in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware


def keep_typed_after_expiry(get_response):
    """Show a signed-out person what they sent, instead of a redirect to sign-in that would lose it.

    Only for the redirect that asks for sign-in and names this very address as its way back.
    """

    def middleware(request):
        response = get_response(request)
        if request.method != "POST" or response.status_code != HTTPStatus.FOUND or request.user.is_authenticated:
            return response
        target, _, query = response.headers["Location"].partition("?")
        way_back = parse_qs(query).get("next", [""])[0]
        is_sign_in = target in {reverse("account_login"), reverse("wagtailadmin_login")}
        if is_sign_in and way_back in {request.path, request.get_full_path()}:
            return errors.session_expired(request)
        return response

    return middleware


def ask_second_factor(get_response):
    """Lead who must have a second factor and has none to where it is set up; a form they sent is shown again.

    Everything but their account is closed to them meanwhile: their role opens more than what is public, to read too.
    """
    open_to_all = ("/akun/", "/static/", "/bahasa/", "/csp/", "/cms/login/", "/cms/logout/")

    def middleware(request):
        is_asked = settings.SECOND_FACTOR_REQUIRED and settings.SESSION_COOKIE_NAME in request.COOKIES
        if not is_asked or request.path.startswith(open_to_all):
            return get_response(request)
        if not must_have_second_factor(request.user) or is_mfa_enabled(request.user, STEPS):
            return get_response(request)
        return redirect("mfa_index") if request.method in SAFE_METHODS else errors.second_factor_missing(request)

    return middleware


def show_refused_methods(get_response):
    """Give the empty answer to a method that an address does not take (405) the portal's page."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.streaming or response.content:
            return response
        page = errors.method_not_allowed(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


def cms_content_policy(get_response):
    """Give `/cms/` a policy of its own, since Wagtail's screens need inline scripts; public pages stay strict.

    A preview is a public page that Wagtail rendered by a request within the request, so it comes with the public
    policy: it keeps that, except that the CMS may frame it.
    """

    def middleware(request):
        response = get_response(request)
        if request.path.startswith(CMS_PREFIX):
            if response.headers.pop(HEADER, None):
                response._csp_replace = {"frame-ancestors": [SELF]}
            else:
                response._csp_config = CMS_POLICY["DIRECTIVES"]
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return middleware


class RedirectsToWhatIsRead(RedirectMiddleware):
    """Lead from an old address of a page to its present one, for who may read the page.

    Wagtail leads everybody there, and the address of a hidden practice is made of its title.
    """

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        if answer is response:
            return response
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        found = get_redirect(request, path) or get_redirect(request, path.partition("?")[0])
        page = found.redirect_page and found.redirect_page.specific
        if page is None or (page.live and (not isinstance(page, ScopedPage) or can_read(request.user, page))):
            return answer
        return response


class CmsWritesInOneTransaction:
    """Run every CMS write in one transaction, so that Wagtail's signals and what listens to them commit with it.

    Wagtail sends `page_published` and others outside any transaction; without this, a process killed between the
    save and the signal would leave the search entry behind the page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method in SAFE_METHODS or not request.path.startswith(CMS_PREFIX):
            return None
        cms_forms.require_readable_counts(request.POST)
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except StorageAway as away:  # what happens here is not shown to `process_exception` of others
            return errors.storage_away(request, away)
        except cms_forms.FAILURES as error:
            if not cms_forms.failed_while_read(error):
                raise
            raise cms_forms.unreadable(error) from error

    def process_exception(self, request, error):
        """A refused form is shown again after its view, and may fail there on what was sent."""
        is_write = request.method not in SAFE_METHODS and request.path.startswith(CMS_PREFIX)
        if not is_write or not cms_forms.failed_while_read(error):
            return None
        raise cms_forms.unreadable(error) from error


class CmsForEditorsOnly:
    """Answer 403 to a signed-in person who may not enter the CMS.

    Wagtail would send them to sign in, which sends who is signed in back again, without end.
    """

    OPEN = ("/cms/login/", "/cms/logout/", "/cms/password_reset/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith(CMS_PREFIX) or request.path.startswith(self.OPEN):
            return
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied


class CmsHidesWhatIsHidden:
    """Answer 404 to every screen of the CMS about a page that this person may neither read nor edit.

    Some of Wagtail's screens check nothing, since they expect all editors to see all pages (tried on 8.0.1): the list
    below a page, its chooser, the last step of a move. The report of page types names the page that was edited last,
    whoever may see it: that one is for organisers.
    """

    PAGE_IDS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
    PAGES_BY_PK = ("cms/pages/", "cms/api/main/pages/")
    CHOSEN = "cms/choose-page/chosen-multiple/"
    FOR_ORGANISERS = ("cms/reports/page-types-usage/",)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        route = request.resolver_match.route
        if not request.path.startswith(CMS_PREFIX) or not request.user.is_authenticated:
            return None
        if route.startswith(self.FOR_ORGANISERS) and not is_organiser(request.user):
            return permission_denied(request)
        ids = self._page_ids(request, route, kwargs)
        if ids and PORTAL_PAGES.hides(request.user, ids):
            raise Http404
        return None

    def _page_ids(self, request, route, kwargs) -> list[int]:
        """The ids of the pages that the address names; `Http404` for some that cannot be."""
        ids = [kwargs[name] for name in self.PAGE_IDS if name in kwargs]
        if route.startswith(self.PAGES_BY_PK) and "pk" in kwargs:
            ids.append(kwargs["pk"])
        if route == self.CHOSEN:
            ids += request.GET.getlist("id")
        if not all(str(pk).isdecimal() and int(pk) < BEYOND_BIGINT for pk in ids):
            raise Http404
        if route == self.CHOSEN and Page.objects.filter(pk__in=ids, depth=1).exists():
            raise Http404  # Wagtail asks each for its parent
        return ids


class CountedByView(PrometheusAfterMiddleware):
    """Counts requests by their view; a length of a body that is no number is not counted.

    django-prometheus makes a number of it unasked (tried on 2.5.0), which would answer 500.
    """

    def process_request(self, request):
        with suppress(ValueError):
            return super().process_request(request)


class CmsRefusesBadQueries:
    """Answer 400 where Wagtail's own screens fail on what stands in an address (tried on 8.0.1).

    They turn ids into numbers unasked, hand a search to SQLite as it was typed, cannot search and filter by tag
    together, and show a page of some lists only if it exists. Only reading is covered, and each failure is logged as
    one: whatever writes must fail loudly.
    """

    FAILURES = (ValueError, OverflowError, RecursionError, DatabaseError, FilterFieldError, InvalidPage)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        is_reading = request.method in SAFE_METHODS and request.path.startswith(CMS_PREFIX)
        if not is_reading or not request.GET or not isinstance(error, self.FAILURES):
            return None
        log.exception("A screen of the CMS failed on its address.", exc_info=error)
        return errors.bad_request(request, error)


class TellsThatStorageIsAway:
    """Answer 503 on a page of its own where a file could not be read or written."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        return errors.storage_away(request, error) if isinstance(error, StorageAway) else None
