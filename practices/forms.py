"""The CMS form of a practice: what each person may choose, and kind messages where the rules refuse."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm

from community.enums import Scope
from community.models import Aspect, Instansi
from community.page_forms import ScopedPageForm
from community.permissions import is_organiser
from practices.dates import a_year_after
from practices.permissions import can_publish_in, contributed_instansi_ids, stewarded_scopes

ORGANISER_FIELDS = ("is_example",)
REVIEWER_FIELDS = ("reviewed_at", "review_by")


class PracticeForm(ScopedPageForm):
    """Offers what the person may choose, completes what follows from their choice, and refuses with a reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            self._limit_scopes()
            self._limit_fields()

    # --- what is offered ----------------------------------------------------------------------------------------
    @property
    def is_new(self) -> bool:
        return self.instance.pk is None

    def limit_owners(self) -> None:
        """Any agency of today for stewards and organisers; a contributor's own; and those already chosen."""
        if self.for_user is None or "owners" not in self.fields:
            return
        if self._is_free():
            super().limit_owners()
            return
        own = contributed_instansi_ids(self.for_user)
        if self.is_new and len(own) == 1:
            self.initial["owners"] = list(own)
        allowed = Q(pk__in=own) | Q(pk__in=self.chosen("owners"))
        self.fields["owners"].queryset = Instansi.objects.filter(allowed).order_by("name")

    def _limit_scopes(self) -> None:
        """A steward's own scopes; a contributor may offer a draft to any, but not move what is published."""
        if "scope" not in self.fields or is_organiser(self.for_user):
            return
        if self._is_contributor() and not self.instance.first_published_at:
            return
        kept = stewarded_scopes(self.for_user) | ({self.instance.scope} if not self.is_new else set())
        self.fields["scope"].choices = [choice for choice in Scope.choices if choice[0] in kept]
        if self.is_new and self.fields["scope"].choices:
            self.initial["scope"] = self.fields["scope"].choices[0][0]

    def _limit_fields(self) -> None:
        hidden = set() if is_organiser(self.for_user) else set(ORGANISER_FIELDS)
        if not self._is_free():
            hidden |= set(REVIEWER_FIELDS)
        for name in hidden & set(self.fields):
            del self.fields[name]

    def _is_free(self) -> bool:
        return is_organiser(self.for_user) or bool(stewarded_scopes(self.for_user))

    def _is_contributor(self) -> bool:
        return bool(contributed_instansi_ids(self.for_user))

    # --- what was sent ------------------------------------------------------------------------------------------
    def clean(self):
        cleaned = super().clean()
        self.instance.is_saved_as_draft = True  # completeness is asked below, where the message finds its field
        if self.for_user is not None:
            self._check_bounds(cleaned)
        if "review_by" in cleaned and not cleaned["review_by"] and self._is_publishing():
            reported_at = cleaned.get("reported_at") or timezone.localdate()
            cleaned["review_by"] = a_year_after(max(reported_at, timezone.localdate()))
        return cleaned

    def complete(self, cleaned) -> None:
        """Add the aspects of the chosen sub-aspects: who names the part has named the whole."""
        if "aspects" in cleaned and cleaned.get("subaspects"):
            ids = {aspect.pk for aspect in cleaned["aspects"]} | {sub.aspect_id for sub in cleaned["subaspects"]}
            cleaned["aspects"] = Aspect.objects.filter(pk__in=ids)

    def _is_publishing(self) -> bool:
        return "action-publish" in self.data

    def _check_bounds(self, cleaned) -> None:
        """Nobody saves what they could not open again, or publishes in a scope that is not theirs."""
        user, scope = self.for_user, cleaned.get("scope", self.instance.scope)
        if is_organiser(user):
            return
        if self._is_publishing() and not self.is_deferred_validation and not can_publish_in(user, scope):
            self.add_error("scope", _("Anda hanya dapat menerbitkan praktik di lingkup yang Anda tata."))
        own = contributed_instansi_ids(user)
        if scope not in stewarded_scopes(user) and own.isdisjoint(row.pk for row in cleaned.get("owners") or ()):
            self.add_error("owners", _("Pilih paling sedikit satu instansi yang Anda wakili."))

    def _post_clean(self):
        super()._post_clean()
        if not self.is_deferred_validation:
            for name, message in self.instance.missing_parts().items():
                if name not in self.errors:
                    self.add_error(name, message)

    def add_error(self, field, error):
        """Keep messages about fields that this person does not see: they stand at the top of the form."""
        if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                known = name in self.fields or name == NON_FIELD_ERRORS
                super().add_error(name if known else None, ValidationError(errors))
            return
        super().add_error(field if field in self.fields else None, error)


class PracticeCopyForm(CopyForm):
    """A copy is a draft of its own: never published at once, never an alias."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias", "copy_subpages"):
            self.fields.pop(name, None)
        self.fields["new_title"].max_length = 200
