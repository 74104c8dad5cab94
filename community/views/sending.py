"""What keeps forms that anybody may send from being sent by machines and by other sites."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from community.errors import TooOften

MINUTE, HOUR, DAY = 60, 3_600, 86_400
OWN_SITE = {"same-origin", "none"}


def count_sending(request: HttpRequest, action: str, limits: dict[int, int]) -> None:
    """Count one more sending of `action`; `TooOften` beyond `limits`: how many within how many seconds.

    An account is counted by itself, since a whole office may share one address; a visitor by their address, of which
    the cache holds a keyed hash until the time is over. Each sending takes a place that is free again after that time.
    """
    user = request.user
    who = f"user:{user.pk}" if user.is_authenticated else f"ip:{get_adapter().get_client_ip(request)}"
    sender = salted_hmac("community.sending", who).hexdigest()
    for seconds, most in limits.items():
        place = f"sending:{action}:{seconds}:{sender}"
        if not any(cache.add(f"{place}:{number}", True, seconds) for number in range(most)):
            raise TooOften


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this portal; yes where it says nothing.

    For forms on pages that are the same for every visitor and so have no token of their own.
    """
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "none") in OWN_SITE
