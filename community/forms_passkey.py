"""Passkeys as the second step: allauth's forms with the portal's words, closed to what no browser sends."""

import struct
from contextlib import contextmanager

from allauth.mfa.webauthn import forms as webauthn_forms
from allauth.mfa.webauthn.internal.auth import parse_registration_response
from cryptography.exceptions import UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from fido2.cose import UnsupportedKey

from community.forms import PlainWords
from community.second_factor import steps_of

CREDENTIAL_LENGTH = 20_000
NAME_LENGTH = 60
MOST_PASSKEYS = 20
NOT_USABLE = _("Kunci sandi ini tidak dapat dipakai. Coba sekali lagi.")
# What a made-up credential raises inside fido2; allauth turns some of it into a refusal.
FORGED = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError),
    *(struct.error, UnsupportedAlgorithm),
)


@contextmanager
def forged_is_refused():
    """Refuse a credential that does not fit in our words, whatever it raises; other refusals pass."""
    try:
        yield
    except ValidationError as refusal:
        if refusal.code != "incorrect_code":
            raise
        raise ValidationError(NOT_USABLE) from refusal
    except FORGED as fault:
        raise ValidationError(NOT_USABLE) from fault


class CredentialField(forms.JSONField):
    """What the browser says of a passkey: an object, no longer and no deeper than a real one."""

    widget = forms.HiddenInput
    default_error_messages = {"required": NOT_USABLE, "invalid": NOT_USABLE}

    def bound_data(self, data, initial):
        """Nothing: each page asks anew, and what was refused is not read a second time to be shown."""
        return None

    def prepare_value(self, value) -> str:
        return ""

    def to_python(self, value):
        if isinstance(value, str) and len(value) > CREDENTIAL_LENGTH:
            raise ValidationError(NOT_USABLE)
        with forged_is_refused():
            credential = super().to_python(value)
        if credential not in self.empty_values and not isinstance(credential, dict):
            raise ValidationError(NOT_USABLE)
        return credential


class UsesPasskey(PlainWords):
    """The credential comes by a script and has no place of its own, so that the summary tells what is wrong with it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    @property
    def what_to_check(self) -> str:
        return " ".join(self.errors.get("credential", [])) or super().what_to_check


class AddPasskeyForm(UsesPasskey, webauthn_forms.AddWebAuthnForm):
    words = {"name": (_("Nama kunci sandi"), "", _("Agar Anda mengenalinya nanti, misalnya “Ponsel kantor”."))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(NAME_LENGTH))
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        return " ".join(super().clean_name().split())

    def clean(self) -> dict:
        if steps_of(self.user).count() >= MOST_PASSKEYS:
            raise ValidationError(_("Kunci sandi Anda sudah terlalu banyak. Hapus dahulu yang tidak dipakai lagi."))
        if not self.cleaned_data.get("credential"):
            return self.cleaned_data
        with forged_is_refused():
            cleaned = super().clean()
            if isinstance(_key_of(cleaned["credential"]), UnsupportedKey):  # it would lock its owner out
                raise ValidationError(NOT_USABLE)
        return cleaned


def _key_of(credential: dict):
    return parse_registration_response(credential).response.attestation_object.auth_data.credential_data.public_key


class Opens(UsesPasskey):
    """A passkey that is shown; the rate limit of codes counts it too."""

    def clean_credential(self):
        with forged_is_refused():
            return super().clean_credential()


class SignInPasskeyForm(Opens, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class ConfirmPasskeyForm(Opens, webauthn_forms.ReauthenticateWebAuthnForm):
    pass
