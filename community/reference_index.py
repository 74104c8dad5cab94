"""Wagtail's reference index, changed in the transaction of the content's own change.

Wagtail brings it up to date by a task after the commit: meanwhile a file taken out of a public page would stay open,
and a task that runs late could write an older state over a newer one.
"""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail import signal_handlers
from wagtail.models import ReferenceIndex
from wagtail.tasks import update_reference_index_task

from community.models import PortalDocument, PortalSettings
from community.page_changes import at_the_end
from community.signals import documents_changed


class AtOnce:
    """Stands where Wagtail enqueues its task, and runs it in the transaction of the change.

    A page and its parts are indexed together, once, at the end of the page's save.
    """

    @staticmethod
    def enqueue(app_label: str, model_name: str, pk: str) -> None:
        model, owner = _indexed(apps.get_model(app_label, model_name), pk)
        if owner is not None and ReferenceIndex.is_indexed(model):
            at_the_end(_index, model, str(owner))


def _index(model: type[Model], pk: str) -> None:
    """Index one object, and announce the documents that it showed before or shows now, but not both."""
    before = documents_of(model, [pk])
    update_reference_index_task.call(model._meta.app_label, model._meta.model_name, pk)
    if touched := before ^ documents_of(model, [pk]):
        documents_changed.send(PortalDocument, document_ids=sorted(touched))


def _indexed(model: type[Model], pk: str) -> tuple[type[Model], str | int | None]:
    """Under which object the references of a row are kept: that whose part it is, or the row itself."""
    path, owner = _way_up(model)
    if not path:
        return model, pk
    return owner, model._base_manager.filter(pk=pk).values_list(path, flat=True).first()


@cache
def _way_up(model: type[Model]) -> tuple[str, type[Model]]:
    """The lookup from a row to what it is a part of, and its model; an empty one where it is no part of anything."""
    keys = [field for field in model._meta.get_fields() if isinstance(field, ParentalKey)]
    if not keys:
        return "", model
    above, owner = _way_up(keys[0].related_model)
    return "__".join(filter(None, [keys[0].name, above])), owner


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
