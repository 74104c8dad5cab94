"""What the CMS lets one do with the forum and its rooms: the organisers' work, by rights on pages and these rules."""

from community.page_testers import FixedTester, PortalTester
from community.permissions import is_organiser
from forums.models import RoomPage


class ForumIndexTester(FixedTester):
    """The forum is part of the trunk."""


class RoomTester(PortalTester):
    """A room in which somebody has written stays; it can be unpublished."""

    def can_delete(self, ignore_bulk=False):
        return is_organiser(self.user) and not self.page.specific.topics.exists()


def hidden_rooms(user):
    """Ids of rooms that `user` may neither read nor edit: the CMS's lists leave them out, titles included."""
    if is_organiser(user):
        return RoomPage.objects.none().values("pk")
    return RoomPage.objects.exclude(pk__in=RoomPage.objects.live().visible_to(user).values("pk")).values("pk")
