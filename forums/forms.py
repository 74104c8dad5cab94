"""What the browser sent: shapes only. The services know the rules, and their refusals stand at the fields."""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from forums.enums import TopicKind
from forums.errors import ReasonMissing, ReasonTooLong, TextMissing, TextTooLong, TitleMissing, TitleTooLong
from forums.limits import REASON_LIMIT, SOURCE_LIMIT, TITLE_LIMIT

# Where a refusal of a service stands in a form; any other stands above its fields.
FIELD_OF = {
    TitleMissing: "title",
    TitleTooLong: "title",
    TextMissing: "body",
    TextTooLong: "body",
    ReasonMissing: "reason",
    ReasonTooLong: "reason",
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


class TopicForm(PostForm):
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
                "hx-include": "[name=dibaca]:checked",
            }
        ),
    )

    field_order = ["kind", "title", "body"]

    def __init__(self, *args, kinds: list[TopicKind], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()


class EditForm(PostForm):
    """The changed text of a post; `version` is the one that the editor read."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class OpeningEditForm(EditForm):
    """The changed opening post of a topic, with its title."""

    title = forms.CharField(label=_("Judul"), required=False, widget=forms.TextInput(attrs={"maxlength": TITLE_LIMIT}))

    field_order = ["title", "body", "version"]


class ReasonForm(RefusableForm):
    """Why a moderator does something; its author reads it."""

    reason = forms.CharField(
        label=_("Alasan"),
        required=False,
        help_text=_("Penulisnya membaca alasan ini."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LIMIT}),
    )


class MoveForm(ReasonForm):
    """Where a topic is to go; only rooms that the moderator looks after and that take its kind."""

    room = forms.ChoiceField(label=_("Ruang tujuan"), choices=[])

    def __init__(self, *args, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.rooms = {str(room.pk): room for room in rooms}
        self.fields["room"].choices = [(pk, room.title) for pk, room in self.rooms.items()]
