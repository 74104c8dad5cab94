"""Which pages the CMS's lists, searches and reports name to whom."""

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from practices.permissions import hidden_drafts


class PortalPagePolicy(PagePermissionPolicy):
    """Wagtail's rule for whole trees, less the practices that a person may neither read nor edit."""

    def explorable_instances(self, user):
        return self.seen_by(user, super().explorable_instances(user))

    def instances_user_has_any_permission_for(self, user, actions):
        return self.seen_by(user, super().instances_user_has_any_permission_for(user, actions))

    def hides(self, user, page_ids) -> bool:
        """Whether one of these pages is there and `user` may neither read nor edit it."""
        pages = Page.objects.filter(pk__in=page_ids)
        return pages.count() > self.seen_by(user, pages).count()

    def seen_by(self, user, pages):
        """Those of `pages` (a queryset) that are no hidden drafts to `user`."""
        return pages if user.is_superuser or not user.is_active else pages.exclude(pk__in=hidden_drafts(user))


PORTAL_PAGES = PortalPagePolicy(Page)
