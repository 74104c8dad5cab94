"""What every page of the portal needs."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from community.models import PortalSettings

NO_WAY_BACK = ("/akun/", "/cms/", "/bahasa/")


def portal(request):
    """The organising body, whether this is the demo, where signing in starts and what else opens an account."""
    return {
        "portal": PortalSettings.load(request_or_site=request),
        "is_demo": settings.DEMO,
        "login_url": login_url(request),
        "issuer_name": settings.OIDC.name if settings.OIDC else "",
    }


def login_url(request) -> str:
    """The sign-in page, which comes back to the page being read."""
    address = reverse("account_login")
    if request.method != "GET" or request.path == "/" or request.path.startswith(NO_WAY_BACK):
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"
