"""Addresses with the parameter names that library, calendar, forum and search share, and which are the portal's own."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.utils.http import urlencode

MOST_FILTER_VALUES = 60  # of one filter in an address; the longest list of boxes to tick is shorter


def filtered_url(address: str, **filters) -> str:
    """`address` under `filters`: parameter name to a value or a list of values; empty ones are left out."""
    given = {name: value for name, value in filters.items() if value not in (None, "", [], ())}
    return f"{address}?{urlencode(given, doseq=True)}" if given else address


def own_path(address: str) -> str:
    """The path of an address of this portal, as `/praktik/mang-bagja/`; empty for an address of elsewhere."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if (parts.scheme or parts.netloc) and not (parts.scheme in ("http", "https") and _is_own(host)):
        return ""
    path = unquote(parts.path)
    return path if path.startswith("/") and "\0" not in path else ""


def _is_own(host: str) -> bool:
    hosts = [allowed for allowed in settings.ALLOWED_HOSTS if allowed != "*"]
    return host == urlsplit(settings.SITE_URL).hostname or validate_host(host, hosts)
