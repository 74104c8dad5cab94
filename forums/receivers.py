"""Announces every change of a room, whoever made it, and gives each its row of counts."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from community.page_changes import announce_changes
from forums.models import RoomActivity, RoomPage
from forums.signals import room_changed


@receiver(post_save, sender=RoomPage)
def room_counted(sender, instance, created=False, raw=False, **kwargs):
    """Connected before the announcement, whose receivers read the counts."""
    if created and not raw:
        RoomActivity.objects.bulk_create([RoomActivity(room_id=instance.pk)], ignore_conflicts=True)


def announce(room_id: int) -> None:
    room_changed.send(RoomPage, room_id=room_id)


announce_changes(RoomPage, announce)
