"""Announces every change of a practice, whoever made it, and keeps the library as it is shown."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from community.models import Aspect, Framework, Instansi, SubAspect
from community.page_changes import announce_changes
from community.signals import instansi_changed
from practices import library_index, notices
from practices.models import PracticePage, Regulation
from practices.signals import practice_changed

practice_changed.connect(library_index.touch, dispatch_uid="library_practice_changed")
instansi_changed.connect(library_index.touch, dispatch_uid="library_instansi_changed")  # many at once: no `post_save`
for model in (Instansi, Framework, Aspect, SubAspect, Regulation):
    post_save.connect(library_index.touch, sender=model, dispatch_uid=f"library_{model.__name__}_saved")
    post_delete.connect(library_index.touch, sender=model, dispatch_uid=f"library_{model.__name__}_deleted")


@receiver(page_published, sender=PracticePage)
def practice_published(sender, instance, **kwargs):
    """Sent inside the transaction of `/cms/` requests, scheduling and services."""
    notices.queue_published(instance)


def announce(practice_id: int) -> None:
    practice_changed.send(PracticePage, practice_id=practice_id)


announce_changes(PracticePage, announce)
