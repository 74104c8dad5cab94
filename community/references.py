"""Which content shows a file, and to whom; `reference_index` keeps what this reads true at every instant."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from wagtail.models import DraftStateMixin, Page, ReferenceIndex
from wagtail.snippets.models import get_snippet_models

from community.enums import Audience
from community.models import PortalSettings


def referrers(file) -> dict[type, set[int]]:
    """Ids of the objects that refer to an image or document, by their model."""
    found = defaultdict(set)
    for content_type, object_id in ReferenceIndex.get_references_to(file).values_list("content_type_id", "object_id"):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None:
            found[model].add(model._meta.pk.to_python(object_id))
    return dict(found)


def named_in(field, value) -> set[tuple[type, str]]:
    """What `value` of the model field `field` (rich text or a stream) refers to, as pairs of model and id."""
    extract = getattr(field, "extract_references", None)
    return {(model, str(pk)) for model, pk, *_place in extract(value)} if extract and value else set()


def audiences_open_to(user, file) -> set[str]:
    """The audiences of the live content that shows `file` and that `user` may read; empty: none of it."""
    return {audience for model, ids in referrers(file).items() for audience in _open_to(user, model, ids)}


def editable_by(user, file) -> bool:
    """Whether `user` may edit a page that refers to `file`."""
    ids = {pk for model, found in referrers(file).items() if issubclass(model, Page) for pk in found}
    return any(page.permissions_for_user(user).can_edit() for page in Page.objects.filter(pk__in=ids).specific())


def _live(model: type, ids: set[int]):
    """The live rows among `ids`; None for a model that shows nothing to readers, as an unknown one."""
    if not issubclass(model, Page) and model not in {*get_snippet_models(), PortalSettings}:
        return None
    rows = model.objects.filter(pk__in=ids)
    return rows.filter(live=True) if issubclass(model, (Page, DraftStateMixin)) else rows


def _open_to(user, model: type, ids: set[int]) -> set[str]:
    rows = _live(model, ids)
    if rows is None:
        return set()
    if hasattr(rows, "visible_to"):
        return set(rows.visible_to(user).order_by().values_list("audience", flat=True))
    return {Audience.PUBLIC.value} if rows.exists() else set()
