"""A form that the CMS refuses for want of a right: the page of refusals, with what was typed.

Wagtail leads to its first screen with a message (tried on 8.0.1), and what was typed is lost.
"""

from django.core.exceptions import PermissionDenied
from wagtail.admin import auth

lead_to_first_screen = auth.permission_denied


def permission_denied(request):
    """`PermissionDenied` for a form that was sent; whoever only looks is led to the first screen, as Wagtail does."""
    if request.method == "POST":
        raise PermissionDenied
    return lead_to_first_screen(request)


def register() -> None:
    """Called once, in `AppConfig.ready`: both of Wagtail's decorators look the name up when they refuse."""
    auth.permission_denied = permission_denied
