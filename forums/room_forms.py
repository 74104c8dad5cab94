"""The CMS form of a room: what an organiser may choose, and kind messages where the rules refuse."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from community.models import Aspect, Instansi, PortalSettings, User
from community.widgets import SearchableSelectMultiple
from forums.models import RoomSteward

LINKS = ("owners", "audience_groups", "aspects")


class PeopleField(forms.ModelMultipleChoiceField):
    """People by name and instansi, since several have one name."""

    def label_from_instance(self, person) -> str:
        return f"{person.name} ({person.instansi.short_name})" if person.instansi else person.name


class RoomForm(WagtailAdminPageForm):
    """Offers agencies of today, aspects of the framework in use, and as stewards verified members."""

    stewards = PeopleField(
        User.objects.none(),
        required=False,
        label=_("Penatalayan ruang"),
        widget=SearchableSelectMultiple(search_label=_("Cari anggota")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._limit_links()
        if "stewards" in self.fields:
            chosen = [row.person_id for row in self.instance.room_stewards.all()]
            people = User.objects.filter(Q(pk__in=User.objects.verified().values("pk")) | Q(pk__in=chosen))
            self.fields["stewards"].queryset = people.select_related("instansi").order_by("name", "pk")
            self.initial["stewards"] = chosen

    def _limit_links(self) -> None:
        today, framework = timezone.localdate(), PortalSettings.load().active_framework_id
        if "owners" in self.fields:
            agencies = Instansi.objects.filter(
                Q(pk__in=Instansi.objects.current(today).values("pk")) | Q(pk__in=self._chosen("owners"))
            )
            self.fields["owners"].queryset = agencies.order_by("name")
        if "aspects" in self.fields:
            aspects = Aspect.objects.filter(Q(framework=framework) | Q(pk__in=self._chosen("aspects")))
            self.fields["aspects"].queryset = aspects.order_by("framework__valid_from", "number")

    def _chosen(self, name: str) -> list[int]:
        return [row.pk for row in getattr(self.instance, name).all()]

    def clean(self):
        """The links as sent, before the room asks whether its audience has anyone in it."""
        cleaned = super().clean()
        for name in LINKS:
            if name in cleaned:
                getattr(self.instance, name).set(cleaned[name])
        if "stewards" in cleaned:
            known = {row.person_id: row for row in self.instance.room_stewards.all()}
            self.instance.room_stewards.set(
                [known.get(person.pk) or RoomSteward(person=person) for person in cleaned["stewards"]]
            )
        return cleaned
