"""What a reader sends about a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models.feedback import MISSING_LIMIT


class FeedbackForm(forms.Form):
    """`jawab` is the pressed button; `kurang` what the page lacks."""

    ANSWERS = {"ya": True, "tidak": False}

    jawab = forms.ChoiceField(
        choices=[("ya", _("Ya")), ("tidak", _("Belum"))],
        error_messages={
            "required": _("Pilih Ya atau Belum."),
            "invalid_choice": _("Pilih Ya atau Belum."),
        },
    )
    kurang = forms.CharField(
        label=_("Apa yang kurang? (boleh dikosongkan)"),
        required=False,
        max_length=MISSING_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu kalimat sudah cukup. Jangan menyebut nama, NIP, NIK, atau nomor telepon."),
        error_messages={"max_length": _("Kalimat Anda lebih dari 500 karakter. Ringkaskan, lalu kirim lagi.")},
    )

    @property
    def is_helpful(self) -> bool:
        return self.ANSWERS[self.cleaned_data["jawab"]]
