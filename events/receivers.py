"""Announces every change of an event, whoever made it.

Wagtail saves a page, then its slots, rooms and links, in one transaction, and sends `page_published` after it: inside
the transaction of `/cms/` requests, of `publish_scheduled` and of services (architecture.md §4).
"""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, post_page_move

from events.models import EventPage
from events.services.publication import event_published
from events.signals import event_changed

# What `save_revision` writes on the page's row when readers see nothing new.
DRAFT_FIELDS = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}
LINKS = ("owners", "audience_groups", "aspects", "subaspects", "practices")


def announce(event_id: int) -> None:
    event_changed.send(EventPage, event_id=event_id)


@receiver(page_published, sender=EventPage)
def programme_published(sender, instance, **kwargs):
    event_published(instance)


@receiver(post_save, sender=EventPage)
def event_saved(sender, instance, update_fields=None, raw=False, **kwargs):
    if not raw and not (update_fields and set(update_fields) <= DRAFT_FIELDS):
        announce(instance.pk)


@receiver(post_save, sender=Page)
def base_page_saved(sender, instance, **kwargs):
    """Wagtail's bulk actions save the base page, without the event's own part."""
    if instance.specific_class is EventPage:
        event_saved(sender, instance, **kwargs)


@receiver(post_delete, sender=EventPage)
def event_deleted(sender, instance, **kwargs):
    announce(instance.pk)


def event_linked(sender, instance, action, reverse, pk_set, **kwargs):
    """Owners, groups, aspects and practices as saved; from the other side each event that was linked is named."""
    if action in {"post_add", "post_remove", "post_clear"}:
        for event_id in (pk_set or ()) if reverse else [instance.pk]:
            announce(event_id)


for name in LINKS:
    through = EventPage._meta.get_field(name).remote_field.through
    m2m_changed.connect(event_linked, through, dispatch_uid=f"events_linked_{name}")


@receiver(post_page_move)
def event_moved(sender, instance, **kwargs):
    """A moved branch takes the events below it along."""
    for event_id in EventPage.objects.descendant_of(instance, inclusive=True).values_list("pk", flat=True):
        announce(event_id)
