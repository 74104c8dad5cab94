"""What somebody typed in a form that could not be accepted: shown again, so that no work is lost."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, DisallowedHost, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext_lazy as _

from cop_portal.typed_labels import is_machinery, label_of

MAX_FIELDS = 2_000
MAX_CHARACTERS = 300_000
SHORT = 120
SECRET = re.compile(r"pass|sandi|token|csrf|secret|credential|otp", re.IGNORECASE)
SECRET_OUTSIDE_CMS = re.compile(r"^code$|^key$", re.IGNORECASE)  # there a code is that of an agency or regulation
CMS = "/cms/"
NAMES = {
    "login": _("Surel"),
    "email": _("Surel"),
    "name": _("Nama"),
    "title": _("Judul"),
    "summary": _("Ringkasan"),
    "body": _("Isi"),
    "q": _("Kata kunci"),
}


@dataclass(frozen=True)
class TypedField:
    """One value of a form; `is_text` tells what a person reads from what the form itself needs."""

    name: str
    value: str

    @property
    def label(self):
        return NAMES.get(self.name) or label_of(self.name) or self.name

    @property
    def is_text(self) -> bool:
        return bool(self.value.strip()) and not is_machinery(self.name)

    @property
    def is_long(self) -> bool:
        return len(self.value) > SHORT or "\n" in self.value


@dataclass(frozen=True)
class Typed:
    """A refused form: its fields without secrets, whether all of it is here, where it may be sent again (or None)."""

    fields: list[TypedField]
    is_complete: bool
    has_files: bool
    lacks_secrets: bool
    send_to: str | None

    @property
    def texts(self) -> list[TypedField]:
        return [field for field in self.fields if field.is_text]


def typed_in(request: HttpRequest) -> Typed | None:
    """What `request` carried, within bounds; None when it is no readable form or nothing in it is worth keeping.

    It may be sent again only when all of it is here and it came from a page of this portal.
    """
    if request.method != "POST":
        return None
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        has_files = bool(request.FILES)
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        return None
    secrets = {name for name, _value in pairs if is_secret(name, request.path)}
    open_pairs = [(name, value) for name, value in pairs if name not in secrets]
    fields = bounded(open_pairs)
    if not any(field.is_text for field in fields):
        return None
    is_complete = [(field.name, field.value) for field in fields] == open_pairs
    is_sendable = is_complete and is_own_origin(request)
    return Typed(
        fields=fields,
        is_complete=is_complete,
        has_files=has_files,
        lacks_secrets=bool(secrets - {"csrfmiddlewaretoken"}),
        send_to=escape_leading_slashes(request.get_full_path()) if is_sendable else None,
    )


def is_secret(name: str, path: str) -> bool:
    """Whether the field `name` of a form sent to `path` may hold a secret, by its name."""
    return bool(SECRET.search(name) or (not path.startswith(CMS) and SECRET_OUTSIDE_CMS.search(name)))


def bounded(pairs: list[tuple[str, str]]) -> list[TypedField]:
    """The fields up to `MAX_FIELDS` and `MAX_CHARACTERS` in all; the value that passes the bound is cut there."""
    fields, room = [], MAX_CHARACTERS
    for name, value in pairs[:MAX_FIELDS]:
        if room <= 0:
            break
        fields.append(TypedField(name[:200], value[:room]))
        room -= len(name) + len(value)
    return fields


def is_own_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this portal (Origin, else Referer)."""
    stated = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        parts = urlsplit(stated)
        return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
    except (ValueError, DisallowedHost):
        return False
