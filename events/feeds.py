"""Atom feed of events: public ones only, whoever asks, since a feed reader is nobody; examples stay out."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from community.enums import Scope
from community.feeds import AtomFeed, writable
from community.zones import Zone
from events.links import CALENDAR, event_url
from events.models import EventPage
from events.times import long_day

LENGTH = 30


class EventFeed(AtomFeed):
    entries = "fgd"
    link = CALENDAR

    def title(self) -> str:
        return _("FGD terbaru, CoP Sistem Merit")

    def subtitle(self) -> str:
        return _("Acara komunitas yang diumumkan, dengan waktu dan ruangnya.")

    def items(self):
        public = EventPage.objects.published().visible_to(AnonymousUser()).genuine()
        return public.order_by("-first_published_at", "-pk")[:LENGTH]

    def item_title(self, event) -> str:
        return writable(event.title)

    def item_summary(self, event) -> str:
        day = long_day(event.starts_at, Zone(event.zone)) if event.starts_at else ""
        return f"{day}. {event.summary}" if day else event.summary

    def item_link(self, event) -> str:
        return event_url(event.slug)

    def item_pubdate(self, event):
        return event.first_published_at

    def item_updateddate(self, event):
        return max(filter(None, [event.last_published_at, event.calendar_changed_at, event.closed_at]))

    def item_categories(self, event) -> list[str]:
        return [str(Scope(event.scope).label)]
