"""How allauth meets the portal: its answers, its mail and the consequences of a verified address."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.language import bring
from community.models import User
from community.notifications import on_site
from community.services import people


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in, mail and verification of allauth by the portal's own rules."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Akun ini tidak aktif."),
        "cannot_remove_primary_email": _("Alamat surel utama tidak dapat dihapus."),
        "duplicate_email": _("Alamat ini sudah menjadi alamat surel Anda."),
        "email_password_mismatch": _("Alamat surel atau kata sandi tidak cocok."),
        "email_taken": _("Alamat surel ini sudah dipakai."),
        "enter_current_password": _("Kata sandi saat ini tidak cocok."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "invalid_login": _("Alamat surel atau kata sandi tidak cocok."),
        "invalid_password_reset": _("Tautan ini tidak berlaku lagi."),
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan masuk yang gagal. Tunggu beberapa menit, lalu coba lagi."
        ),
        "rate_limited": _("Terlalu banyak permintaan dalam waktu singkat. Tunggu sebentar, lalu coba lagi."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue a mail whose links begin with SITE_URL, whatever host the browser named.

        It is in the language of whose address it is; nobody's address gets that of the page.
        """
        links = {key: _here(value) for key, value in context.items() if key.endswith("_url")}
        links["reset_url"] = on_site(reverse("account_reset_password"))
        own = {"portal_name": settings.PORTAL_NAME, "site_url": settings.SITE_URL, "email": email}
        owners = User.objects.filter(emailaddress__email=email.lower()).order_by("-emailaddress__verified")
        reader = context.get("user") or owners.first()
        with translation.override(reader.language if reader else get_language()):
            self.render_mail(template_prefix, email, {**context, **links, **own}).send()

    def send_notification_mail(self, template_prefix: str, user, context=None, email=None) -> None:
        """As allauth's, but not of the second factor: allauth tells that after the commit, the service within it."""
        if not template_prefix.startswith("mfa/"):
            super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def post_login(self, request, user, **kwargs):
        """As allauth's; a browser in which nobody chose a language takes that of the person meanwhile."""
        bring(request, user.language)
        return super().post_login(request, user, **kwargs)

    def is_safe_url(self, url: str) -> bool:
        """Redirects stay on the host that was asked; another allowed host is no target either."""
        request = allauth_context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    @transaction.atomic
    def confirm_email(self, request, email_address) -> bool:
        """Verify the address and settle the affiliation in one transaction.

        An address that another account has taken as its own stays unverified: one address, one account.
        """
        person = User.objects.select_for_update().get(pk=email_address.user_id)
        previous = person.email
        if User.objects.exclude(pk=person.pk).filter(email=email_address.email).exists():
            self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt")
            return False
        if not super().confirm_email(request, email_address):
            return False
        people.email_verified(person, previous_email=previous)
        return True

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Failed sign-ins count per address, whichever of the portal's host names was used."""
        return credentials.get("email", "").lower()


def _here(url: str) -> str:
    parts = urlsplit(url)
    return on_site(f"{parts.path}?{parts.query}" if parts.query else parts.path)
