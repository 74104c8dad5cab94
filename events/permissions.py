"""Who may do what with events: services and Wagtail's screens ask here.

Organisers make and run events. Whoever may read an event may register for its rooms. The notes of a room are written
by those named as its notulis.
"""

from datetime import timedelta

from wagtail.models import PagePermissionTester

from community import permissions as community_permissions
from community.permissions import can_read
from events.enums import PersonRole
from events.models import EventPage, RoomPerson

LINK_OPENS = timedelta(minutes=15)  # before the slot starts


def is_organiser(user) -> bool:
    """Whether `user` runs events, asked once per user object (a request's own)."""
    if user.is_authenticated and not user.is_superuser and not user.group_ids:
        return False  # without another query: a request has asked for the groups already
    if "_runs_events" not in user.__dict__:
        user.__dict__["_runs_events"] = community_permissions.is_organiser(user)
    return user.__dict__["_runs_events"]


def can_manage_events(user) -> bool:
    """Whether `user` may make, publish, open, start, close and cancel events and see who takes part."""
    return is_organiser(user)


def can_register(user, event) -> bool:
    """Whether `user` may hold seats of `event`: a person with an account who may read it."""
    return bool(user.is_authenticated and user.is_active and user.pk and event.live and can_read(user, event))


def can_cancel_seat(user, seat) -> bool:
    """Whether `user` may give `seat` back: its holder, or an organiser."""
    return bool(user.is_active and user.pk is not None and user.pk == seat.person_id) or is_organiser(user)


def can_answer_offer(user, waiting) -> bool:
    """Whether `user` may take or decline what is offered to `waiting`: nobody answers for another."""
    return bool(user.is_active and user.pk is not None and user.pk == waiting.person_id)


def can_write_notulen(user, room) -> bool:
    """Whether `user` may write and finalise the notulen of `room`: its notulis, or an organiser."""
    if is_organiser(user):
        return True
    if not (user.is_authenticated and user.is_active and user.pk):
        return False
    return RoomPerson.objects.filter(room=room.pk, person=user.pk, role=PersonRole.NOTULIS).exists()


def can_reopen_notulen(user) -> bool:
    """Whether `user` may take a final notulen back into work: organisers, since readers have seen it."""
    return is_organiser(user)


def is_link_open(slot, now) -> bool:
    """Whether the meeting link of a slot's rooms is shown now to those who may enter."""
    if slot.starts_at is None or not slot.is_timed:
        return False
    return slot.starts_at - LINK_OPENS <= now < slot.ends_at


def hidden_events(user):
    """Ids of events that `user` may neither read nor edit: the CMS's lists leave them out, titles included."""
    if is_organiser(user):
        return EventPage.objects.none().values("pk")
    return EventPage.objects.exclude(pk__in=EventPage.objects.live().visible_to(user).values("pk")).values("pk")


class OrganiserTester(PagePermissionTester):
    """Wagtail's questions about pages that organisers alone work on."""

    def can_edit(self):
        return is_organiser(self.user)

    def can_publish(self):
        return is_organiser(self.user)

    def can_lock(self):
        return is_organiser(self.user)

    def can_unlock(self):
        return is_organiser(self.user)

    def can_move(self):
        return False

    def can_copy(self):
        """A copy would carry the identities of the rooms along."""
        return False

    def can_set_view_restrictions(self):
        """The portal has one rule of who reads what, the audience; Wagtail's own privacy stays off."""
        return False


class EventTester(OrganiserTester):
    """Wagtail's questions about one event."""

    def can_view_revisions(self):
        return self.can_edit()

    def can_submit_for_moderation(self):
        return False

    def can_unschedule(self):
        return self.can_publish()

    def can_unpublish(self):
        return self.page.live and not self.page_locked() and self.can_publish()

    def can_delete(self, ignore_bulk=False):
        """What people registered for is cancelled, not deleted."""
        return is_organiser(self.user) and not has_participants(self.page)

    def can_add_subpage(self):
        return False

    def can_publish_subpage(self):
        return False


class CalendarTester(OrganiserTester):
    """Wagtail's questions about the calendar: the trunk stands where it is."""

    def can_add_subpage(self):
        return is_organiser(self.user) and EventPage.can_create_at(self.page)

    def can_publish_subpage(self):
        return is_organiser(self.user)

    def can_reorder_children(self):
        return is_organiser(self.user)

    def can_delete(self, ignore_bulk=False):
        return False

    def can_unpublish(self):
        return False


def has_participants(event) -> bool:
    """Whether anybody ever registered for, waited for, or noted down `event`."""
    rows = EventPage.objects.filter(pk=event.pk)
    return any(rows.filter(**{f"{name}__isnull": False}).exists() for name in ("seats", "waitings", "notulen"))
