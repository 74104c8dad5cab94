"""The CMS's actions on many things at once, without the names of those that a person may not see.

Wagtail lists by title whatever was asked for and is not allowed (tried on 8.0.1), which tells hidden drafts, closed
files and people's names to every editor who counts through the ids.
"""

from django.apps import apps
from django.http import Http404
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

from practices.page_policy import PORTAL_PAGES

BEYOND_BIGINT = 2**63
ANY_RIGHT = ("choose", "change", "delete")


class OnlyWhatIsSeen:
    """Goes before an action class of Wagtail: of what it refuses, it names only what this person sees anyway."""

    def get_actionable_objects(self):
        objects, refused = super().get_actionable_objects()
        refused["items_with_no_access"] = self._seen(refused.get("items_with_no_access", []))
        return objects, refused

    def _seen(self, items: list) -> list:
        user, ids = self.request.user, [item.pk for item in items]
        if not ids:
            return []
        if issubclass(self.model, Page):
            seen = PORTAL_PAGES.seen_by(user, Page.objects.filter(pk__in=ids))
        else:
            policy = policy_registry.get_by_type(self.model)
            seen = policy.instances_user_has_any_permission_for(user, ANY_RIGHT).filter(pk__in=ids)
        seen_ids = set(seen.values_list("pk", flat=True))
        return [item for item in items if item.pk in seen_ids]


@require_admin_access
def bulk_action(request, app_label, model_name, action):
    """Wagtail's view of the same address; `Http404` also for ids that cannot be."""
    if not all(_may_be_id(pk) for pk in request.GET.getlist("id")):
        raise Http404
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if action_class is None:
        raise Http404
    model = apps.get_model(app_label, model_name)
    return type(action_class.__name__, (OnlyWhatIsSeen, action_class), {})(request, model).dispatch(request)


def _may_be_id(text: str) -> bool:
    return text == "all" or (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < BEYOND_BIGINT)
