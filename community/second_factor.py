"""The second step of signing in: a passkey (WebAuthn), a code of an app (TOTP, RFC 6238), or a recovery code."""

import base64
import logging
import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from community.permissions import must_have_second_factor

log = logging.getLogger(__name__)
STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes only stand in for one of these
QUIET_ZONE = 4  # modules of white around the code, as ISO/IEC 18004 asks


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factor by the portal's own rules: secrets encrypted, the code drawn in the page, our words."""

    error_messages = {
        "cannot_delete_authenticator": _("Peran Anda mewajibkan verifikasi dua langkah, jadi tidak dapat dimatikan."),
        "cannot_generate_recovery_codes": _("Aktifkan verifikasi dua langkah lebih dahulu."),
        "incorrect_code": _("Kode ini tidak cocok atau sudah dipakai. Tulis kode yang sedang tampil di aplikasi."),
        "unverified_email": _("Verifikasi alamat surel Anda lebih dahulu."),
    }

    def get_totp_issuer(self) -> str:
        """The portal's name in the list of the authenticator app."""
        return str(settings.PORTAL_NAME)

    def encrypt(self, text: str) -> str:
        """`text` under a key made from SECRET_KEY: a copy of the database alone opens no second step."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again; after a change of SECRET_KEY without its old value, one that no code answers."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.warning("A second factor was encrypted with a key that is neither SECRET_KEY nor among its fallbacks.")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def build_totp_svg(self, url: str) -> str:
        """`url` as a QR code for the page itself: dark on white in every theme, without styles of its own."""
        code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
        code.add_data(url)
        rows = code.get_matrix()
        dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
        size = len(rows)
        return (
            f'<svg class="cop-qr" viewBox="0 0 {size} {size}" role="img" aria-label="{_("Kode QR untuk aplikasi")}">'
            f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{dark}"/></svg>'
        )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who must have a second factor keeps one of theirs."""
        if not is_required_of(authenticator.user):
            return True
        return steps_of(authenticator.user).exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user, type) -> str:
        """What a new passkey is called when its owner gives it no name."""
        return _("Kunci sandi %(number)d") % {"number": Authenticator.objects.filter(user=user, type=type).count() + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The portal as the browser's list of passkeys names it."""
        return {**super().get_public_key_credential_rp_entity(), "name": str(settings.PORTAL_NAME)}


def steps_of(person):
    """What can be the second step of `person`, recovery codes aside."""
    return Authenticator.objects.filter(user=person, type__in=STEPS)


def is_required_of(person) -> bool:
    """Whether this installation asks `person` for a second factor."""
    return settings.SECOND_FACTOR_REQUIRED and must_have_second_factor(person)


def has_verified_address(person) -> bool:
    """Whether the account's own address is verified; another one that waits does not matter."""
    return EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists()


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_of(secret)) for secret in keys])


def _key_of(secret: str) -> bytes:
    """A key for this purpose alone, derived from `secret` (HKDF, RFC 5869)."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"cop second factor").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
