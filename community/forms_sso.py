"""What someone tells the portal when they join by single sign-on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms import InstansiNameField, NameField, PlainWords, SignupForm, SuggestsInstansi


class JoinForm(SuggestsInstansi, PlainWords, forms.Form):
    """Name and instansi; the issuer vouches for the address, and no password is needed."""

    name = NameField(widget=forms.TextInput(attrs={"autocomplete": "name"}))
    instansi = InstansiNameField()
    words = {
        "name": SignupForm.words["name"],
        "instansi": (SignupForm.words["instansi"][0], "", _("Ketik beberapa huruf, lalu pilih.")),
    }
