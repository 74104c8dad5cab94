"""Which language a reader gets: that of the browser's cookie; who signs in without one brings their own."""

from django.conf import settings
from django.utils import translation


def chosen_language(request) -> str:
    """The language of the reader's cookie, else the default; `Accept-Language` is never asked."""
    return _of_cookie(request) or settings.LANGUAGE_CODE


def is_chosen(request) -> bool:
    """Whether somebody chose a language in this browser."""
    return bool(_of_cookie(request))


def _of_cookie(request) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else ""


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
