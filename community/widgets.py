"""Inputs of the CMS that Wagtail does not have."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchableSelectMultiple(forms.SelectMultiple):
    """Choose several out of hundreds: type, pick, see what was picked; without JavaScript a list to choose from."""

    template_name = "community/widgets/searchable_select.html"

    def __init__(self, attrs=None, choices=(), *, search_label=None, empty_label=None):
        super().__init__({"size": 8, **(attrs or {})}, choices)
        self.search_label = search_label or _("Cari nama")
        self.empty_label = empty_label or _("Belum ada yang dipilih.")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"].update(search_label=self.search_label, empty_label=self.empty_label)
        return context

    class Media:
        css = {"all": ["community/page-form.css"]}
        js = ["community/searchable-select.js"]


class GroupedCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes in named groups, each a fieldset."""

    template_name = "community/widgets/grouped_checkboxes.html"

    class Media:
        css = {"all": ["community/page-form.css"]}
