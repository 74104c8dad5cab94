"""The form of a room's notulen: one small form per entry, and some empty ones at its end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Instansi
from events.enums import BlockKind, FollowUpState
from events.limits import BLOCK_LIMIT, MAX_BLOCKS
from events.models import Notulen, NotulenBlock
from events.services.notulen import Entry, content_of, digest

MORE = 3  # empty entries at the end


class EntryForm(forms.Form):
    """One entry; `pk` and `seen` say which one the writer started from."""

    pk = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    position = forms.IntegerField(
        label=_("Urutan"),
        required=False,
        min_value=0,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=BlockKind.choices, required=False)
    text = forms.CharField(
        label=_("Isi"), required=False, max_length=BLOCK_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )
    said_by = forms.CharField(label=_("Disampaikan oleh"), required=False, max_length=150)
    owner = forms.CharField(
        label=_("Penanggung jawab"), required=False, max_length=200, help_text=_("Nama instansi, untuk tindak lanjut.")
    )
    due_on = forms.DateField(
        label=_("Tenggat"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    state = forms.ChoiceField(label=_("Keadaan"), choices=FollowUpState.choices, required=False)
    is_dropped = forms.BooleanField(label=_("Hapus butir ini"), required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") != BlockKind.FOLLOW_UP:
            cleaned["owner"] = None
            cleaned["due_on"] = None
        elif "owner" not in self.errors:
            cleaned["owner"] = self.instansi(cleaned.get("owner") or "")
        return cleaned

    def instansi(self, name: str) -> Instansi | None:
        """The agency of that name, with or without "Pemerintah"; a near miss is offered in the message."""
        name = " ".join(name.split())
        if not name:
            return None
        found = list(Instansi.objects.filter(name__iexact=name)[:2])
        found = found or list(Instansi.objects.filter(name__iexact=f"Pemerintah {name}")[:2])
        if len(found) == 1:
            return found[0]
        near = Instansi.objects.filter(name__icontains=name).order_by("name").values_list("name", flat=True)[:5]
        message = _("Instansi ini tidak dikenal. Tulis nama lengkapnya.")
        if near:
            message = _("Tulis nama lengkapnya. Maksud Anda: %(names)s?") % {"names": ", ".join(near)}
        self.add_error("owner", message)
        return None

    def entry(self) -> Entry:
        values = self.cleaned_data
        return Entry(
            pk=values["pk"],
            seen=values["seen"],
            text=values["text"],
            kind=values["kind"] or BlockKind.POINT,
            said_by=values["said_by"],
            owner=values["owner"],
            due_on=values["due_on"],
            state=values["state"] or FollowUpState.OPEN,
            position=values["position"] or 0,
            is_dropped=values["is_dropped"],
        )


class BaseEntries(forms.BaseFormSet):
    """All entries of a form; those without text that were never saved are left out."""

    def entries(self) -> list[Entry]:
        return [form.entry() for form in self.forms if form.has_changed() or form.cleaned_data.get("pk")]

    def new_text(self) -> str:
        """What its writer added or changed, one part a line."""
        new = [entry for entry in self.entries() if not entry.is_dropped and digest(entry.content()) != entry.seen]
        return "\n".join(part for entry in new for part in (entry.text, entry.said_by))


Entries = forms.formset_factory(
    EntryForm, formset=BaseEntries, extra=0, max_num=MAX_BLOCKS + MORE, absolute_max=MAX_BLOCKS + 10, validate_max=True
)


def initial_of(notulen: Notulen | None, more: int = MORE) -> list[dict]:
    """What the form starts from: the entries as they are now, and `more` empty ones."""
    blocks = list(notulen.blocks.select_related("owner")) if notulen else []
    rows = [_initial(block) for block in blocks]
    last = max((block.position for block in blocks), default=0)
    return rows + [{"position": last + 10 * number, "kind": BlockKind.POINT} for number in range(1, more + 1)]


def text_of(notulen: Notulen | None) -> str:
    """All that is written in it, one part a line."""
    if notulen is None:
        return ""
    said = notulen.blocks.values_list("text", "said_by")
    return "\n".join([notulen.source_note, *(part for block in said for part in block)])


def _initial(block: NotulenBlock) -> dict:
    return {
        "pk": block.pk,
        "seen": digest(content_of(block)),
        "position": block.position,
        "kind": block.kind,
        "text": block.text,
        "said_by": block.said_by,
        "owner": block.owner.name if block.owner else "",
        "due_on": block.due_on,
        "state": block.state,
    }
