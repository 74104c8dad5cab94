"""The CMS form of pages with scope, owners and aspects: what is offered, and links as sent before their check."""

from collections.abc import Iterable

from django import forms
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from community.models import Aspect, Instansi, PortalSettings, SubAspect


class SubAspectField(forms.ModelMultipleChoiceField):
    """Sub-aspects as checkboxes, in one group per aspect."""

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, **kwargs)
        self.choices = list(self.grouped())

    def grouped(self) -> Iterable[tuple[str, list[tuple[int, str]]]]:
        groups: dict[str, list[tuple[int, str]]] = {}
        for sub in self.queryset:
            groups.setdefault(sub.aspect.name, []).append((sub.pk, sub.name))
        return groups.items()


def framework_in_use() -> int | None:
    return PortalSettings.load().active_framework_id


def offered_aspects(framework: int | None, chosen: list[int]):
    """Aspects of a framework (its id), and those with the ids `chosen`."""
    rows = Aspect.objects.filter(Q(framework=framework) | Q(pk__in=chosen))
    return rows.order_by("framework__valid_from", "number")


def offered_subaspects(framework: int | None, chosen: list[int]):
    """Sub-aspects of a framework (its id), and those with the ids `chosen`."""
    rows = SubAspect.objects.filter(Q(aspect__framework=framework) | Q(pk__in=chosen))
    return rows.order_by("aspect__framework__valid_from", "aspect__number", "number")


class ScopedPageForm(WagtailAdminPageForm):
    """Offers what exists today and what the page already has; the page then checks the audience that was sent."""

    links = ("owners", "audience_groups", "aspects", "subaspects")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.limit_aspects()
        self.limit_owners()

    def chosen(self, name: str) -> list[int]:
        """Ids of what the page has in its link `name`."""
        return [row.pk for row in getattr(self.instance, name).all()]

    def limit_aspects(self) -> None:
        """Offer the aspects and sub-aspects of the framework in use, and those that the page already carries."""
        framework = framework_in_use()
        if "aspects" in self.fields:
            self.fields["aspects"].queryset = offered_aspects(framework, self.chosen("aspects"))
        if "subaspects" in self.fields:
            old = self.fields["subaspects"]
            self.fields["subaspects"] = SubAspectField(
                offered_subaspects(framework, self.chosen("subaspects")).select_related("aspect"),
                label=old.label,
                help_text=old.help_text,
                required=old.required,
                widget=old.widget,
                initial=old.initial,
            )

    def limit_owners(self) -> None:
        """Offer the agencies of today, and those that already own the page."""
        if "owners" in self.fields:
            today = Instansi.objects.current(timezone.localdate())
            allowed = Q(pk__in=today.values("pk")) | Q(pk__in=self.chosen("owners"))
            self.fields["owners"].queryset = Instansi.objects.filter(allowed).order_by("name")

    def clean(self):
        cleaned = super().clean()
        self.complete(cleaned)
        for name in self.links:  # the audience is checked on the instance before Wagtail sets them there
            if name in cleaned:
                getattr(self.instance, name).set(cleaned[name])
        return cleaned

    def complete(self, cleaned: dict) -> None:
        """Add to `cleaned` what follows from what was sent; nothing here."""
