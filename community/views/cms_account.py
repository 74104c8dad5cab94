"""The CMS's page about one's own account: Wagtail's, with one name and links to the pages of `/akun/`."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import account

from community.forms import NameField
from community.models import User
from community.services import people


class NameForm(forms.ModelForm):
    """One's own name; Wagtail's form wants first and last name."""

    name = NameField(label=_("Nama lengkap"))

    class Meta:
        model = User
        fields = ["name"]

    def _post_clean(self):
        """Leave the row alone: the service changes it."""

    def save(self, commit=True):
        return people.change_name(self.instance, actor=self.instance, name=self.cleaned_data["name"])


class NamePanel(account.BaseSettingsPanel):
    name = "name"
    title = _("Nama")
    order = 100
    form_class = NameForm


# The picture would be kept as it was sent, beside the checks that every other upload goes through.
LEFT_OUT = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel)


class CmsAccountView(account.AccountView):
    def get_panels(self):
        panels = [panel for panel in super().get_panels() if not isinstance(panel, LEFT_OUT)]
        return [NamePanel(self.request, self.request.user, None), *panels]
