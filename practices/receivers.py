"""Announces every change of a practice, whoever made it, and keeps the library as it is shown.

Wagtail saves a page, then its owners and aspects, in one transaction of its own: so the save and each change of those
links announce, and nothing needs Wagtail's `page_published`, which is sent after that transaction.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from community.models import Aspect, Framework, Instansi, SubAspect
from practices import library_index
from practices.models import PracticePage
from practices.signals import practice_changed

# What `save_revision` writes on the page's row when readers see nothing new.
DRAFT_FIELDS = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}
LINKS = ("owners", "audience_groups", "aspects", "subaspects")

practice_changed.connect(library_index.touch, dispatch_uid="library_practice_changed")
for model in (Instansi, Framework, Aspect, SubAspect):
    post_save.connect(library_index.touch, sender=model, dispatch_uid=f"library_{model.__name__}_saved")
    post_delete.connect(library_index.touch, sender=model, dispatch_uid=f"library_{model.__name__}_deleted")


def announce(practice_id: int) -> None:
    practice_changed.send(PracticePage, practice_id=practice_id)


@receiver(post_save, sender=PracticePage)
def practice_saved(sender, instance, update_fields=None, raw=False, **kwargs):
    if not raw and not (update_fields and set(update_fields) <= DRAFT_FIELDS):
        announce(instance.pk)


@receiver(post_save, sender=Page)
def base_page_saved(sender, instance, **kwargs):
    """Wagtail's bulk actions save the base page, without the practice's own part."""
    if instance.specific_class is PracticePage:
        practice_saved(sender, instance, **kwargs)


@receiver(post_delete, sender=PracticePage)
def practice_deleted(sender, instance, **kwargs):
    announce(instance.pk)


def practice_linked(sender, instance, action, reverse, pk_set, **kwargs):
    """Owners, groups and aspects as saved; from the other side each practice that was linked is named."""
    if action in {"post_add", "post_remove", "post_clear"}:
        for practice_id in (pk_set or ()) if reverse else [instance.pk]:
            announce(practice_id)


for name in LINKS:
    through = PracticePage._meta.get_field(name).remote_field.through
    m2m_changed.connect(practice_linked, through, dispatch_uid=f"practices_linked_{name}")


@receiver(post_page_move)
def practice_moved(sender, instance, **kwargs):
    """A moved branch takes the practices below it along. (A changed slug is a save; above, it changes no practice.)"""
    for practice_id in PracticePage.objects.descendant_of(instance, inclusive=True).values_list("pk", flat=True):
        announce(practice_id)
