"""Passkeys of one's account: added, taken away, shown once more before a change."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import views as webauthn_views
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse_lazy

from community.views.accounts import in_one_transaction
from community.views.second_factor import Noted, OfTheOwner, OneAtATime, asked_of_browser, private


class AsksPasskey:
    """Gives the page what its script asks of the browser; a refused form comes back as it is, which allauth drops."""

    def get_context_data(self, **kwargs):
        context = {**super().get_context_data(), **kwargs}
        return {**context, "passkey_options": asked_of_browser(context)}


@private
@in_one_transaction
class AddPasskeyView(Noted, OfTheOwner, AsksPasskey, webauthn_views.AddWebAuthnView):
    action = "community.add_passkey"


@private
@in_one_transaction
class RemovePasskeyView(Noted, OneAtATime, webauthn_views.RemoveWebAuthnView):
    """Takes a passkey away, but not the last second step of who must have one."""

    action = "community.remove_passkey"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form):
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.object):
            return super().form_valid(form)
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return HttpResponseRedirect(self.get_success_url())


@private
@in_one_transaction
class ConfirmPasskeyView(AsksPasskey, webauthn_views.ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        """Say it on the page itself; allauth leads away from it."""
        return self.render_to_response(self.get_context_data(form=form))
