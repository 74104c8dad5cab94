"""What the CMS lets one do with the forum and its rooms: the organisers' work, by rights on pages and these rules."""

from wagtail.models import PagePermissionTester

from community.permissions import is_organiser


class ForumIndexTester(PagePermissionTester):
    """The forum is part of the trunk: it stands where it is."""

    def can_delete(self, ignore_bulk=False):
        return False

    def can_unpublish(self):
        return False

    def can_move(self):
        return False

    def can_copy(self):
        return False

    def can_set_view_restrictions(self):
        """The portal has one rule of who reads what, the audience; Wagtail's own privacy stays off."""
        return False


class RoomTester(PagePermissionTester):
    """A room in which somebody has written stays; it can be unpublished."""

    def can_delete(self, ignore_bulk=False):
        return is_organiser(self.user) and not self.page.specific.topics.exists()

    def can_move(self):
        return False

    def can_set_view_restrictions(self):
        """The portal has one rule of who reads what, the audience; Wagtail's own privacy stays off."""
        return False
