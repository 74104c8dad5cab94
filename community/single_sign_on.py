"""Single sign-on: how allauth meets the issuer of `settings.OIDC` (OpenID Connect, authorization code with PKCE)."""

import logging
import re
import secrets
from contextlib import contextmanager
from http import HTTPStatus

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError, AuthProcess, ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from requests import RequestException

from community import errors
from community.services import people
from community.services import single_sign_on as services

log = logging.getLogger(__name__)
TOLD = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
SUBJECT = re.compile(r"[\x20-\x7e]{1,191}")  # OpenID Connect asks for ASCII; allauth's column ends there
LONGEST_EMAIL, LONGEST_NAME = 254, 150
FAULTS = (OAuth2Error, RequestException, ProviderException)


class IssuerFault(ProviderException):
    """The issuer answered something that cannot be used."""


@contextmanager
def told_by_issuer():
    """Take what an answer lacks or holds of a wrong kind as the issuer's fault, instead of failing with 500."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise IssuerFault(f"unusable answer ({type(error).__name__})") from error


class IssuerAdapter(OpenIDConnectOAuth2Adapter):
    """The talk with the issuer's servers."""

    @property
    def openid_config(self) -> dict:
        """What the issuer publishes of itself: it must speak for itself, and over protected addresses only."""
        with told_by_issuer():
            told = super().openid_config
            if told["issuer"].rstrip("/") != settings.OIDC.url:
                raise IssuerFault("the issuer gives itself another name than OIDC_ISSUER_URL")
            if not all(settings.OIDC.is_protected(told[name]) for name in TOLD):
                raise IssuerFault("the issuer names an address without https")
            return told

    def get_callback_url(self, request, app) -> str:
        return request.build_absolute_uri(reverse("sso_return"))

    def get_access_token_data(self, *args, **kwargs):
        with told_by_issuer():
            return super().get_access_token_data(*args, **kwargs)

    def parse_token(self, data):
        with told_by_issuer():
            return super().parse_token(data)

    def complete_login(self, *args, **kwargs):
        with told_by_issuer():
            return super().complete_login(*args, **kwargs)


class IssuerProvider(OpenIDConnectProvider):
    """What is asked of the issuer and what is taken from its answer: subject, name and a verified address."""

    pkce_enabled_default = True
    oauth2_adapter_class = IssuerAdapter
    supports_token_authentication = False

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        """Send the browser to the issuer, with a nonce that its answer must bring back."""
        nonce = secrets.token_urlsafe(24)
        kwargs = {**kwargs, "auth_params": {"nonce": nonce}, "nonce": nonce}
        return super().redirect(request, process, next_url, data, **kwargs)

    def sociallogin_from_response(self, request, response):
        """What the signed token says, completed by what the issuer tells of the same subject."""
        token, told = response["id_token"], response.get("userinfo", {})
        if told and told["sub"] != token["sub"]:
            raise IssuerFault("token and user information speak of different people")
        login = super().sociallogin_from_response(request, {**token, **told})
        login.nonce = token.get("nonce")
        return login

    def extract_uid(self, data) -> str:
        if not SUBJECT.fullmatch(data["sub"]):
            raise IssuerFault("the subject is no ASCII text of at most 191 characters")
        return data["sub"]

    def extract_extra_data(self, data) -> dict:
        """Nothing: what the portal needs stands in its own rows."""
        return {}

    def extract_common_fields(self, data) -> dict:
        name = data.get("name")
        return {"name": people.clean_name(name)[:LONGEST_NAME] if isinstance(name, str) else ""}

    def extract_email_addresses(self, data) -> list[EmailAddress]:
        """The address if the issuer says that it is verified; any other could be somebody else's."""
        email = data.get("email")
        if data.get("email_verified") not in (True, "true") or not isinstance(email, str) or len(email) > LONGEST_EMAIL:
            return []
        return [EmailAddress(email=email.lower(), verified=True, primary=True)]


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """One issuer, from the settings and never from the database; whom its word opens which account."""

    def get_provider(self, request, provider, client_id=None) -> IssuerProvider:
        if settings.OIDC is None:
            raise ValueError("the issuer of a sign-in that was begun is no longer set")  # allauth drops it
        return issuer_provider(request)

    def populate_user(self, request, sociallogin, data):
        sociallogin.user.name = data["name"]
        return sociallogin.user

    def authenticate_by_email(self, sociallogin) -> None:
        """Never here: `pre_social_login` asks the service, which knows what an address may open."""

    def is_auto_signup_allowed(self, request, sociallogin) -> bool:
        """Who joins says first how they want to be called and where they work."""
        return False

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        if error == AuthError.CANCELLED:
            messages.info(request, _("Anda membatalkan masuk dengan %(name)s.") % {"name": settings.OIDC.name})
            is_member = request.user.is_authenticated
            raise ImmediateHttpResponse(redirect("socialaccount_connections" if is_member else "account_login"))
        if "state" not in extra_context:  # allauth found none for this browser
            raise ImmediateHttpResponse(refusal(request, errors.SignInStale()))
        note_failure(exception)
        raise ImmediateHttpResponse(refusal(request, errors.IssuerFailed()))

    def pre_social_login(self, request, sociallogin) -> None:
        """Decide whose account the issuer's answer opens; a response ends the sign-in here."""
        state = sociallogin.state
        sociallogin.token = None  # nothing is asked of the issuer later
        if not constant_time_compare(str(sociallogin.nonce), state.get("nonce", "")):
            raise ImmediateHttpResponse(refusal(request, errors.SignInStale()))
        try:
            if state["process"] == AuthProcess.CONNECT:
                raise ImmediateHttpResponse(connect(request, sociallogin))
            self._find_account(request, sociallogin)
        except errors.RuleBroken as broken:
            raise ImmediateHttpResponse(refusal(request, broken)) from broken

    def _find_account(self, request, sociallogin) -> None:
        request.session.set_expiry(0)  # until the browser is closed, as a sign-in by password without its tick
        if sociallogin.is_existing:
            return
        if not sociallogin.email_addresses:
            raise errors.AddressNotVerified
        account, email = sociallogin.account, sociallogin.email_addresses[0].email
        person = services.connect_by_address(email, issuer=account.provider, subject=account.uid)
        if person:
            sociallogin.user = person


def issuer_provider(request) -> IssuerProvider:
    """allauth's view of the issuer; its name in the rows of `SocialAccount` is its address."""
    issuer = settings.OIDC
    app = SocialApp(
        provider=IssuerProvider.id,
        provider_id=issuer.url,
        name=issuer.name,
        client_id=issuer.client_id,
        secret=issuer.client_secret,
        settings={"server_url": issuer.url},
    )
    return IssuerProvider(request, app=app)


def connect(request, sociallogin):
    """Connect what the issuer answered with the account of who asked for it, and lead back to their account."""
    if not request.user.is_authenticated or sociallogin.state.get("data") != request.user.pk:
        raise errors.SignInStale
    account = sociallogin.account
    services.connect(request.user, actor=request.user, issuer=account.provider, subject=account.uid)
    messages.success(request, _("Akun Anda sudah terhubung dengan %(name)s.") % {"name": settings.OIDC.name})
    return redirect("socialaccount_connections")


def refusal(request, broken: errors.RuleBroken):
    """The page that says why nobody was signed in: 502 where the issuer failed."""
    status = HTTPStatus.BAD_GATEWAY if isinstance(broken, errors.IssuerFailed) else HTTPStatus.FORBIDDEN
    context = {"reason": broken.message, "is_stale": isinstance(broken, errors.SignInStale)}
    return render(request, "socialaccount/authentication_error.html", context, status=status)


def note_failure(exception: Exception | None) -> None:
    """Tell the operator what failed, without the answer itself: it may hold what the issuer knows of a person."""
    told = str(exception) if isinstance(exception, (IssuerFault, RequestException)) else ""
    if isinstance(exception, OAuth2Error):
        told = " ".join(re.findall(r'"error"\s*:\s*"(\w{1,60})"', str(exception)))
    log.warning("Single sign-on failed: %s %s", type(exception).__name__ if exception else "refused by issuer", told)
