"""Announces every change of an event, whoever made it, and tells those who hold seats of a new programme."""

from django.dispatch import receiver
from wagtail.signals import page_published

from community.page_changes import LINKS, announce_changes
from events import news
from events.models import EventPage
from events.services.publication import event_published
from events.signals import event_changed


def announce(event_id: int) -> None:
    event_changed.send(EventPage, event_id=event_id)


@receiver(page_published, sender=EventPage)
def programme_published(sender, instance, **kwargs):
    """Sent after Wagtail's own transaction, but inside that of `/cms/` requests, scheduling and services."""
    event_published(instance)
    news.queue_published(instance)


announce_changes(EventPage, announce, links=(*LINKS, "practices"))
