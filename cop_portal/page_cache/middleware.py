"""Answers visitors with pages that are kept, if the database says that they still hold."""

import gzip
import re
import time
from hashlib import blake2b
from http import HTTPStatus
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from prometheus_client import Counter

from community.language import chosen_language
from cop_portal.page_cache import stamps as page_stamps
from cop_portal.page_cache.stamps import Stamps
from cop_portal.page_cache.store import Kept, Key, Store
from cop_portal.page_cache.tables import shown
from cop_portal.page_cache.watching import Watch

# What is never kept, so that not even a stamp is read for it; the probes must answer without a database.
CLOSED_TO_CACHE = (
    *("/akun/", "/api/", "/berkas/", "/cari/", "/cms/", "/dasbor/", "/saya/", "/static/"),
    *("/healthz", "/readyz", "/metrics", "/robots.txt", "/favicon.ico", "/.well-known/"),
)
KEPT_TYPES = ("text/html", "application/atom+xml", "application/xml")
VARYING = {"cookie", "accept-encoding"}
PARAMETERS = {
    *("masalah", "aspek", "sub", "lingkup", "instansi", "pemilik", "dasar", "provinsi", "tahun", "tinjauan", "contoh"),
    *("urut", "hal", "p", "tampil", "sesudah", "sebelum", "waktu"),
}
VALUE = re.compile(r"[\w.-]+")
MOST_PARAMETERS = 5
LONGEST_QUERY = 1_000  # three of the longest addresses of practices, and two filters
LONGEST_PATH = 400
ACCEPTS_GZIP = re.compile(r"\bgzip\b")
PERSONAL = (settings.SESSION_COOKIE_NAME, "messages")
NO_SESSION_HEADERS = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")
FROM_MEMORY = Counter("cop_pages_from_memory", "Pages for visitors that were sent as they were kept")


class PagesForVisitors:
    """The outermost of what makes a page: what it keeps is the answer as it goes out, compressed.

    A kept page is sent only if the stamps of all tables it was made from are those that the database has now, and only
    within the minute it was made in, since a page may tell what is about to begin, or that a day is over.
    """

    def __init__(self, get_response):
        if not settings.PAGE_CACHE_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.store = Store(settings.PAGE_CACHE_BYTES)
        self.watched = frozenset(shown())

    def __call__(self, request):
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        try:
            stamps = page_stamps.read()
        except DatabaseError:  # the page itself fails in the way that is designed for it
            return self.get_response(request)
        request.page_stamps = stamps
        page = self._held(key, stamps)
        if page is None and request.method == "GET":
            if self.store.begin(key):
                return self._make(request, key, stamps)
            page = self._held(key, page_stamps.read())
        if page is None:
            return self.get_response(request)
        FROM_MEMORY.inc()
        return answer(request, page)

    def _held(self, key: Key, stamps: Stamps) -> Kept | None:
        page = self.store.get(key)
        return page if page is not None and page.holds(stamps, this_minute()) else None

    def _make(self, request, key: Key, stamps: Stamps):
        """Make the page and keep it under the stamps read before: what is shown is as new as they are, or newer."""
        page, minute, watch = None, this_minute(), Watch()
        try:
            with connection.execute_wrapper(watch):
                response = self.get_response(request)
            if self._may_keep(request, response, watch, stamps):
                page = kept(response, tuple((table, stamps[table]) for table in watch.tables), minute)
        finally:
            self.store.end(key, page)
        return response if page is None else answer(request, page)

    def _may_keep(self, request, response, watch: Watch, stamps: Stamps) -> bool:
        """Every doubt means no: one who is known, a key of a form, a word to one reader, a table nobody watches."""
        messages = getattr(request, "_messages", None)
        return (
            response.status_code == HTTPStatus.OK
            and not response.streaming
            and not response.cookies
            and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
            and not (messages is not None and messages.used)
            and not response.has_header("Cache-Control")
            and response.headers.get("Content-Type", "").startswith(KEPT_TYPES)
            and VARYING.issuperset(name.strip().lower() for name in response.headers.get("Vary", "cookie").split(","))
            and not request.user.is_authenticated
            and not watch.has_written
            and watch.tables <= self.watched
            and watch.tables <= stamps.keys()
        )


def key_of(request) -> Key | None:
    """The key of a page that may be kept; None for whoever has a session, and for what has too many forms to keep."""
    if request.method not in ("GET", "HEAD") or any(name in request.COOKIES for name in PERSONAL):
        return None
    if request.path_info.startswith(CLOSED_TO_CACHE) or len(request.path_info) > LONGEST_PATH:
        return None
    query = request.META.get("QUERY_STRING", "")
    if any(name in request.META for name in NO_SESSION_HEADERS) or (query and not is_known(query)):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    is_zipped = bool(ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    return Key(request.scheme, host, request.path_info, query, chosen_language(request), is_zipped)


def is_known(query: str) -> bool:
    """Whether a query only filters a list in ways that lists have; the rest is answered, and not kept."""
    if len(query) > LONGEST_QUERY:
        return False
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return False
    return all(name in PARAMETERS and VALUE.fullmatch(value) for name, value in pairs)


def kept(response: HttpResponse, stamps: tuple[tuple[str, int], ...], minute: int) -> Kept:
    """The response as it goes out, for every visitor, with a tag of what it says."""
    body = response.content
    plain = gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body
    response.headers["ETag"] = f'W/"{blake2b(plain, digest_size=12).hexdigest()}"'
    response.headers["Cache-Control"] = "no-cache"  # keep it, and ask each time
    return Kept(body, tuple(response.headers.items()), stamps, minute)


def answer(request, page: Kept) -> HttpResponse:
    """The page, or 304 for a browser that has it."""
    response = HttpResponse(page.body, headers=dict(page.headers))
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


def this_minute() -> int:
    """Minutes of the clock: programmes begin and days end with one."""
    return int(time.time() // 60)
