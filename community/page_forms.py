"""The CMS form of pages with scope, owners and aspects: what is offered, and links as sent before their check."""

from collections.abc import Iterable
from itertools import chain

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm

from community import references
from community.models import Aspect, Instansi, PortalSettings, SubAspect
from community.permissions import can_refer_to

LONGEST_BASE = 240  # of the 255 characters of an address, so that a number has room
MOST_OF_ONE_TITLE = 50  # each takes a query


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

    def defer_required_fields(self):
        """Keep the choices required in drafts too: none of them has an empty value, and the database takes none."""
        super().defer_required_fields()
        for name in self.deferred_required_fields:
            if isinstance(self.fields[name], forms.TypedChoiceField):
                self.fields[name].required = True

    def clean_slug(self) -> str:
        """A free address for a new page whose title another has: the CMS proposed it, and a title may repeat.

        A draft that was left behind under the same title would refuse the next attempt else.
        """
        slug = self.cleaned_data["slug"]
        is_new, title = self.instance.pk is None, self.cleaned_data.get("title", "")
        if not is_new or slug != slugify(title):
            return slug
        candidates = chain([slug], (f"{slug[:LONGEST_BASE]}-{number}" for number in range(2, MOST_OF_ONE_TITLE + 1)))
        return next((free for free in candidates if self._is_free_address(free)), slug)

    def _is_free_address(self, slug: str) -> bool:
        return type(self.instance)._slug_is_available(slug, self.parent_page, self.instance)

    def clean(self):
        cleaned = super().clean()
        self.refuse_forged_references()
        self.complete(cleaned)
        for name in self.links:  # the audience is checked on the instance before Wagtail sets them there
            if name in cleaned:
                getattr(self.instance, name).set(cleaned[name])
        return cleaned

    def refuse_forged_references(self) -> None:
        """`BadRequest` for a text or block that newly names a page or file which this person may not see.

        Its choosers offer none, so the id was written by hand. Whoever may edit a page may fetch its files, and the
        form would show the title and address of what it names: a message beside the field would be too late.
        """
        if self.for_user is None:
            return
        for name in set(self.fields) & {field.name for field in self._meta.model._meta.fields}:
            field = self._meta.model._meta.get_field(name)
            sent = self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            new = references.named_in(field, sent) - references.named_in(field, field.value_from_object(self.instance))
            for model, pk in new:
                thing = model._base_manager.filter(pk=pk).first()
                if thing is not None and not can_refer_to(self.for_user, thing):
                    raise BadRequest("a reference to what may not be seen")

    def complete(self, cleaned: dict) -> None:
        """Add to `cleaned` what follows from what was sent; nothing here."""
