"""The CMS's forms of what stewards keep for search."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from community import subjects
from search import terms
from search.containers import without_any
from search.models import PromotedResult, SynonymGroup
from search.targets import found_at
from search.wording import at, things_of

LONGEST_ADDRESS = 1_000
MOST_PROMOTED = 1_000  # every process keeps all of them in memory


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


class PromotedResultForm(WagtailAdminModelForm):
    """What stands first is named by its address; who chooses it must be able to read it."""

    address = forms.CharField(
        label=gettext_lazy("Alamat halaman"),
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "/praktik/…/"}),
    )

    class Meta:
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            card = subjects.card(self.instance.subject, self.instance.object_id, self.for_user)
            self.initial["address"] = card.url if card else ""

    def clean_words(self):
        wording = at(without_any().stamp)
        found = terms.questions(self.cleaned_data["words"])
        meanings = [frozenset(things_of(each, wording.synonyms)) for each in found]
        wrong = [
            _("“%(words)s” tidak memuat kata yang dapat dicari.") % {"words": words}
            for words, meaning in zip(found, meanings, strict=True)
            if not meaning
        ]
        if len(set(meanings)) < len(meanings):
            wrong.append(_("Dua kata pencarian sama artinya; hapus salah satunya."))
        if self.instance.pk is None and PromotedResult.objects.count() >= MOST_PROMOTED:
            wrong.append(
                _("Pilihan pengelola sudah %(most)d. Hapus yang tidak dipakai lagi.") % {"most": MOST_PROMOTED}
            )
        if wrong:
            raise ValidationError(wrong)
        return "\n".join(found)

    def clean_address(self):
        """The address of something that can be shown; left empty, what was chosen stays."""
        address = self.cleaned_data["address"]
        if not address:
            if self.instance.pk is None:
                raise ValidationError(_("Tempel alamat halaman yang hendak ditampilkan."))
            return address
        pair = found_at(address)
        if pair is None or subjects.card(*pair, self.for_user) is None:
            raise ValidationError(
                _("Di alamat ini tidak ada praktik, FGD, ruang, topik, atau halaman keterangan yang dapat Anda baca.")
            )
        self.instance.subject, self.instance.object_id = pair
        return address

    def clean_ends_on(self):
        last = self.cleaned_data["ends_on"]
        if last and last < timezone.localdate() and "ends_on" in self.changed_data:
            raise ValidationError(_("Tanggal ini sudah lewat. Kosongkan bila tidak berbatas."))
        return last
