"""What the CMS lets one do with the forum and its rooms: the organisers' work, by rights on pages and these rules."""

from community.page_testers import FixedTester, PortalTester
from community.permissions import is_organiser


class ForumIndexTester(FixedTester):
    """The forum is part of the trunk."""


class RoomTester(PortalTester):
    """A room in which somebody has written stays; it can be unpublished."""

    def can_delete(self, ignore_bulk=False):
        return is_organiser(self.user) and not self.page.specific.topics.exists()
