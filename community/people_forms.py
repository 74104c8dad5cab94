"""The CMS's form about a person: who they are, where they belong, what they may do."""

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from community.enums import Affiliation, Scope
from community.forms import InstansiNameField, NameField, SuggestsInstansi
from community.models import Instansi, User
from community.permissions import can_grant_group
from community.services import affiliation, appointments, people, roles

EMPTY_ROWS = 2


class PersonForm(SuggestsInstansi, forms.ModelForm):
    """Adds and edits a person through the services, so that the row and its allauth address never part."""

    required_css_class = "required"

    name = NameField(label=_("Nama lengkap"))
    email = forms.EmailField(
        label=_("Alamat surel"),
        max_length=254,
        help_text=_("Orang ini menerima surel di alamat ini untuk memverifikasinya."),
    )
    instansi = InstansiNameField(
        label=_("Instansi"), help_text=_("Ketik beberapa huruf, lalu pilih dari daftar. Boleh dikosongkan.")
    )
    affiliation = forms.ChoiceField(
        label=_("Status afiliasi"),
        choices=Affiliation,
        help_text=_("Hanya yang terverifikasi dapat membaca isi untuk anggota dan untuk instansinya."),
    )
    is_active = forms.BooleanField(
        label=_("Akun aktif"), required=False, help_text=_("Yang tidak aktif tidak dapat masuk; isinya tetap ada.")
    )
    is_superuser = forms.BooleanField(
        label=_("Administrator portal"), required=False, help_text=_("Boleh mengubah semua isi dan pengaturan.")
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Kelompok"), queryset=Group.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    scopes = forms.MultipleChoiceField(
        label=_("Penatalayan lingkup"), choices=Scope, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ["name", "email", "is_active", "is_superuser"]

    def __init__(self, *args, actor, editing_self: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        choosable = Group.objects.exclude(name__in=roles.APPOINTED_GROUPS)
        grantable = [group.pk for group in choosable if can_grant_group(actor, group)]
        self.fields["groups"].queryset = choosable.filter(pk__in=grantable).order_by("name")
        is_new = self.instance.pk is None
        if is_new or editing_self:
            del self.fields["is_active"]
        if editing_self or not actor.is_superuser:
            del self.fields["is_superuser"]
        if not is_new:
            self._set_initial()
        self._add_contributor_rows([] if is_new else [row.instansi for row in self._contributorships()])

    def _set_initial(self) -> None:
        person = self.instance
        self.initial |= {
            "instansi": person.instansi.name if person.instansi else "",
            "affiliation": person.affiliation,
            "groups": [group.pk for group in person.groups.all()],
            "scopes": sorted(person.stewardships.values_list("scope", flat=True)),
        }

    def _contributorships(self):
        return self.instance.contributorships.select_related("instansi").order_by("instansi__name")

    def _add_contributor_rows(self, current: list[Instansi]) -> None:
        """One field per instansi the person writes for, and a few empty ones."""
        self.seen_scopes = self._seen("seen_scopes", self.initial.get("scopes", []))
        written_for = self._seen("seen_writes_for", [str(instansi.pk) for instansi in current])
        self.written_for = Instansi.objects.in_bulk([int(pk) for pk in written_for if pk.isdecimal() and len(pk) < 10])
        count = max(len(current), len(self.written_for)) + EMPTY_ROWS
        self.row_names = [f"writes_for_{number}" for number in range(count)]
        for name, instansi in zip(self.row_names, [*current, *[None] * (count - len(current))], strict=True):
            self.fields[name] = InstansiNameField(label=_("Menulis praktik untuk"))
            self.initial[name] = instansi.name if instansi else ""

    def _seen(self, name: str, current: list[str]) -> set[str]:
        """What the form showed when it was opened: saving it undoes nothing that another organiser did since."""
        self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial[name] = ",".join(current)
        told = self.data.get(self.add_prefix(name)) if self.is_bound else None
        return set(current if told is None else filter(None, told.split(",")))

    def contributor_rows(self) -> list:
        return [self[name] for name in self.row_names]

    def clean(self):
        data = super().clean()
        if data.get("affiliation") != Affiliation.NONE and not data.get("instansi") and "instansi" not in self.errors:
            self.add_error("instansi", _("Pilih instansinya, atau setel status afiliasi ke “Belum ada”."))
        return data

    def _post_clean(self):
        """Leave the row alone: the services change it."""

    def save(self, commit=True) -> User:
        """Run the services; `RuleBroken` and `PermissionDenied` undo all of it (the view's transaction)."""
        data, actor = self.cleaned_data, self.actor
        if self.instance.pk is None:
            person = people.invite_person(actor=actor, name=data["name"], email=data["email"])
        else:
            person = people.change_name(self.instance, actor=actor, name=data["name"])
            person = people.change_email(person, actor=actor, email=data["email"])
        self._save_affiliation(person)
        self._save_roles(person)
        if "is_active" in data:
            change = people.reactivate_person if data["is_active"] else people.deactivate_person
            change(person, actor=actor)
        self.instance = User.objects.get(pk=person.pk)
        return self.instance

    def _save_affiliation(self, person: User) -> None:
        if not {"instansi", "affiliation"} & set(self.changed_data):
            return
        instansi, state = self.cleaned_data["instansi"], self.cleaned_data["affiliation"]
        was_pending = person.affiliation == Affiliation.PENDING
        is_same = instansi is not None and instansi.pk == person.instansi_id
        if was_pending and is_same and state == Affiliation.VERIFIED:
            affiliation.confirm_affiliation(person, actor=self.actor)
        elif was_pending and is_same and state == Affiliation.NONE:
            affiliation.refuse_affiliation(person, actor=self.actor)
        else:
            affiliation.change_affiliation(person, actor=self.actor, instansi=instansi, affiliation=state)

    def _save_roles(self, person: User) -> None:
        data, actor = self.cleaned_data, self.actor
        offered = self.fields["groups"].queryset
        kept = person.groups.exclude(pk__in=offered.values("pk"))
        roles.set_groups(person, actor=actor, groups=[*kept, *data["groups"]])
        if "is_superuser" in data:
            roles.set_administrator(person, actor=actor, is_superuser=data["is_superuser"])
        self._save_appointments(person)

    def _save_appointments(self, person: User) -> None:
        """Only what was changed in the form: another instansi may just have ended what the person wrote for."""
        scopes, held = set(self.cleaned_data["scopes"]), set(person.stewardships.values_list("scope", flat=True))
        for scope in sorted((self.seen_scopes - scopes) & held):
            appointments.dismiss_steward(person, scope=scope, actor=self.actor)
        for scope in sorted(scopes - self.seen_scopes - held):
            appointments.appoint_steward(person, scope=scope, actor=self.actor)
        wanted = {row.pk: row for row in (self.cleaned_data[name] for name in self.row_names) if row}
        held = set(person.contributorships.values_list("instansi_id", flat=True))
        for pk in (self.written_for.keys() - wanted.keys()) & held:
            appointments.dismiss_contributor(person, instansi=self.written_for[pk], actor=self.actor)
        for pk in wanted.keys() - self.written_for.keys() - held:
            appointments.appoint_contributor(person, instansi=wanted[pk], actor=self.actor)
