"""What people send about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """The fields of sign-up beside e-mail and password."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=150)

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
