"""Which language a reader gets."""

from django.conf import settings


def chosen_language(request) -> str:
    """The language of the reader's cookie, else the default; `Accept-Language` is never asked."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
