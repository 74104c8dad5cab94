"""The CMS's forms of reference data: shape, and kinder words for what the database refuses."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import ReferenceIndex

from community.enums import InstansiKind
from community.models import Aspect, Instansi, SubAspect
from community.reference.merit import subaspect_code


class CodedForm(WagtailAdminModelForm):
    """A code is chosen once: addresses and imported data rely on it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True

    def refuse_span(self, first: str, last: str) -> None:
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if start and end and end < start:
            self.add_error(last, _("Tanggal terakhir tidak boleh lebih awal daripada tanggal pertama."))

    def clean(self):
        cleaned = super().clean()
        if "valid_from" in self.fields:
            self.refuse_span("valid_from", "valid_to")
        return cleaned


class InstansiForm(CodedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        by_name = Instansi.objects.order_by(Lower("name"))
        provinces = Q(kind=InstansiKind.PROVINSI)
        above = provinces | Q(kind=InstansiKind.KEMENTERIAN) | Q(pk=self.instance.parent_id)
        self.fields["province"].queryset = by_name.filter(provinces | Q(pk=self.instance.province_id))
        self.fields["parent"].queryset = by_name.filter(above).exclude(pk=self.instance.pk)

    def clean(self):
        cleaned = super().clean()
        self.refuse_span("active_from", "active_to")
        return cleaned


class AspectForm(CodedForm):
    """Gives new sub-aspects their codes, and keeps those that content refers to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Aspect.objects.exclude(framework=self.instance.framework_id)
        if self.instance.framework_id:
            others = others.filter(framework__valid_from__lt=self.instance.framework.valid_from)
        self.fields["follows"].queryset = others.order_by("framework__valid_from", "number")

    def clean(self):
        cleaned = super().clean()
        subforms = self.formsets["subaspects"].forms if "subaspects" in self.formsets else []
        taken = set(SubAspect.objects.values_list("code", flat=True))
        for subform in subforms:
            if not subform.is_valid():
                continue
            if subform.cleaned_data.get("DELETE"):
                self._refuse_used(subform.instance)
            elif not subform.instance.pk and subform.has_changed():
                self._give_code(subform, taken)
        return cleaned

    def _give_code(self, subform: forms.ModelForm, taken: set[str]) -> None:
        name = subform.cleaned_data["name"]
        code = subaspect_code(self.cleaned_data.get("code") or self.instance.code, name)
        if code in taken:
            self.add_error(None, _("Sub-aspek “%(name)s” sudah ada pada aspek ini.") % {"name": name})
        taken.add(code)
        subform.instance.code = code

    def _refuse_used(self, subaspect: SubAspect) -> None:
        if subaspect.pk and is_used(subaspect):
            self.add_error(
                None,
                ValidationError(
                    _("Sub-aspek “%(name)s” masih dipakai pada isi portal, jadi tidak dapat dihapus."),
                    params={"name": subaspect.name},
                ),
            )


def is_used(subaspect: SubAspect) -> bool:
    """Whether content of any app carries the sub-aspect or refers to it."""
    links = [relation for relation in SubAspect._meta.related_objects if relation.many_to_many]
    if any(link.related_model._base_manager.filter(**{link.field.name: subaspect}).exists() for link in links):
        return True
    return ReferenceIndex.get_references_to(subaspect).exists()
