"""Blocks that choose a row; a forged id is an empty choice, where Wagtail's own blocks fail."""

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from community.models import PortalSettings, SubAspect


class ForgeryProof:
    """For chooser blocks: what is no id names no row."""

    def value_from_form(self, value):
        try:
            return super().value_from_form(value)
        except (ValueError, OverflowError, TypeError):
            return None


class DocumentBlock(ForgeryProof, DocumentChooserBlock):
    pass


class SnippetBlock(ForgeryProof, SnippetChooserBlock):
    pass


class SubAspectSelect(forms.Select):
    """A drop-down of sub-aspects by aspect; those of frameworks that are not in use stand last, with its name."""

    @property
    def choices(self):
        in_use = PortalSettings.load().active_framework_id
        rows = SubAspect.objects.select_related("aspect__framework").order_by(
            "aspect__framework__valid_from", "aspect__number", "number"
        )
        groups: dict[str, list] = {}
        for sub in sorted(rows, key=lambda sub: sub.aspect.framework_id != in_use):
            framework = "" if sub.aspect.framework_id == in_use else f" ({sub.aspect.framework.name})"
            groups.setdefault(f"{sub.aspect.name}{framework}", []).append((sub.pk, sub.name))
        return [("", "—"), *groups.items()]

    @choices.setter
    def choices(self, value):
        """Django hands the field's flat choices over; the grouped ones are asked anew each time."""

    def get_value_data(self, value):
        """What Wagtail's script chooses in a drop-down: a list of texts; over anything else it fails (8.0.1)."""
        chosen = value.pk if isinstance(value, SubAspect) else value
        return [] if chosen in (None, "") else [str(chosen)]


class SubAspectBlock(ForgeryProof, blocks.ChooserBlock):
    target_model = SubAspect

    @cached_property
    def widget(self):
        return SubAspectSelect()

    class Meta:
        icon = "list-ul"
