from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.cache import add_never_cache_headers
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager

from community.models import Aspect, IndexPage, ScopedPage
from community.zones import Zone
from events.blocks import GuestBlock
from events.enums import EventKind, EventMode, EventState
from events.limits import BODY_LIMIT, RESERVED_ROOM_SLUGS, RESERVED_SLUGS, TITLE_LIMIT
from events.querysets import EventQuerySet
from practices.blocks import AttachmentBlock
from practices.models import PracticePage

PROSE = ["bold", "italic", "ul", "ol", "link", "document-link"]
# What services write on the page's row; a revision never brings back an older value.
SERVICE_FIELDS = ("state", "sequence", "calendar_changed_at", "announced", "closed_at")


class EventIndexPage(IndexPage):
    """The calendar of events at `/fgd/`."""

    address = "fgd"
    subpage_types = ["events.EventPage"]
    template = "events/event_index_page.html"

    class Meta:
        verbose_name = _("kalender FGD")
        verbose_name_plural = _("kalender FGD")

    def permissions_for_user(self, user):
        from events.permissions import CalendarTester  # permissions stand above models

        return CalendarTester(user, self)

    def get_context(self, request, *args, **kwargs):
        from events.listing import calendar_context  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **calendar_context(request)}


class EventPage(ScopedPage):
    """A meeting of the community: slots, in each of them parallel rooms, and what came out of it.

    The fields of `SERVICE_FIELDS` are written by `events.services` only; `announced` is the programme that those who
    hold seats were last told.
    """

    summary = models.TextField(_("ringkasan"), max_length=500, validators=[MaxLengthValidator(500)])
    kind = models.CharField(_("bentuk"), max_length=10, choices=EventKind, default=EventKind.FGD)
    mode = models.CharField(_("cara hadir"), max_length=10, choices=EventMode, default=EventMode.ONLINE)
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    zone = models.CharField(_("zona waktu"), max_length=20, choices=Zone, default=Zone.WIB)
    is_report_date = models.BooleanField(_("tanggalnya tanggal laporan"), default=False)
    description = RichTextField(_("uraian"), features=PROSE, max_length=6_000, blank=True)
    guests = StreamField([("guest", GuestBlock())], blank=True, max_num=20, verbose_name=_("hadir pula"))
    materials = StreamField([("attachment", AttachmentBlock())], blank=True, max_num=20, verbose_name=_("bahan"))
    conclusions = StreamField(
        [("conclusion", blocks.CharBlock(label=_("Kesimpulan"), max_length=500))],
        blank=True,
        max_num=20,
        verbose_name=_("kesimpulan"),
    )
    concluded_by = models.CharField(_("disimpulkan oleh"), max_length=200, blank=True)
    practices = ParentalManyToManyField(
        PracticePage, blank=True, related_name="events", verbose_name=_("praktik yang dibahas")
    )
    contact_role = models.CharField(_("jabatan narahubung"), max_length=120, blank=True)
    registration_opens_at = models.DateTimeField(_("pendaftaran dibuka"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("pendaftaran ditutup"), null=True, blank=True)

    starts_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(_("keadaan"), max_length=10, choices=EventState, default=EventState.DRAFT, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(null=True, editable=False)
    announced = models.JSONField(default=dict, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = PageManager.from_queryset(EventQuerySet)()

    parent_page_types = ["events.EventIndexPage"]
    reserved_slugs = RESERVED_SLUGS
    template = "events/event_page.html"

    STREAM_FIELDS = ("guests", "materials", "conclusions")

    class Meta(ScopedPage.Meta):
        verbose_name = _("acara")
        verbose_name_plural = _("acara")
        constraints = [
            *ScopedPage.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="events_eventpage_state"),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="events_eventpage_zone"),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=models.F("registration_opens_at")),
                name="events_eventpage_registration_span",
                violation_error_message=_("Pendaftaran harus ditutup sesudah dibuka."),
            ),
        ]
        indexes = [models.Index(fields=["-starts_at"], name="events_eventpage_starts_at")]

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if request.user.is_authenticated:  # it may hold the meeting link of the reader's own room
            add_never_cache_headers(response)
        return response

    def get_context(self, request, *args, **kwargs):
        from events.reading import event_context  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **event_context(self, request)}

    def permissions_for_user(self, user):
        from events.permissions import EventTester  # permissions stand above models

        return EventTester(user, self)

    # --- what an event may be -----------------------------------------------------------------------------------
    def with_content_json(self, content):
        """The page of a revision: with the state that services gave it since, and its slots and rooms known again.

        Wagtail keeps a child that was new in a draft without its key, also after that draft was published: published
        again it would be deleted and made anew, with all that refers to it.
        """
        page = super().with_content_json(content)
        for name in SERVICE_FIELDS:
            setattr(page, name, getattr(self, name))
        page.know_children()
        return page

    def know_children(self) -> None:
        """Give slots and rooms in memory the keys of their rows, found by `uid`."""
        for children in (self.slot_list(), self.room_list()):
            unknown = [child for child in children if child.pk is None]
            if unknown:
                model = type(unknown[0])
                keys = dict(model.objects.filter(uid__in=[each.uid for each in unknown]).values_list("uid", "pk"))
                for child in unknown:
                    child.pk = keys.get(child.uid)

    def clean(self):
        super().clean()
        self.settle()

    def minimal_clean(self):
        super().minimal_clean()
        self.settle()

    def settle(self) -> None:
        """Keep what follows from the rest: moments, addresses of rooms, aspects; `ValidationError` for long texts."""
        self.keep_service_fields()
        self.bring_aspects_along()
        self.keep_moments()
        self.name_rooms()
        if errors := self.length_errors():
            raise ValidationError(errors)

    def keep_service_fields(self) -> None:
        """Take what services wrote on the row meanwhile; inside a transaction the row stays locked until its end."""
        rows = EventPage.objects.filter(pk=self.pk)
        if transaction.get_connection().in_atomic_block:
            rows = rows.select_for_update(of=("self",))
        for kept in rows.values(*SERVICE_FIELDS):
            for name, value in kept.items():
                setattr(self, name, value)

    def bring_aspects_along(self) -> None:
        """Add the sub-aspects of the rooms and the aspects of all sub-aspects: who names the part names the whole."""
        known = {sub.pk for sub in self.subaspects.all()}
        of_rooms = {sub.pk: sub for room in self.room_list() for sub in room.subaspects.all()}
        if missing := [sub for pk, sub in of_rooms.items() if pk not in known]:
            self.subaspects.add(*missing)
        wanted = {sub.aspect_id for sub in self.subaspects.all()} - {aspect.pk for aspect in self.aspects.all()}
        if wanted:
            self.aspects.add(*Aspect.objects.filter(pk__in=wanted))

    def keep_moments(self) -> None:
        """Turn day and hours of each slot into moments of the event's zone; the event spans its slots."""
        zone = Zone(self.zone).info if self.zone in Zone.values else Zone.WIB.info
        slots = [slot for slot in self.slot_list() if slot.day]
        for slot in slots:
            start, end = slot.starts or time.min, slot.ends
            slot.starts_at = datetime.combine(slot.day, start, zone)
            slot.ends_at = datetime.combine(slot.day, end, zone) if end else _midnight_after(slot.day, zone)
        self.starts_at = min((slot.starts_at for slot in slots), default=None)
        self.ends_at = max((slot.ends_at for slot in slots), default=None)

    def name_rooms(self) -> None:
        """Give each new room an address of its own within the event; one it has stays."""
        rooms = self.room_list()
        taken = {room.slug for room in rooms if room.slug}
        for number, room in enumerate(rooms, start=1):
            if room.slug:
                continue
            wanted = slugify(room.title)[:50].strip("-") or f"ruang-{number}"
            suffix, slug = 1, wanted
            while slug in taken or slug in RESERVED_ROOM_SLUGS:
                suffix += 1
                slug = f"{wanted}-{suffix}"
            room.slug = slug
            taken.add(slug)

    def length_errors(self) -> dict[str, str]:
        """Fields whose text is longer than the portal keeps."""
        errors = {}
        if len(self.title) > TITLE_LIMIT:
            errors["title"] = _("Judul paling panjang 200 karakter.")
        if len(self.description or "") > BODY_LIMIT:
            errors["description"] = _("Uraian paling panjang 20.000 karakter. Ringkas, atau lampirkan naskahnya.")
        return errors

    def slot_list(self) -> list:
        """The slots in memory, read from the database first where they are not: what is changed here is saved."""
        return self.slots.get_object_list()

    def room_list(self) -> list:
        return [room for slot in self.slot_list() for room in slot.rooms.get_object_list()]

    # --- what it says of itself ---------------------------------------------------------------------------------
    @property
    def time_zone(self) -> Zone:
        return Zone(self.zone)

    @property
    def is_over(self) -> bool:
        """Whether an organiser has ended it, one way or the other."""
        return self.state in (EventState.CLOSED, EventState.CANCELLED)


def _midnight_after(day, zone) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone)
