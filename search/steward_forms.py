"""The CMS's forms of what stewards keep for search."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from search import terms
from search.models import SynonymGroup


class SynonymGroupForm(WagtailAdminModelForm):
    """Terms are read as one group; a term stands in one group only, so that nobody looks for the other one."""

    class Meta:
        widgets = {"terms": forms.Textarea(attrs={"rows": 4})}

    def clean_terms(self):
        found = terms.read(self.cleaned_data["terms"])
        others = SynonymGroup.objects.exclude(pk=self.instance.pk)
        wrong, wanted, count = [], set(found), 0
        for pk, text in others.values_list("pk", "terms"):
            count += 1
            wrong += [_standing_in(term, pk, text) for term in terms.split(text) if term in wanted]
        if count >= terms.MOST_GROUPS and self.instance.pk is None:
            wrong.append(_("Kelompok sinonim sudah %(most)d. Hapus yang tidak dipakai lagi.") % {"most": count})
        if wrong:
            raise ValidationError(wrong[: terms.MOST_TERMS])
        return terms.joined(found)


def _standing_in(term: str, pk: int, text: str) -> str:
    return format_html(
        _("Istilah “{term}” sudah ada di kelompok <a href='{url}'>{group}</a>. Tambahkan istilah Anda di sana."),
        term=term,
        group=text,
        url=reverse("wagtailsnippets_search_synonymgroup:edit", args=[pk]),
    )
