"""Single sign-on by the issuer of `settings.OIDC`; without one, these addresses are not there (404)."""

from functools import wraps

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.internal import flows
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.views import SignupView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from community import errors
from community.forms_sso import JoinForm
from community.language import chosen_language
from community.services import single_sign_on as services
from community.single_sign_on import FAULTS, IssuerAdapter, issuer_provider, note_failure, refusal
from community.views.accounts import in_one_transaction

APP = "allauth.socialaccount"


def when_set(view):
    """404 while no issuer is set; what is answered is kept nowhere."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if settings.OIDC is None:
            raise Http404
        return never_cache(view)(request, *args, **kwargs)

    return asked


@when_set
@require_POST
def start(request):
    """Lead to the issuer: to sign in, or, for who is signed in, to connect it with their account."""
    if refused := ratelimit.consume_or_429(request, action="single_sign_on"):
        return refused
    is_member = request.user.is_authenticated
    if is_member and is_reauthentication_required(request, app=APP):
        return redirect(f"{reverse('account_reauthenticate')}?next={reverse('socialaccount_connections')}")
    process, person = (AuthProcess.CONNECT, request.user.pk) if is_member else (AuthProcess.LOGIN, None)
    try:
        return issuer_provider(request).redirect(request, process, get_next_redirect_url(request), data=person)
    except FAULTS as fault:
        return _issuer_failed(request, fault)


@when_set
@require_GET
def come_back(request):
    """Take the issuer's answer: sign in, join or connect (`community/single_sign_on.py` decides)."""
    if refused := ratelimit.consume_or_429(request, action="single_sign_on"):
        return refused
    try:
        return OAuth2CallbackView.adapter_view(IssuerAdapter(request, settings.OIDC.url))(request)
    except FAULTS as fault:  # before allauth asks for the token, it does not look for any
        return _issuer_failed(request, fault)


def _issuer_failed(request, fault: Exception):
    note_failure(fault)
    return refusal(request, errors.IssuerFailed())


@method_decorator(when_set, name="dispatch")
@in_one_transaction
class JoinView(SignupView):
    """Asks who comes by the issuer for the first time how they are called and where they work."""

    form_class = JoinForm

    def get_form_class(self):
        return self.form_class

    def get_form_kwargs(self):
        kwargs = {**super().get_form_kwargs(), "initial": {"name": self.sociallogin.user.name}}
        del kwargs["sociallogin"]
        return kwargs

    def form_valid(self, form):
        account, email = self.sociallogin.account, self.sociallogin.email_addresses[0].email
        flows.signup.clear_pending_signup(self.request)
        try:
            person = services.join(
                issuer=account.provider,
                subject=account.uid,
                email=email,
                language=chosen_language(self.request),
                **form.cleaned_data,
            )
        except errors.RuleBroken as broken:
            messages.error(self.request, broken.message)
            return redirect("account_login")
        self.sociallogin.user = person
        return flows.signup.complete_social_signup(self.request, self.sociallogin)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "email": self.sociallogin.email_addresses[0].email}


@when_set
@require_safe
@login_required
def connections(request):
    """Whether the issuer opens one's account."""
    connected = SocialAccount.objects.filter(user=request.user, provider=settings.OIDC.url).order_by("pk").first()
    context = {"connected": connected, "has_password": request.user.has_usable_password()}
    return render(request, "socialaccount/connections.html", context)


@when_set
@require_POST
@login_required
def disconnect(request):
    """Take the issuer's key to one's account away."""
    if is_reauthentication_required(request, app=APP):
        return redirect(f"{reverse('account_reauthenticate')}?next={reverse('socialaccount_connections')}")
    try:
        services.disconnect(request.user, actor=request.user)
    except errors.RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("Akun Anda tidak terhubung lagi dengan %(name)s.") % {"name": settings.OIDC.name})
    return redirect("socialaccount_connections")
