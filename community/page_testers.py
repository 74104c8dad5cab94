"""Wagtail's questions about pages of the portal, as far as the apps answer them alike; each adds what is its own."""

from wagtail.models import PagePermissionTester

from community.permissions import is_organiser


class PortalTester(PagePermissionTester):
    """What holds for every page: it stays in its place, and the audience alone says who reads it."""

    def can_move(self):
        return False

    def can_set_view_restrictions(self):
        """The portal has one rule of who reads what, the audience; Wagtail's own privacy stays off."""
        return False


class FixedTester(PortalTester):
    """A page of the trunk: it stands where it is."""

    def can_delete(self, ignore_bulk=False):
        return False

    def can_unpublish(self):
        return False

    def can_copy(self):
        return False


class OrganisedTester(PortalTester):
    """A page that organisers alone work on."""

    def can_edit(self):
        return is_organiser(self.user)

    def can_publish(self):
        return is_organiser(self.user)

    def can_lock(self):
        return self.can_publish()

    def can_unlock(self):
        return self.can_publish()


class IndexTester(FixedTester, OrganisedTester):
    """The index of an app's pages, worked on by organisers; who may add a page below it is the app's to say."""

    def can_publish_subpage(self):
        return is_organiser(self.user)

    def can_reorder_children(self):
        return is_organiser(self.user)


class LeafTester(PortalTester):
    """A page without pages below it, whose app says who edits and who publishes it."""

    def can_view_revisions(self):
        return self.can_edit()

    def can_unschedule(self):
        return self.can_publish()

    def can_unpublish(self):
        return self.page.live and not self.page_locked() and self.can_publish()

    def can_lock(self):
        return self.can_publish()

    def can_add_subpage(self):
        return False

    def can_publish_subpage(self):
        return False
