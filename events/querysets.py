"""Filters of events, rooms and seats."""

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import PageQuerySet

from community.querysets import AudienceQuerySet
from events.enums import IN_QUEUE, EventState, SeatState, WaitingState


class EventQuerySet(AudienceQuerySet, PageQuerySet):
    def published(self):
        return self.live()

    def genuine(self):
        """Without example content, which is kept out of sitemap and counts."""
        return self.filter(is_example=False)

    def with_room_counts(self):
        """`room_count`: rooms that take place."""
        rooms = apps.get_model("events", "Room").objects.filter(slot__page=OuterRef("pk"), is_cancelled=False)
        counted = rooms.order_by().values("slot__page").annotate(n=Count("pk")).values("n")
        return self.annotate(room_count=Coalesce(Subquery(counted), 0))

    def over(self, now):
        """Events that have ended: closed, cancelled, or past their last slot."""
        return self.filter(Q(state__in=[EventState.CLOSED, EventState.CANCELLED]) | Q(ends_at__lte=now))

    def coming(self, now):
        """Events that readers may still attend: neither closed nor cancelled nor past their end."""
        return self.exclude(state__in=[EventState.CLOSED, EventState.CANCELLED]).filter(ends_at__gt=now)

    def running(self, now):
        return self.coming(now).filter(starts_at__lte=now)

    def upcoming(self, now):
        return self.coming(now).filter(starts_at__gt=now)


class RoomQuerySet(models.QuerySet):
    def of_event(self, event_id: int):
        return self.filter(slot__page_id=event_id)

    def visible_to(self, user, events):
        """Rooms of live events that `user` may read; a room has its event's audience. `events` is the page model."""
        return self.filter(slot__page__in=events.objects.live().visible_to(user).order_by().values("pk"))


def count_of(queryset, **filters) -> Coalesce:
    """A subquery that counts the rows of a room, 0 for none; several of them do not multiply each other's rows."""
    rows = queryset.filter(room=OuterRef("pk"), **filters).order_by().values("room")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


class SeatQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state=SeatState.ACTIVE)


class WaitingQuerySet(models.QuerySet):
    def in_queue(self):
        """Places of people who still wait or hold an open offer, in their order."""
        return self.filter(state__in=IN_QUEUE).order_by("pk")

    def waiting(self):
        return self.filter(state=WaitingState.WAITING).order_by("pk")

    def offered(self):
        return self.filter(state=WaitingState.OFFERED).order_by("pk")

    def lapsed(self, now):
        """Offers whose time is over."""
        return self.offered().filter(offer_expires_at__lte=now)
