"""What somebody writes to the organising body."""

from uuid import UUID, uuid4

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from community.forms import EMAIL_LENGTH, NameField

MESSAGE_LIMIT = 4_000


class ContactForm(forms.Form):
    """A message to the organising body. `form_key` tells a form sent twice from a second message."""

    name = NameField(
        label=_("Nama Anda"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Nama belum diisi")},
    )
    email = forms.EmailField(
        label=_("Alamat surel Anda"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Jawaban dikirim ke alamat ini."),
        error_messages={
            "required": _("Alamat surel belum diisi"),
            "invalid": _("Tulis alamat surel yang lengkap, seperti nama@instansi.go.id."),
        },
    )
    text = forms.CharField(
        label=_("Pesan"),
        max_length=MESSAGE_LIMIT,
        validators=[MinLengthValidator(10, _("Pesan terlalu pendek. Tulis apa yang Anda perlukan."))],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Untuk pertanyaan tentang sistem merit, forum lebih cepat: jawabannya berguna juga bagi yang lain."
        ),
        error_messages={
            "required": _("Pesan belum diisi"),
            "max_length": _("Pesan paling panjang 4.000 karakter. Ringkaskan, lalu kirim lagi."),
        },
    )
    wants_copy = forms.BooleanField(label=_("Kirim salinannya ke surel akun saya"), required=False)
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(self, data=None, *, sender, **kwargs):
        known = {"name": sender.name, "email": sender.email} if sender.is_authenticated else {}
        super().__init__(data, initial={**known, "form_key": str(uuid4())}, **kwargs)
        if not sender.is_authenticated:
            del self.fields["wants_copy"]

    def clean_form_key(self) -> str:
        """A forged key is replaced: it can only make the sender's own message be sent again."""
        try:
            return str(UUID(self.cleaned_data["form_key"]))
        except ValueError:
            return str(uuid4())
