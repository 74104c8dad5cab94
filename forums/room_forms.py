"""The CMS form of a room: what an organiser may choose, and kind messages where the rules refuse."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import User
from community.page_forms import ScopedPageForm
from community.widgets import SearchableSelectMultiple
from forums.models import RoomSteward


class PeopleField(forms.ModelMultipleChoiceField):
    """People by name and instansi, since several have one name."""

    def label_from_instance(self, person) -> str:
        return f"{person.name} ({person.instansi.short_name})" if person.instansi else person.name


class RoomForm(ScopedPageForm):
    """Offers verified members as stewards."""

    stewards = PeopleField(
        User.objects.none(),
        required=False,
        label=_("Penatalayan ruang"),
        widget=SearchableSelectMultiple(search_label=_("Cari anggota")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "stewards" in self.fields:
            chosen = [row.person_id for row in self.instance.room_stewards.all()]
            people = User.objects.filter(Q(pk__in=User.objects.verified().values("pk")) | Q(pk__in=chosen))
            self.fields["stewards"].queryset = people.select_related("instansi").order_by("name", "pk")
            self.initial["stewards"] = chosen

    def clean(self):
        cleaned = super().clean()
        if "stewards" in cleaned:
            known = {row.person_id: row for row in self.instance.room_stewards.all()}
            self.instance.room_stewards.set(
                [known.get(person.pk) or RoomSteward(person=person) for person in cleaned["stewards"]]
            )
        return cleaned
