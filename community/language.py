"""Which language a reader gets: that of the browser's cookie; who signs in without one brings their own.

The cookie is what somebody chose, by the foot of a page or with their mails. What a person brings lies in their session
and ends with it: whoever comes next to a shared machine chose nothing, and signs up in the language of the portal.
"""

from django.conf import settings
from django.db import DatabaseError
from django.utils import translation

BROUGHT = "bahasa"  # in a session


def chosen_language(request) -> str:
    """The language of the reader's cookie, else the default; `Accept-Language` is never asked."""
    return _of_cookie(request) or settings.LANGUAGE_CODE


def is_chosen(request) -> bool:
    """Whether somebody chose a language in this browser."""
    return bool(_of_cookie(request))


def _of_cookie(request) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def brought_language(request) -> str:
    """What the person who is signed in brought along; nothing where somebody chose, or nobody is known."""
    if is_chosen(request) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    try:
        brought = request.session.get(BROUGHT)
    except DatabaseError:  # the page itself fails in the way that is designed for it
        return ""
    return brought if brought in dict(settings.LANGUAGES) else ""


def bring(request, language: str) -> None:
    """Let a person's language come along to this browser, for as long as they are signed in."""
    request.session[BROUGHT] = language


def speak(request, language: str) -> None:
    """Answer the rest of this request in `language`."""
    translation.activate(language)  # until the end of the request, where the middleware puts back what was before
    request.LANGUAGE_CODE = language


def keep_chosen(request, response, language: str) -> None:
    """Let the browser remember `language`: pages ask the cookie alone, so that no page asks whose it is."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
