"""allauth's pages of the second step as the portal offers them: each POST in one transaction, never kept anywhere."""

from allauth.mfa.base import views as base_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.permissions import must_have_second_factor
from community.second_factor import has_verified_address
from community.services.second_factor import note_change
from community.views.accounts import in_one_transaction

private = method_decorator(never_cache, name="dispatch")


class Noted:
    """Writes a change down and tells the owner, in its transaction; `action` is a key of `OWN_CHANGES`."""

    action: str

    def form_valid(self, form):
        response = super().form_valid(form)
        note_change(self.request.user, self.action)
        return response


@private
class SecondFactorView(base_views.IndexView):
    """What the account has of a second step."""

    def get_context_data(self, **kwargs):
        is_required = settings.SECOND_FACTOR_REQUIRED and must_have_second_factor(self.request.user)
        return {**super().get_context_data(**kwargs), "is_required": is_required}


@private
@in_one_transaction
class SignInCodeView(base_views.AuthenticateView):
    """Asks the code after the password."""

    def _build_forms(self):
        """One form, whatever was sent: allauth takes a body without a code for a passkey, which is not offered."""
        self.webauthn_form = None
        data = self.request.POST if self.request.method == "POST" else None
        self.auth_form = self.get_form_class()(user=self.stage.login.user, data=data)
        return self.auth_form


@private
@in_one_transaction
class ConfirmCodeView(base_views.ReauthenticateView):
    pass


@private
@in_one_transaction
class ActivateView(Noted, totp_views.ActivateTOTPView):
    """Joins an app with the account; only for who owns the account's address, who could be locked out otherwise."""

    action = "community.activate_second_factor"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not has_verified_address(request.user):
            messages.error(request, _("Verifikasi alamat surel Anda lebih dahulu."))
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)


@private
@in_one_transaction
class DeactivateView(Noted, totp_views.DeactivateTOTPView):
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
