"""Who may do what with events: services and Wagtail's screens ask here.

Organisers make and run events. Whoever may read an event may register for its rooms. The notes of a room are written
by those named as its notulis.
"""

from datetime import timedelta

from community.page_testers import IndexTester, LeafTester, OrganisedTester
from community.permissions import can_read, is_organiser
from events.enums import PersonRole
from events.models import EventPage, RoomPerson

LINK_OPENS = timedelta(minutes=15)  # before the slot starts


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


class EventTester(LeafTester, OrganisedTester):
    """Wagtail's questions about one event."""

    def can_submit_for_moderation(self):
        return False

    def can_copy(self):
        """A copy would carry the identities of the rooms along."""
        return False

    def can_delete(self, ignore_bulk=False):
        """What people registered for is cancelled, not deleted."""
        return is_organiser(self.user) and not has_participants(self.page)


class CalendarTester(IndexTester):
    """Wagtail's questions about the calendar."""

    def can_add_subpage(self):
        return is_organiser(self.user) and EventPage.can_create_at(self.page)


def has_participants(event) -> bool:
    """Whether anybody ever registered for, waited for, or noted down `event`."""
    rows = EventPage.objects.filter(pk=event.pk)
    return any(rows.filter(**{f"{name}__isnull": False}).exists() for name in ("seats", "waitings", "notulen"))
