"""Readable names for the fields of any form, taken from the models and blocks that the field's name speaks of."""

import re

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField

OURS = ("practices", "events", "forums", "community", "cop_portal", "search", "insights")
# What Wagtail's editors and Django's formsets count and number; nobody typed it
MACHINERY = re.compile(
    r"-(count|type|id|order|ORDER|deleted|DELETE|TOTAL_FORMS|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS)$"
    r"|^(next|slug|page_ptr|loaded_revision_\w+|overwrite_revision_id|action-\w+|comments-.*)$"
)
NUMBERED = re.compile(r"^([a-z_]+)-(\d+)(?:-(.+))?$")


def is_machinery(name: str) -> bool:
    """Whether a form needs the field and no person reads it."""
    return bool(MACHINERY.search(name))


def label_of(name: str) -> str | None:
    """A name such as "Langkah 2: Penjelasan" for `steps-1-value-text`; None where nothing is known of the field."""
    numbered = NUMBERED.match(name)
    if numbered is None:
        field = _field(name)
        return capfirst(str(field.verbose_name)) if field is not None else None
    root, place, rest = numbered.groups()
    field = _field(root)
    if field is None:
        return None
    parts = [part for part in (rest or "").split("-") if part != "value" and not part.isdigit()]
    inner = _block_label(field.stream_block, parts) if isinstance(field, StreamField) else None
    whole = _("%(part)s %(number)s") % {"part": capfirst(str(field.verbose_name)), "number": int(place) + 1}
    return f"{whole}: {inner}" if inner else whole


def _field(name: str):
    """The first concrete field of ours with that name and a name for people."""
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.local_fields + model._meta.local_many_to_many:
                if field.name == name and not field.primary_key:
                    return field
    return None


def _block_label(block: blocks.Block, parts: list[str]) -> str | None:
    """The label of the innermost block that `parts` lead to, under any of the kinds of a stream."""
    if not parts:
        return None
    if isinstance(block, blocks.BaseStreamBlock):
        found = (_block_label(child, parts) for child in block.child_blocks.values())
        return next(filter(None, found), None)
    if isinstance(block, blocks.ListBlock):
        return _block_label(block.child_block, parts)
    child = getattr(block, "child_blocks", {}).get(parts[0])
    if child is None:
        return None
    return _block_label(child, parts[1:]) or str(child.label)
