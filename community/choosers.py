"""Choosing a row of reference data in the CMS: by typing words of its name."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

MOST_WORDS = 10


class WordsForm(BaseFilterForm):
    """Every word must occur in one of `names`; Wagtail offers a search only for models that its own index holds."""

    names = ()
    q = forms.CharField(
        label=_("Cari"), required=False, max_length=200, widget=forms.TextInput(attrs={"placeholder": _("Cari nama")})
    )

    def filter(self, objects):
        objects = super().filter(objects)
        words = self.cleaned_data["q"].split()[:MOST_WORDS]
        for word in words:
            found = Q()
            for name in self.names:
                found |= Q(**{f"{name}__icontains": word})
            objects = objects.filter(found)
        if words:
            self.is_searching = True
            self.search_query = self.cleaned_data["q"]
        return objects


def chooser_by(*names: str) -> type[SnippetChooserViewSet]:
    """A chooser whose search looks into the model's fields `names`."""
    form = type("FilterForm", (WordsForm,), {"names": names})
    views = {
        "choose_view_class": type("SearchableChooseView", (ChooseView,), {"filter_form_class": form}),
        "choose_results_view_class": type("SearchableResultsView", (ChooseResultsView,), {"filter_form_class": form}),
    }
    return type("SearchableChooserViewSet", (SnippetChooserViewSet,), views)


class Unchosen(SnippetChooserViewSet):
    """No chooser: for rows that nothing refers to, which Wagtail's would list to whoever may open the CMS."""

    def get_urlpatterns(self):
        return []
