"""Wagtail's reference index, changed in the transaction of the content's own change.

Wagtail brings it up to date by a task after the commit: meanwhile a file taken out of a public page would stay open,
and a task that runs late could write an older state over a newer one.
"""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
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
        model = apps.get_model(app_label, model_name)
        before = documents_of(model, [pk])
        update_reference_index_task.call(app_label, model_name, pk)
        if touched := before ^ documents_of(model, [pk]):
            documents_changed.send(PortalDocument, document_ids=sorted(touched))


def documents_of(model: type[Model], pks: Iterable) -> set[int]:
    """Ids of the documents that rows of `model` refer to; one query."""
    found = ReferenceIndex.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(pk) for pk in pks],
        to_content_type=ContentType.objects.get_for_model(PortalDocument),
    )
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
