"""What people send about their own account; allauth's forms with the portal's words."""

import unicodedata

from allauth.account import forms as allauth_forms
from allauth.account.internal import flows
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.errors import EmailTaken
from community.language import chosen_language
from community.models import Instansi
from community.services import people

PASSWORD_LENGTH = 200
EMAIL_LENGTH = 254
SUGGESTIONS = 5
PASSWORD_HELP = _("Paling sedikit 10 karakter. Beberapa kata yang Anda ingat lebih aman daripada satu kata rumit.")


class PlainWords:
    """Gives the fields of an allauth form their labels, help and refusals; the label says it, no placeholder does.

    `words` has, by field: label, what to say when it is empty, help.
    """

    words: dict[str, tuple] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, empty, help_text) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.error_messages = {**field.error_messages, "required": empty}
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(PASSWORD_LENGTH))
            elif isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("Tulis alamat surel yang lengkap, seperti nama@instansi.go.id.")
                field.validators.append(MaxLengthValidator(EMAIL_LENGTH))

    @property
    def what_to_check(self) -> str:
        """How many things to look at below the summary; nothing when the refusal is about the whole form."""
        count = len([name for name in self.errors if name != "__all__"])
        if not count:
            return ""
        if count == 1:
            return str(_("Periksa satu hal di bawah."))
        return ngettext("Periksa %(count)d hal di bawah.", "Periksa %(count)d hal di bawah.", count) % {"count": count}


EMAIL_WORDS = (_("Alamat surel"), _("Alamat surel belum diisi"), "")
NEW_PASSWORD_WORDS = (_("Kata sandi baru"), _("Kata sandi baru belum diisi"), PASSWORD_HELP)
AGAIN_WORDS = (_("Kata sandi baru sekali lagi"), _("Ulangi kata sandi baru di sini"), "")


class LoginForm(PlainWords, allauth_forms.LoginForm):
    words = {
        "login": (
            _("Surel kedinasan"),
            _("Alamat surel belum diisi"),
            "",
        ),
        "password": (_("Kata sandi"), _("Kata sandi belum diisi"), ""),
        "remember": (_("Tetap masuk di perangkat ini"), "", ""),
    }


class NameField(forms.CharField):
    """A person's name: one line, and no characters that a reader cannot see."""

    def __init__(self, **kwargs):
        super().__init__(max_length=150, **kwargs)

    def clean(self, value) -> str:
        name = people.clean_name(super().clean(value))
        if any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} for char in name):
            raise forms.ValidationError(_("Nama memuat karakter yang tidak terbaca. Ketik ulang namanya."))
        return name


class InstansiNameField(forms.CharField):
    """An instansi by its name, typed or chosen from a list of suggestions; gives the row, or None when empty.

    A list to type into needs no script and stays light with hundreds of agencies, unlike a closed list.
    """

    widget = forms.TextInput(attrs={"list": "daftar-instansi", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(max_length=200, required=False, **kwargs)

    def clean(self, value) -> Instansi | None:
        name = " ".join(super().clean(value).split())
        if not name:
            return None
        choices = Instansi.objects.affiliable(timezone.localdate())
        found = choices.filter(name__iexact=name).first() or choices.filter(name__iexact=f"Pemerintah {name}").first()
        if found is None:
            raise forms.ValidationError(self.refusal(name, choices))
        return found

    def refusal(self, name: str, choices) -> str:
        """Says that the name is unknown, with the nearest ones."""
        for word in name.split()[:6]:
            choices = choices.filter(name__icontains=word)
        near = list(choices.order_by("name").values_list("name", flat=True)[:SUGGESTIONS])
        if not near:
            return _("Instansi ini belum terdaftar. Pilih dari daftar, atau kosongkan dan lengkapi kemudian.")
        return _("Nama instansi belum tepat. Yang mirip: %(names)s.") % {"names": "; ".join(near)}


class SuggestsInstansi:
    """Gives a form with an `InstansiNameField` what its list of suggestions offers."""

    def instansi_names(self) -> list[str]:
        """Names of all agencies that people may belong to today, in alphabetical order."""
        choices = Instansi.objects.affiliable(timezone.localdate())
        return list(choices.order_by("name").values_list("name", flat=True))


class SignupForm(SuggestsInstansi, PlainWords, allauth_forms.SignupForm):
    """Sign-up: name, instansi if there is one, address and password."""

    name = NameField(widget=forms.TextInput(attrs={"autocomplete": "name"}))
    instansi = InstansiNameField()
    field_order = ["name", "email", "instansi", "password1"]
    words = {
        "name": (_("Nama lengkap"), _("Nama belum diisi"), _("Seperti yang ingin Anda pakai dalam diskusi.")),
        "email": (
            _("Surel kedinasan"),
            _("Alamat surel belum diisi"),
            _("Dengan surel instansi, keanggotaan Anda langsung terverifikasi."),
        ),
        "instansi": (
            _("Instansi (boleh dikosongkan)"),
            "",
            _("Ketik beberapa huruf, lalu pilih. Diperlukan bila surel Anda bukan surel instansi."),
        ),
        "password1": (_("Kata sandi"), _("Kata sandi belum diisi"), PASSWORD_HELP),
    }

    def save(self, request):
        data = self.cleaned_data
        return people.create_person(
            actor=None,
            name=data["name"],
            email=data["email"],
            password=data["password1"],
            instansi=data["instansi"],
            language=chosen_language(request),
        )

    def try_save(self, request):
        """As allauth's, also for the second of two sign-ups at once: the same answer as for a known address.

        A known address costs a hashed password too: the time of the answer would tell that it is known.
        """
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        try:
            return super().try_save(request)
        except EmailTaken:
            return None, flows.signup.prevent_enumeration(request, email=self.cleaned_data["email"])


class ChangeEmailForm(PlainWords, allauth_forms.AddEmailForm):
    words = {"email": (_("Alamat surel baru"), _("Alamat surel baru belum diisi"), "")}


class ChangePasswordForm(PlainWords, allauth_forms.ChangePasswordForm):
    words = {
        "oldpassword": (_("Kata sandi saat ini"), _("Kata sandi saat ini belum diisi"), ""),
        "password1": NEW_PASSWORD_WORDS,
        "password2": AGAIN_WORDS,
    }


class SetPasswordForm(PlainWords, allauth_forms.SetPasswordForm):
    words = {"password1": NEW_PASSWORD_WORDS, "password2": AGAIN_WORDS}


class ResetPasswordForm(PlainWords, allauth_forms.ResetPasswordForm):
    words = {"email": EMAIL_WORDS}


class ResetPasswordKeyForm(PlainWords, allauth_forms.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD_WORDS, "password2": AGAIN_WORDS}


class ReauthenticateForm(PlainWords, allauth_forms.ReauthenticateForm):
    words = {"password": (_("Kata sandi"), _("Kata sandi belum diisi"), "")}
