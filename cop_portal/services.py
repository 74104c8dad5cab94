"""What may be changed on the portal's own pages, each in one transaction."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.permissions import is_organiser
from cop_portal.models import HomePage


@transaction.atomic
def suggest_searches(home: HomePage, *, actor, searches: str) -> HomePage:
    """Publish the front page with `searches` (with commas between) below its box. Locks the page's row.

    `PermissionDenied`; `ValidationError` for more than six or for long ones.
    """
    if not is_organiser(actor):
        raise PermissionDenied
    home = HomePage.objects.select_for_update().get(pk=home.pk)
    home.suggested_searches = searches
    home.save_revision(user=actor, log_action=True).publish(user=actor)
    home.refresh_from_db()
    return home
