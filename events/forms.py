"""The CMS form of an event: what may be chosen, and reasons where the programme does not hold together."""

from django import forms
from django.db.models import Count
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from community.models import User
from community.page_forms import ScopedPageForm, framework_in_use, offered_subaspects
from events.enums import EventMode, SeatState, WaitingState
from events.models import Notulen, Room, Seat, Slot, Waiting
from events.times import hours


class RowForm(WagtailAdminModelForm):
    """A row of the programme. One that was added and never filled is no part of a draft: it is saved without it.

    Otherwise a save by itself would be refused from the moment the row is there until somebody fills it.
    """

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written in a new row or in the rows inside it; its place is set by the screen."""
        if self.instance.pk or not set(self.changed_data) <= {ORDERING_FIELD_NAME}:
            return False
        return all(row.is_blank for formset in getattr(self, "formsets", {}).values() for row in formset.forms)

    def full_clean(self):
        super().full_clean()
        if not self.is_bound:
            return
        place = self.cleaned_data.get(ORDERING_FIELD_NAME)
        if self.is_deferred_validation and self.is_blank:
            self._errors = ErrorDict()
            self.cleaned_data = {DELETION_FIELD_NAME: True}
        # Wagtail orders the rows of a form that it shows again by it, also those that Django has not looked at
        self.cleaned_data[ORDERING_FIELD_NAME] = place


class RoomPersonForm(RowForm):
    """Somebody of a room: a plain name, or a person of the portal by the address of their account."""

    email = forms.EmailField(label=_("Surel akun"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        person = self.instance.person if self.instance.person_id else None
        self.initial.setdefault("email", person.email if person else "")
        self.fields["name"].required = False  # an account has one

    def clean(self):
        cleaned = super().clean()
        email = (cleaned.get("email") or "").lower()
        person = self._person(email) if email else None
        if email and person is None and "email" not in self.errors:
            self.add_error(
                "email", _("Tidak ada anggota terverifikasi dengan surel ini. Kosongkan, dan tulis namanya.")
            )
        if person is not None:
            cleaned["name"] = cleaned.get("name") or person.name
            cleaned["instansi_name"] = cleaned.get("instansi_name") or (person.instansi.name if person.instansi else "")
        if not cleaned.get("name") and not self.errors:
            self.add_error("name", _("Tulis namanya, atau isi surel akunnya."))
        self.instance.person = person
        return cleaned

    def _person(self, email: str) -> User | None:
        """The verified member of that address; who stood here before stays, whatever became of their affiliation."""
        before = self.instance.person if self.instance.person_id else None
        if before is not None and before.email.lower() == email:
            return before
        return User.objects.verified().select_related("instansi").filter(email=email).first()


class RoomForm(RowForm):
    """A room; its sub-aspects are those of the framework in use, and those it already carries."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "subaspects" in self.fields:
            chosen = [sub.pk for sub in self.instance.subaspects.all()] if self.instance.pk else []
            self.fields["subaspects"].queryset = offered_subaspects(framework_in_use(), chosen)


class EventForm(ScopedPageForm):
    """Checks the programme as a whole once its parts are valid."""

    links = (*ScopedPageForm.links, "practices")

    def is_valid(self) -> bool:
        """Also whether slots, rooms and agenda fit each other; reasons stand beside the part they are about."""
        if not super().is_valid():
            return False
        slots = self.formsets.get("slots")
        if slots is None:
            return True
        Programme(self, slots).check()
        return not self.errors and all(not each for each in all_errors(slots))

    @property
    def is_publishing(self) -> bool:
        return "action-publish" in self.data and not self.is_deferred_validation


def all_errors(formset):
    """The error lists of a formset and of all formsets inside its forms."""
    for form in formset.forms:
        yield form.errors
        for inner in getattr(form, "formsets", {}).values():
            yield from all_errors(inner)


class Programme:
    """The programme that a valid form holds, with the checks that need more than one of its parts."""

    def __init__(self, form: EventForm, slots):
        self.form = form
        self.formset = slots
        self.slots = [each for each in kept(slots)]

    def check(self) -> None:
        self.check_removed()
        for slot in self.slots:
            for room in kept(slot.formsets["rooms"]):
                self.check_agenda(slot, room)
                self.check_place(room)
        self.check_capacities()
        self.check_registration()

    def check_agenda(self, slot, room) -> None:
        """Agenda items lie within their slot, and name people of their room."""
        starts, ends = slot.cleaned_data.get("starts"), slot.cleaned_data.get("ends")
        names = {plain(form.cleaned_data.get("name")) for form in kept(room.formsets["people"])}
        for item in kept(room.formsets["agenda"]):
            values = item.cleaned_data
            outside = [
                name
                for name in ("starts", "ends")
                if values.get(name) and starts and not starts <= values[name] <= ends
            ]
            if outside:
                item.add_error(
                    outside[0],
                    _("Di luar jam sesinya, %(start)s–%(end)s.") % {"start": hours(starts), "end": hours(ends)},
                )
            unknown = [
                name.strip()
                for name in values.get("speakers", "").split(",")
                if plain(name) and plain(name) not in names
            ]
            if unknown:
                item.add_error(
                    "speakers",
                    _("%(names)s belum ada di daftar orang ruang ini. Tulis nama persis seperti di sana.")
                    % {"names": ", ".join(unknown)},
                )

    def check_place(self, room) -> None:
        """Who must travel must know where, before it is published."""
        cleaned = self.form.cleaned_data
        must_travel = cleaned.get("mode") in (EventMode.ON_SITE, EventMode.HYBRID)
        is_told = cleaned.get("place") or room.cleaned_data.get("place") or "place" in self.form.errors
        if self.form.is_publishing and must_travel and not is_told:
            self.form.add_error("place", _("Tulis tempatnya, di sini atau pada setiap ruang."))

    def check_capacities(self) -> None:
        """No room gets fewer seats than it has given; the slots stay locked until the request ends."""
        rooms = {form.instance.pk: form for slot in self.slots for form in kept(slot.formsets["rooms"])}
        known = [pk for pk in rooms if pk]
        if not known:
            return
        list(Slot.objects.select_for_update().filter(rooms__in=known).order_by("pk").values_list("pk", flat=True))
        for pk, taken in taken_by_room(known).items():
            capacity = rooms[pk].cleaned_data.get("capacity")
            if capacity is not None and capacity < taken and not rooms[pk].cleaned_data.get("is_cancelled"):
                rooms[pk].add_error(
                    "capacity",
                    _("Sudah %(count)d kursi yang diberikan atau ditawarkan; jumlah kursi tidak boleh kurang dari itu.")
                    % {"count": taken},
                )

    def check_removed(self) -> None:
        """A room that somebody registered for, or that has notes, is called off, not removed."""
        gone = []
        for slot in self.formset.forms:
            if slot.instance.pk and slot in self.formset.deleted_forms:
                gone += list(Room.objects.filter(slot=slot.instance.pk))
            elif slot.instance.pk:
                rooms = slot.formsets["rooms"]
                gone += [form.instance for form in rooms.deleted_forms if form.instance.pk]
        used = rooms_in_use([room.pk for room in gone])
        for room in gone:
            if room.pk in used:
                self.form.add_error(
                    None,
                    _(
                        "Ruang “%(room)s” tidak dapat dihapus: sudah ada pendaftar atau notulennya. "
                        "Centang “Ruang ditiadakan”."
                    )
                    % {"room": room.title},
                )

    def check_registration(self) -> None:
        """Registration that closes after the last slot has begun promises what no one can have."""
        closes = self.form.cleaned_data.get("registration_closes_at")
        days = [slot.cleaned_data["day"] for slot in self.slots if slot.cleaned_data.get("day")]
        if closes and days and timezone.localtime(closes).date() > max(days):
            self.form.add_error(
                "registration_closes_at", _("Pendaftaran tidak dapat ditutup sesudah hari terakhir acara.")
            )


def kept(formset) -> list:
    """The forms of a formset that are neither empty nor marked for removal."""
    return [form for form in formset.forms if form not in formset.deleted_forms and getattr(form, "cleaned_data", None)]


def plain(name: str | None) -> str:
    return " ".join((name or "").split()).casefold()


def taken_by_room(ids) -> dict[int, int]:
    """Seats held or offered by room."""
    taken: dict[int, int] = dict.fromkeys(ids, 0)
    for rows in (
        Seat.objects.filter(room__in=ids, state=SeatState.ACTIVE),
        Waiting.objects.filter(room__in=ids, state=WaitingState.OFFERED),
    ):
        for room_id, count in rows.order_by().values_list("room").annotate(Count("pk")):
            taken[room_id] += count
    return taken


def rooms_in_use(ids) -> set[int]:
    """Which of the rooms anybody ever registered or waited for, or took notes of."""
    return {
        room_id
        for model in (Seat, Waiting, Notulen)
        for room_id in model.objects.filter(room__in=ids).order_by().values_list("room", flat=True)
    }
