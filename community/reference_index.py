"""Wagtail's reference index, changed in the transaction of the content's own change.

Wagtail brings it up to date by a task after the commit: meanwhile a file taken out of a public page would stay open,
and a task that runs late could write an older state over a newer one.
"""

from django.contrib.contenttypes.models import ContentType
from modelcluster.fields import ParentalKey
from wagtail import signal_handlers
from wagtail.models import ReferenceIndex
from wagtail.tasks import update_reference_index_task

from community.models import PortalDocument, PortalSettings
from community.signals import documents_changed


class AtOnce:
    """Stands where Wagtail enqueues its task, and runs it in the transaction of the change."""

    @staticmethod
    def enqueue(app_label: str, model_name: str, pk: str) -> None:
        """Announces the documents that the object showed before and those that it shows now."""
        before = documents_of(app_label, model_name, pk)
        update_reference_index_task.call(app_label, model_name, pk)
        if touched := before ^ documents_of(app_label, model_name, pk):
            documents_changed.send(PortalDocument, document_ids=sorted(touched))


def documents_of(app_label: str, model_name: str, pk) -> set[int]:
    """Ids of the documents that an object refers to."""
    content_type = ContentType.objects.get_by_natural_key(app_label, model_name)
    to = ContentType.objects.get_for_model(PortalDocument)
    found = ReferenceIndex.objects.filter(content_type=content_type, object_id=str(pk), to_content_type=to)
    return set(map(int, found.values_list("to_object_id", flat=True)))


def keep_in_transaction() -> None:
    """Make Wagtail's own receiver index at once, and the logo in the settings too."""
    signal_handlers.update_reference_index_task = AtOnce
    ReferenceIndex.register_model(PortalSettings)


def child_deleted(sender, instance, **kwargs) -> None:
    """A deleted inline child takes its references with it: its parent is indexed anew."""
    if sender not in ReferenceIndex.tracked_models or ReferenceIndex.is_indexed(sender):
        return
    keys = [field for field in sender._meta.get_fields() if isinstance(field, ParentalKey)]
    for key in keys:
        parent = key.related_model._base_manager.filter(pk=getattr(instance, key.attname)).first()
        if parent is not None:
            AtOnce.enqueue(parent._meta.app_label, parent._meta.model_name, str(parent.pk))
