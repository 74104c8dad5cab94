"""What the browser sent: shapes only. The services know the rules, and their refusals stand at the fields."""

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from community.enums import ProblemKind
from community.models import Aspect, PortalSettings
from forums.enums import TopicKind
from forums.errors import (
    ReasonHoldsPersonalData,
    ReasonMissing,
    ReasonTooLong,
    TextMissing,
    TextTooLong,
    TitleMissing,
    TitleTooLong,
    TooManySubAspects,
)
from forums.limits import REASON_LIMIT, SOURCE_LIMIT, TITLE_LIMIT
from forums.services import About

# Where a refusal of a service stands in a form; any other stands above its fields.
FIELD_OF = {
    TitleMissing: "title",
    TitleTooLong: "title",
    TooManySubAspects: "sub",
    TextMissing: "body",
    TextTooLong: "body",
    ReasonMissing: "reason",
    ReasonTooLong: "reason",
    ReasonHoldsPersonalData: "reason",
}


class RefusableForm(forms.Form):
    """A form that shows what a service refused."""

    def refuse(self, refusal) -> None:
        """Show a `RuleBroken` at the field it speaks of, else above all fields."""
        field = FIELD_OF.get(type(refusal))
        self.add_error(field if field in self.fields else None, str(refusal.message))


class PostForm(RefusableForm):
    """The text of an answer."""

    body = forms.CharField(
        label=_("Isi"),
        required=False,  # the service says what is missing
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": SOURCE_LIMIT}),
    )


class AboutForm(forms.Form):
    """What a topic is about, as far as its writer says so; the values are those of the library's address."""

    aspek = forms.MultipleChoiceField(label=_("Aspek"), required=False, widget=forms.CheckboxSelectMultiple)
    sub = forms.MultipleChoiceField(label=_("Sub-aspek"), required=False, widget=forms.CheckboxSelectMultiple)
    masalah = forms.MultipleChoiceField(
        label=_("Jenis masalah"), required=False, choices=ProblemKind.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._offered = _offered(self.initial.get("aspek") or [], self.initial.get("sub") or [])
        self.fields["aspek"].choices = [(aspect.code, aspect.name) for aspect in self._offered]
        self.fields["sub"].choices = [
            (sub.code, sub.name) for aspect in self._offered for sub in aspect.subaspects.all()
        ]

    @property
    def about(self) -> About:
        """What a valid form says."""
        data = self.cleaned_data
        return About(tuple(data["aspek"]), tuple(data["sub"]), tuple(data["masalah"]))

    def chosen(self, name: str) -> list[str]:
        """The values of a field that are ticked."""
        return [str(value) for value in self[name].value() or []]

    @property
    def aspects(self) -> list[dict]:
        """The aspects with their sub-aspects: inputs (name, value, label, whether it is ticked)."""
        whole, parts = self.chosen("aspek"), self.chosen("sub")
        rows = []
        for aspect in self._offered:
            options = [("aspek", aspect.code, _("Seluruh aspek ini"), aspect.code in whole)]
            options += [("sub", sub.code, sub.name, sub.code in parts) for sub in aspect.subaspects.all()]
            rows.append({"name": aspect.name, "options": options, "is_open": any(each[3] for each in options)})
        return rows

    @property
    def problems(self) -> list[tuple]:
        ticked = self.chosen("masalah")
        return [(value, label, value in ticked) for value, label in self.fields["masalah"].choices]

    @property
    def is_ticked(self) -> bool:
        return any(self.chosen(name) or self[name].errors for name in ("aspek", "sub", "masalah"))


def _offered(aspects: list[str], subaspects: list[str]) -> list[Aspect]:
    """The aspects of the framework in use with their sub-aspects, and those that a topic has already; two queries."""
    wanted = (
        Q(framework__in=PortalSettings.objects.values("active_framework"))
        | Q(code__in=aspects)
        | Q(subaspects__code__in=subaspects)
    )
    rows = Aspect.objects.filter(wanted).distinct().prefetch_related("subaspects")
    return list(rows.order_by("framework__valid_from", "number"))


class TopicForm(AboutForm, PostForm):
    """A new topic: its kind, where the room offers several, its title and its text."""

    kind = forms.ChoiceField(label=_("Jenis topik"), choices=[], widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Judul"),
        required=False,
        help_text=_("Satu kalimat yang menyebut masalahnya, agar mudah ditemukan."),
        widget=forms.TextInput(
            attrs={
                "maxlength": TITLE_LIMIT,
                "hx-get": reverse_lazy("forums:topic_similar"),
                "hx-trigger": "input changed delay:800ms",
                "hx-target": "#mirip",
                "hx-include": "#mirip",  # what was ticked there; a selector that finds nothing is complained of
            }
        ),
    )

    field_order = ["kind", "title", "aspek", "sub", "masalah", "body"]

    def __init__(self, *args, kinds: list[TopicKind], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()


class EditForm(PostForm):
    """The changed text of a post; `version` is the one that the editor read."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class OpeningEditForm(AboutForm, EditForm):
    """The changed opening post of a topic, with its title and what it is about."""

    title = forms.CharField(label=_("Judul"), required=False, widget=forms.TextInput(attrs={"maxlength": TITLE_LIMIT}))

    field_order = ["title", "aspek", "sub", "masalah", "body", "version"]


class ReasonForm(RefusableForm):
    """Why a moderator does something; its author reads it."""

    reason = forms.CharField(
        label=_("Alasan"),
        required=False,
        help_text=_("Penulisnya membaca alasan ini."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LIMIT}),
    )


class PostActForm(ReasonForm):
    """A moderator's act on a post; `version` is the one that they read."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class MoveForm(ReasonForm):
    """Where a topic is to go; only rooms that the moderator looks after and that take its kind."""

    room = forms.ChoiceField(label=_("Ruang tujuan"), choices=[])

    def __init__(self, *args, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.rooms = {str(room.pk): room for room in rooms}
        self.fields["room"].choices = [(pk, room.title) for pk, room in self.rooms.items()]
