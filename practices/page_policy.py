"""Which pages the CMS's lists, searches and reports name to whom."""

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from practices.permissions import hidden_drafts


class PortalPagePolicy(PagePermissionPolicy):
    """Wagtail's rule for whole trees, less the practices that a person may neither read nor edit."""

    def explorable_instances(self, user):
        return self._without_hidden(super().explorable_instances(user), user)

    def instances_user_has_any_permission_for(self, user, actions):
        return self._without_hidden(super().instances_user_has_any_permission_for(user, actions), user)

    def _without_hidden(self, pages, user):
        return pages if user.is_superuser or not user.is_active else pages.exclude(pk__in=hidden_drafts(user))


PORTAL_PAGES = PortalPagePolicy(Page)
