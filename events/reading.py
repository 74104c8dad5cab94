"""What an event page and a room page show, gathered in few queries whatever they hold."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Coalesce, Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.documents import get_document_model
from wagtail.rich_text import expand_db_html

from community import panels
from community.enums import Audience, Scope, Subject
from community.models import Aspect, Instansi, SubAspect
from community.prepared import ReaderKind, prepared
from community.services.follows import follows
from community.zones import Zone, zone_of_instansi
from events.enums import EventKind, EventMode, EventState, PersonRole
from events.links import calendar_url, event_url
from events.models import EventPage, Room
from events.permissions import can_manage_events, is_link_open
from events.programme import Programme, RoomView, programme_for, rooms_title
from events.services.rooms import is_within_registration
from events.times import clock, long_day, long_moment, span
from forums.discussion import Discussion, discussion_of
from practices.links import library_url, practice_url
from practices.models import PracticePage
from practices.reading import file_of

STATE_BADGES = {
    EventState.DRAFT: {"icon": "calendar", "tone": ""},
    EventState.OPEN: {"icon": "user-check", "tone": "ok"},
    EventState.RUNNING: {"icon": "video", "tone": "ok"},
    EventState.CLOSED: {"icon": "circle-check", "tone": "ok"},
    EventState.CANCELLED: {"icon": "circle-alert", "tone": "bad"},
}


@dataclass(frozen=True)
class Links:
    """What is linked to an event: pairs of name and address, by room its sub-aspects, and the practices that the
    reader may read; `own_zone` is the zone of the reader's instansi.
    """

    owners: list[tuple[str, str]]
    aspects: list[tuple[str, str]]
    subaspects: list[tuple[str, str]]
    by_room: dict[int, list[tuple[str, str]]]
    practices: list[dict]
    own_zone: Zone | None


def event_context(page: EventPage, request: HttpRequest) -> dict:
    """Context of an event page for the reader of `request`; the caller has asked whether they may read it."""
    now, reader = timezone.now(), request.user
    is_preview = getattr(request, "is_preview", False)
    links = links_of(page, reader, in_memory=is_preview)
    programme = preview_programme(page) if is_preview else programme_for(page, reader, now, own_zone=links.own_zone)
    for view in programme.rooms:
        view.topics = links.by_room.get(view.room.pk, [])
    practices = links.practices
    manages = can_manage_events(reader)
    return {
        "scope": Scope(page.scope),
        "programme": programme,
        "rooms_title": rooms_title(len(programme.rooms)),
        "when": when_of(page, programme),
        "state_badge": state_badge(page, now),
        "banner": banner_of(page, programme, now),
        "offers": programme.offers,
        "links_now": programme.links,
        "description": mark_safe(expand_db_html(page.description or "")),  # noqa: S308 -- cleaned when it was saved
        "conclusions": [block["value"] for block in page.conclusions.raw_data],
        "has_results": bool(page.conclusions.raw_data) or any(view.notulen for view in programme.rooms),
        "results_first": page.state == EventState.CLOSED,
        "guests": [block["value"] for block in page.guests.raw_data],
        "materials": _materials(page),
        "practices": practices,
        "facts": _facts(page, links, practices),
        "discussion": _discussion(page, reader),
        "is_followed": follows(reader, subject=Subject.EVENT, object_id=page.pk or 0),
        "loop_steps": _loop(page, programme, practices),
        "loop_panels": panels.shown("event_loop", page, reader),
        "manages": manages,
        "is_open": page.audience == Audience.PUBLIC,
        "is_public": page.audience == Audience.PUBLIC and not page.is_example,
        "calendar_path": f"{event_url(page.slug)}kalender.ics" if has_calendar(programme) else "",
        "absolute_url": f"{settings.SITE_URL}{event_url(page.slug)}",
        "preview_url": f"{settings.SITE_URL}{event_url(page.slug)}pratinjau.png",
        "is_preview": is_preview,
    }


def room_context(page: EventPage, slug: str, request: HttpRequest) -> dict | None:
    """Context of the page of one room; None when the event has no room of that address."""
    now, reader = timezone.now(), request.user
    links = links_of(page, reader)
    programme = programme_for(page, reader, now, own_zone=links.own_zone, slug=slug)
    if not programme.rooms:
        return None
    view = programme.rooms[0]
    view.topics = links.by_room.get(view.room.pk, [])
    manages = can_manage_events(reader)
    is_notulis = any(
        person.role == PersonRole.NOTULIS and reader.is_authenticated and person.person_id == reader.pk
        for person in view.people
    )
    return {
        "page": page,
        "scope": Scope(page.scope),
        "view": view,
        "slot": programme.slots[0],
        "is_link_open": is_link_open(view.slot, now),
        "writes_notulen": manages or is_notulis,
        "manages": manages,
        "is_open": page.audience == Audience.PUBLIC,
        "is_public": page.audience == Audience.PUBLIC and not page.is_example,
        "absolute_url": f"{settings.SITE_URL}{view.url}",
        "has_calendar": view.slot.is_timed,
        "discussion": _discussion(page, reader),
    }


# --- what is linked -------------------------------------------------------------------------------------------------


def links_of(page: EventPage, reader, *, in_memory: bool = False) -> Links:
    """All that is linked to the event and its rooms, by one query; a preview shows the form's own."""
    rows = _rows_in_memory(page) if in_memory else _rows(page.pk, reader.pk or 0, kind=ReaderKind.of(reader))
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    by_room: dict[int, list[tuple[str, str]]] = defaultdict(list)
    own_zone = Zone.WIB if reader.is_authenticated and reader.pk else None
    for facet, room_id, _pk, code, name in sorted(rows, key=lambda row: (row[0], row[1], row[2])):
        match facet:
            case "ruang":
                by_room[room_id].append((name, library_url(sub=code)))
            case "pembaca":
                kind, _blank, province = name.partition(" ")
                own_zone = zone_of_instansi(kind, code, province)
            case "praktik":
                found[facet].append((name, practice_url(code)))
            case _:
                found[facet].append((name, ADDRESSES[facet](code)))
    practices = [{"title": title, "url": url} for title, url in sorted(found["praktik"])]
    return Links(found["pemilik"], found["aspek"], found["sub"], dict(by_room), practices, own_zone)


ADDRESSES = {
    "aspek": lambda code: calendar_url(aspek=code),
    "sub": lambda code: library_url(sub=code),
    "pemilik": lambda code: library_url(pemilik=code),
}


@prepared
def _rows(page: int, person: int = 0, *, kind: ReaderKind):
    """(facet, room or 0, pk, code, name) of everything that is linked, and the reader's own instansi."""

    def linked(facet: str, queryset, room=None):
        return (
            queryset.order_by()
            .annotate(facet=Value(facet, CharField()), room_of=room or Value(0, IntegerField()))
            .values_list("facet", "room_of", "pk", "code", "name")
        )

    subaspects = SubAspect.objects
    practices = PracticePage.objects.published().visible_to(kind.reader()).filter(events=page)
    parts = [
        linked("sub", subaspects.filter(eventpage=page)),
        linked("pemilik", Instansi.objects.filter(eventpage=page)),
        linked("ruang", subaspects.filter(room__slot__page=page), F("room")),
        linked("praktik", practices.annotate(code=F("slug"), name=F("title"))),
    ]
    if kind.is_authenticated:
        own = Instansi.objects.filter(people=person).values("pk", "code")
        about = Concat("kind", Value(" "), Coalesce("province__code", Value("")), output_field=CharField())
        parts.append(
            own.order_by()
            .annotate(facet=Value("pembaca", CharField()), room_of=Value(0, IntegerField()), about=about)
            .values_list("facet", "room_of", "pk", "code", "about")
        )
    return linked("aspek", Aspect.objects.filter(eventpage=page)).union(*parts, all=True)


def _rows_in_memory(page: EventPage) -> list[tuple]:
    rows = []
    for facet, values in (("aspek", page.aspects), ("sub", page.subaspects), ("pemilik", page.owners)):
        rows += [(facet, 0, each.pk, each.code, each.name) for each in values.all()]
    rows += [("praktik", 0, each.pk, each.slug, each.title) for each in page.practices.all()]
    for number, room in enumerate(page.room_list(), start=1):
        rows += [("ruang", room.pk or -number, each.pk, each.code, each.name) for each in room.subaspects.all()]
    return rows


def preview_programme(page: EventPage) -> Programme:
    """The programme as the CMS's form holds it, before anything of it has a row."""
    from events.programme import SlotView
    from events.times import hours, slot_words

    page.keep_moments()
    zone, slots, number = page.time_zone, [], 0
    for slot in page.slot_list():
        views = []
        for room in slot.rooms.get_object_list():
            number += 1
            room.pk = room.pk or -number
            room.slug = room.slug or f"ruang-{number}"
            room.seats_taken = room.seats_offered = room.waiting_count = 0
            agenda = [
                {
                    "item": item,
                    "when": "–".join(hours(each) for each in (item.starts, item.ends) if each),
                    "who": ", ".join(item.speaker_names),
                }
                for item in room.agenda.all()
            ]
            people = list(room.people.all())
            views.append(RoomView(page, slot, room, people=people, agenda=agenda, number=number))
        slots.append(SlotView(slot, slot_words(slot, zone) if slot.day else "", "", views))
    return Programme(slots, zone, None)


def _discussion(page: EventPage, reader) -> Discussion | None:
    """What is said about the event; None for a preview of a page that has no row yet."""
    return discussion_of((Subject.EVENT, page.pk), event_url(page.slug), reader) if page.pk else None


def _materials(page: EventPage) -> list[dict]:
    """Files with title and size, by one query; a document that was deleted is missing."""
    blocks = [block["value"] for block in page.materials.raw_data]
    ids = {value.get("document") for value in blocks} - {None}
    documents = get_document_model().objects.in_bulk(ids) if ids else {}
    return [
        {**file_of(document), "caption": value.get("caption") or document.title}
        for value in blocks
        if (document := documents.get(value.get("document")))
    ]


# --- words ----------------------------------------------------------------------------------------------------------


def when_of(page: EventPage, programme: Programme) -> dict:
    """The date block: day number, day in words, hours with zone, other zones, and how many days it lasts."""
    if page.starts_at is None:
        return {"day": "–", "date": _("Tanggal belum ditetapkan"), "hours": "", "others": "", "own": ""}
    zone = page.time_zone
    local = page.starts_at.astimezone(zone.info)
    timed = all(view.slot.is_timed for view in programme.slots) and bool(programme.slots)
    days = len({slot.slot.day for slot in programme.slots})
    others = [other for other in type(zone) if other != zone]
    is_one_span = timed and days == 1
    own = programme.own_zone
    return {
        "day": str(local.day),
        "month": date_format(local, "M Y"),
        "date": long_day(page.starts_at, zone),
        "hours": span(page.starts_at, page.ends_at, zone) if is_one_span else "",
        "others": ", ".join(f"{clock(page.starts_at, other)} {other.short}" for other in others) if timed else "",
        "own": span(page.starts_at, page.ends_at, own) if is_one_span and own and own != zone else "",
        "days": ngettext("%(count)d hari", "%(count)d hari", days) % {"count": days} if days > 1 else "",
        "is_report": page.is_report_date,
        "iso": page.starts_at.isoformat() if timed else f"{local:%Y-%m-%d}",
    }


def state_badge(page: EventPage, now) -> dict:
    """The state of an event as the inputs of `components/badge.html`; the clock tells what nobody has closed yet."""
    state = EventState(page.state)
    badge, text = STATE_BADGES[state], str(state.label)
    if state in (EventState.DRAFT, EventState.OPEN, EventState.RUNNING) and page.ends_at and page.ends_at <= now:
        return {"icon": "history", "tone": "", "text": _("Sudah lewat, menunggu laporan")}
    if state == EventState.OPEN and not is_within_registration(page, now):
        return {"icon": "calendar", "tone": "", "text": _("Pendaftaran ditutup")}
    if state == EventState.DRAFT:
        text = _("Pendaftaran belum dibuka")
    return {**badge, "text": text}


def banner_of(page: EventPage, programme: Programme, now) -> dict | None:
    """The one thing to know first: cancelled, one's own seats, or when registration opens."""
    if page.state == EventState.CANCELLED:
        return {"tone": "bad", "title": _("Acara ini dibatalkan."), "text": _("Semua pendaftar sudah diberi tahu.")}
    if programme.seats and not page.is_over:
        names = ", ".join(view.room.title for view in programme.seats)
        waiting = next((view.link_from for view in programme.seats if view.link_from), "")
        text = _("Tautan rapat muncul di halaman ini mulai pukul %(time)s.") % {"time": waiting} if waiting else ""
        return {"tone": "ok", "title": _("Anda terdaftar di %(rooms)s.") % {"rooms": names}, "text": text}
    if page.state == EventState.DRAFT and page.starts_at and page.starts_at > now:
        opens = page.registration_opens_at
        if opens and opens > now:
            text = _("Dibuka %(moment)s.") % {"moment": long_moment(opens, page.time_zone)}
        else:
            text = _("Simpan tanggalnya dahulu; kursi dibuka setelah susunan acara pasti.")
        return {"tone": "info", "title": _("Pendaftaran belum dibuka."), "text": text}
    return None


def _facts(page: EventPage, links: Links, practices: list[dict]) -> list[dict]:
    """Facts of the side column; what other events or practices share leads to their list."""
    zone, facts = page.time_zone, []
    mode = str(EventMode(page.mode).label)
    facts.append({"name": _("Cara hadir"), "values": [(f"{mode}, {page.place}" if page.place else mode, "")]})
    if not page.is_over and page.registration_closes_at:
        moment = long_moment(page.registration_closes_at, zone)
        facts.append({"name": _("Pendaftaran ditutup"), "values": [(moment, "")]})
    scope = Scope(page.scope)
    facts.append({"name": _("Lingkup"), "values": [(str(scope.label), calendar_url(lingkup=scope.slug))]})
    shared = [
        (_("Instansi penyelenggara"), links.owners),
        (_("Aspek"), links.aspects),
        (_("Sub-aspek"), links.subaspects),
        (_("Praktik yang dibahas"), [(practice["title"], practice["url"]) for practice in practices]),
    ]
    facts += [{"name": name, "values": values} for name, values in shared if values]
    if page.contact_role:
        facts.append({"name": _("Narahubung"), "values": [(page.contact_role, "")]})
    return facts


def _loop(page: EventPage, programme: Programme, practices: list[dict]) -> list[dict]:
    """Where the event stands in the knowledge loop: what was noted, and what practices it stands beside."""
    follow_ups = [block for view in programme.rooms for block in view.notulen if block.kind == "follow_up"]
    noted = sum(len(view.notulen) for view in programme.rooms)
    done = sum(1 for block in follow_ups if block.state == "done")
    practice = practices[0] if practices else None
    return [
        {
            "name": str(EventKind(page.kind).label),
            "icon": "users",
            "text": ngettext("%(count)d ruang", "%(count)d ruang", len(programme.rooms))
            % {"count": len(programme.rooms)},
            "url": "#ruang" if programme.rooms else "",
            "is_here": True,
        },
        {
            "name": _("Notulen"),
            "icon": "message-square-text",
            "text": ngettext("%(count)d butir", "%(count)d butir", noted) % {"count": noted}
            if noted
            else _("Belum ada yang final"),
            "url": "#hasil" if noted else "",
        },
        {
            "name": _("Praktik"),
            "icon": "book-open",
            "text": practice["title"] if practice else _("Belum ada yang dikaitkan"),
            "url": practice["url"] if practice else "",
        },
        {
            "name": _("Tindak lanjut"),
            "icon": "clipboard-check",
            "text": _("%(done)d dari %(all)d selesai") % {"done": done, "all": len(follow_ups)}
            if follow_ups
            else _("Belum ada yang dicatat"),
            "url": "#hasil" if follow_ups else "",
        },
    ]


def has_calendar(programme: Programme) -> bool:
    return any(slot.slot.is_timed for slot in programme.slots)


def room_of(event: EventPage, slug: str) -> Room | None:
    """A room of `event` with its slot and event at hand."""
    room = Room.objects.select_related("slot").filter(slot__page=event, slug=slug).first()
    if room is not None:
        room.slot.page = event
    return room
