"""What a person writes about themselves and chooses for themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.enums import NoticeKind
from community.forms import InstansiNameField, SuggestsInstansi
from community.models import Aspect, PortalSettings, Profile
from community.notice_mail import BY_MAIL

MOST_DIGITS = 18
MAIL_GROUPS = [  # heading and the first of its kinds, in the order of `NoticeKind`
    (_("Yang Anda ikuti"), NoticeKind.REPLY),
    (_("Anda dan tulisan Anda"), NoticeKind.MENTION),
    (_("Kursi FGD Anda"), NoticeKind.SEAT_GIVEN),
]


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their ids; an id beyond those of the database is no choice, and SQLite fails on it."""

    def clean(self, value):
        if isinstance(value, (list, tuple)) and any(len(str(pk)) > MOST_DIGITS for pk in value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": "…"})
        return super().clean(value)


class ProfileForm(forms.ModelForm):
    """A person's profile; its cleaned data are the arguments of `services.profiles.save_profile`."""

    class Meta:
        model = Profile
        fields = [
            "position",
            "unit",
            "is_position_shown",
            "bio",
            "is_bio_shown",
            "expertise",
            "is_expertise_shown",
            "time_zone",
        ]
        field_classes = {"expertise": RowsField}
        widgets = {"bio": forms.Textarea(attrs={"rows": 4}), "expertise": forms.CheckboxSelectMultiple}
        help_texts = {
            "position": _("Contoh: Kepala Bidang Penilaian Kinerja."),
            "bio": _("Paling panjang 600 karakter. Jangan menulis NIP atau nomor telepon."),
            "expertise": _("Membantu anggota lain menemukan siapa yang dapat ditanya."),
            "time_zone": _("Kosongkan untuk mengikuti zona waktu instansi Anda."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        framework = PortalSettings.load().active_framework_id
        self.fields["expertise"].queryset = Aspect.objects.filter(framework=framework).order_by("number")
        self.fields["time_zone"].choices = [("", _("Mengikuti instansi")), *self.fields["time_zone"].choices[1:]]


class OwnInstansiForm(SuggestsInstansi, forms.Form):
    """The instansi that a person names as their own; left empty, they name none."""

    instansi = InstansiNameField(
        label=_("Instansi (boleh dikosongkan)"), help_text=_("Ketik beberapa huruf, lalu pilih dari daftar.")
    )


class MailChoiceForm(forms.Form):
    """What a person is written, and in which language; its cleaned data are arguments of `services.profiles`."""

    language = forms.ChoiceField(
        label=_("Bahasa surel dan halaman"),
        choices=settings.LANGUAGES,
        help_text=_("Tulisan orang lain tetap dalam bahasa aslinya."),
        error_messages={
            "required": _("Bahasa belum dipilih"),
            "invalid_choice": _("Pilihan ini tidak ada."),
        },
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kirim surel tentang"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in NoticeKind if kind in BY_MAIL],
        error_messages={"invalid_choice": _("Pilihan ini tidak ada.")},
    )

    def groups(self) -> list[tuple[str, list]]:
        """The checkboxes under their headings."""
        groups = []
        headings = {first.value: heading for heading, first in MAIL_GROUPS}
        for box in self["kinds"]:
            value = box.data["value"]
            if value in headings:
                groups.append((headings[value], []))
            groups[-1][1].append(box)
        return groups
