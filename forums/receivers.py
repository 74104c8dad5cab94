"""Announces every change of a room, whoever made it, and gives each its row of counts.

Wagtail saves a page, then its owners and aspects, in one transaction of its own: so the save and each change of those
links announce.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from forums.models import RoomActivity, RoomPage
from forums.signals import room_changed

# What `save_revision` writes on the page's row when readers see nothing new.
DRAFT_FIELDS = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}
LINKS = ("owners", "audience_groups", "aspects", "subaspects")


def announce(room_id: int) -> None:
    room_changed.send(RoomPage, room_id=room_id)


@receiver(post_save, sender=RoomPage)
def room_saved(sender, instance, created=False, update_fields=None, raw=False, **kwargs):
    if raw:
        return
    if created:
        RoomActivity.objects.bulk_create([RoomActivity(room_id=instance.pk)], ignore_conflicts=True)
    if not (update_fields and set(update_fields) <= DRAFT_FIELDS):
        announce(instance.pk)


@receiver(post_save, sender=Page)
def base_page_saved(sender, instance, update_fields=None, raw=False, **kwargs):
    """Wagtail's bulk actions save the base page, without the room's own part."""
    if instance.specific_class is RoomPage:
        room_saved(sender, instance, update_fields=update_fields, raw=raw)


@receiver(post_delete, sender=RoomPage)
def room_deleted(sender, instance, **kwargs):
    announce(instance.pk)


def room_linked(sender, instance, action, reverse, pk_set, **kwargs):
    """Owners, groups and aspects as saved; from the other side each room that was linked is named."""
    if action in {"post_add", "post_remove", "post_clear"}:
        for room_id in (pk_set or ()) if reverse else [instance.pk]:
            announce(room_id)


for name in LINKS:
    through = RoomPage._meta.get_field(name).remote_field.through
    m2m_changed.connect(room_linked, through, dispatch_uid=f"rooms_linked_{name}")


@receiver(post_page_move)
def room_moved(sender, instance, **kwargs):
    """A moved branch takes the rooms below it along."""
    for room_id in RoomPage.objects.descendant_of(instance, inclusive=True).values_list("pk", flat=True):
        announce(room_id)
