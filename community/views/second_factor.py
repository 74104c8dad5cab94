"""allauth's pages of the second step as the portal offers them: each POST in one transaction, never kept anywhere."""

import json

from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.models import User
from community.second_factor import has_verified_address, is_required_of, steps_of
from community.services.second_factor import note_change
from community.views.accounts import in_one_transaction


def asked_of_browser(context: dict) -> str:
    """What a page asks the browser for a passkey, as JSON for `passkey.js`; nothing when it asks for none."""
    options = context.get("js_data", {})
    return json.dumps(next(iter(options.values()))) if options else ""


private = method_decorator(never_cache, name="dispatch")


class Noted:
    """Writes a change down and tells the owner, in its transaction; `action` is a key of `OWN_CHANGES`."""

    action: str

    def form_valid(self, form):
        response = super().form_valid(form)
        note_change(self.request.user, self.action)
        return response


class OfTheOwner:
    """For who owns the account's address; who does not could be locked out of it by a stranger's second step."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not has_verified_address(request.user):
            messages.error(request, _("Verifikasi alamat surel Anda lebih dahulu."))
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)


class OneAtATime:
    """Locks the person's row while something is taken away, so that two at once cannot leave nothing."""

    def post(self, request, *args, **kwargs):
        User.objects.select_for_update().get(pk=request.user.pk)
        return super().post(request, *args, **kwargs)


@private
class SecondFactorView(base_views.IndexView):
    """What the account has of a second step."""

    def get_context_data(self, **kwargs):
        is_required = is_required_of(self.request.user)
        count = steps_of(self.request.user).count()
        return {
            **super().get_context_data(**kwargs),
            "has_step": count > 0,
            "is_required": is_required,
            "may_remove": not is_required or count > 1,
        }


@private
@in_one_transaction
class SignInCodeView(base_views.AuthenticateView):
    """Asks the passkey or the code after the password."""

    def _build_forms(self):
        """Both ways; the one that was sent is read. allauth takes each body without a code for a passkey."""
        user = self.stage.login.user
        data = self.request.POST if self.request.method == "POST" else None
        has_passkey = is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN])
        is_passkey = data is not None and has_passkey and "credential" in data
        self.auth_form = self.get_form_class()(user=user, data=None if is_passkey else data)
        self.webauthn_form = None
        if has_passkey:
            self.webauthn_form = self.get_webauthn_form_class()(user=user, data=data if is_passkey else None)
        return self.webauthn_form if is_passkey else self.auth_form

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        has_app = is_mfa_enabled(self.stage.login.user, [Authenticator.Type.TOTP])
        return {**context, "has_app": has_app, "passkey_options": asked_of_browser(context)}


@private
@in_one_transaction
class ConfirmCodeView(base_views.ReauthenticateView):
    pass


@private
@in_one_transaction
class ActivateView(Noted, OfTheOwner, totp_views.ActivateTOTPView):
    """Joins an app with the account."""

    action = "community.activate_second_factor"


@private
@in_one_transaction
class DeactivateView(Noted, OneAtATime, totp_views.DeactivateTOTPView):
    action = "community.deactivate_second_factor"


@private
class RecoveryCodesView(recovery_views.ViewRecoveryCodesView):
    pass


@private
@in_one_transaction
class NewRecoveryCodesView(Noted, recovery_views.GenerateRecoveryCodesView):
    action = "community.replace_recovery_codes"


@private
class RecoveryCodesFileView(recovery_views.DownloadRecoveryCodesView):
    content_type = "text/plain; charset=utf-8"

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="kode-cadangan.txt"'
        return response
