"""Images and documents, served to whoever may read what they belong to."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from community import files, references
from community.enums import Audience
from community.permissions import can_work_on_file

# A browser may keep a public file for five minutes; a cache that several people share asks us every time.
PUBLIC = "public, max-age=300, s-maxage=0, must-revalidate"
CLOSED = "private, no-store"


@require_safe
def file_serve(request, path):
    """Serve the original or rendition stored under `path`; 404 for what is missing or not for the reader."""
    stored = files.find(path)
    if stored is None:
        raise Http404
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    reader = request.user if has_session else AnonymousUser()
    audiences = references.audiences_open_to(reader, stored.subject)
    if not audiences and not can_work_on_file(reader, stored.subject):
        raise Http404
    response = _response(request, stored)
    response.headers["Cache-Control"] = PUBLIC if Audience.PUBLIC in audiences else CLOSED
    # Formats of images and office files are compressed already: compressing anew costs time and gains nothing.
    request.META["HTTP_ACCEPT_ENCODING"] = ""
    return response


def _response(request, stored: files.StoredFile) -> HttpResponse:
    etag = quote_etag(stored.etag) if stored.etag else None
    response = get_conditional_response(request, etag=etag) if etag else None
    if response is None:
        response = _by_web_server(stored) if settings.FILES_X_ACCEL_PREFIX else _by_us(stored)
        response.headers["Content-Type"] = stored.content_type
        response.headers["Content-Disposition"] = content_disposition_header(
            not stored.is_shown_in_browser, stored.name
        )
    if etag:
        response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def _by_us(stored: files.StoredFile) -> FileResponse:
    try:
        return FileResponse(stored.file.storage.open(stored.file.name))
    except FileNotFoundError as error:
        raise Http404 from error


def _by_web_server(stored: files.StoredFile) -> HttpResponse:
    return HttpResponse(headers={"X-Accel-Redirect": settings.FILES_X_ACCEL_PREFIX + stored.file.name})
