"""Which pages the CMS's lists, searches and reports name to whom."""

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from forums.page_permissions import hidden_rooms
from practices.permissions import hidden_drafts


class PortalPagePolicy(PagePermissionPolicy):
    """Wagtail's rule for whole trees, less the pages that a person may neither read nor edit.

    Which those are, each app says of its own: a function of the person that gives their ids as a query.
    """

    def __init__(self, model):
        super().__init__(model)
        self.hidden = [hidden_rooms, hidden_drafts]

    def hide(self, hidden) -> None:
        """Leave out what `hidden(user)` names, too; called once, in `AppConfig.ready`."""
        self.hidden = [*self.hidden, hidden]

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
        if user.is_superuser or not user.is_active:
            return pages
        for hidden in self.hidden:
            pages = pages.exclude(pk__in=hidden(user))
        return pages


PORTAL_PAGES = PortalPagePolicy(Page)
