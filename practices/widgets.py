"""Inputs of the CMS, by the name that forms of practices and events know."""

from community.widgets import GroupedCheckboxes, SearchableSelectMultiple

__all__ = ["GroupedCheckboxes", "SearchableSelectMultiple"]
