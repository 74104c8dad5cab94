"""What every page of the portal needs."""

from django.conf import settings

from community.models import PortalSettings


def portal(request):
    """The organising body and whether this is the demo."""
    return {"portal": PortalSettings.load(request_or_site=request), "is_demo": settings.DEMO}
