"""Codes of the second step; allauth's forms with the portal's words, each code good for one sign-in."""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from community.forms import PlainWords

CODE_LENGTH = 32
APP_CODE = _("Kode dari aplikasi")
NO_CODE = _("Kode belum diisi")


class AsksCode(PlainWords):
    """Gives a form of one code its words, and a keyboard of figures on phones."""

    words = {"code": (APP_CODE, NO_CODE, _("Enam angka. Kode cadangan juga diterima."))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.validators.append(MaxLengthValidator(CODE_LENGTH))
        field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "cop-code"}


class OnceEach(AsksCode):
    """Takes a code of the app once for as long as it would be right (RFC 6238, section 5.2).

    allauth remembers it for one step only, and with a tolerance the code is right for three.
    """

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type != Authenticator.Type.TOTP:
            return code
        steps = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"second-factor-used-{self.user.pk}-{normalize_user_code(code)}"
        if not cache.add(key, 1, timeout=steps * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCodeForm(OnceEach, base_forms.AuthenticateForm):
    pass


class ConfirmCodeForm(OnceEach, base_forms.ReauthenticateForm):
    pass


class ActivateForm(AsksCode, totp_forms.ActivateTOTPForm):
    words = {"code": (APP_CODE, NO_CODE, _("Enam angka yang sekarang tampil di aplikasi."))}
