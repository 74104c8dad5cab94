"""allauth's pages as the portal offers them: each POST in one transaction, and the demo's accounts beside sign-in."""

from allauth.account import views
from django.conf import settings
from django.db import transaction
from django.utils.decorators import method_decorator

from community.demo_accounts import PASSWORD, shown_accounts

# A mail is a row of the transaction of its cause: an account without its mail, or the reverse, cannot be left behind.
in_one_transaction = method_decorator(transaction.atomic, name="post")


class LoginView(views.LoginView):
    def get_context_data(self, **kwargs):
        demo = {"demo_accounts": shown_accounts(), "demo_password": PASSWORD} if settings.DEMO else {}
        return {**super().get_context_data(**kwargs), **demo}


@in_one_transaction
class SignupView(views.SignupView):
    pass


@in_one_transaction
class ConfirmEmailView(views.ConfirmEmailView):
    pass


@in_one_transaction
class EmailView(views.EmailView):
    pass


@in_one_transaction
class PasswordChangeView(views.PasswordChangeView):
    pass


@in_one_transaction
class PasswordSetView(views.PasswordSetView):
    """A first password, for who has signed in by the issuer alone."""


@in_one_transaction
class PasswordResetView(views.PasswordResetView):
    pass


@in_one_transaction
class PasswordResetFromKeyView(views.PasswordResetFromKeyView):
    pass
