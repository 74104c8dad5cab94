"""The demo's FGDs: the real one of April 2022 as its report tells it, and invented ones around today."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from community.models import Aspect, Instansi, PortalSettings, SubAspect, User
from community.system import SYSTEM
from community.zones import Zone
from cop_portal.demo import members
from cop_portal.demo.files import clock, later, paragraphs, read_all
from events.enums import EventState, PersonRole
from events.models import AgendaItem, EventIndexPage, EventPage, Room, RoomPerson, Slot
from events.services import events, notulen, registration, waitlist
from practices.models import PracticePage

HALF_HOUR = 30  # minutes
SATURDAY = 5


def load(organiser: User) -> dict[str, int]:
    """Add the events that are missing with their seats and notulen; how many. Practices must be there.

    All of it is the system's doing, as history and revisions say: so `renewing` knows what a person changed.
    """
    present = set(EventPage.objects.values_list("slug", flat=True))
    missing = [row for row in read_all("events") if row["slug"] not in present]
    people = members.by_mail()
    for row in missing:
        _add(row, organiser, people)
    return {"acara": len(missing)}


def _add(row: dict, organiser: User, people: dict[str, User]) -> None:
    page = _page(row, organiser, people)
    EventIndexPage.objects.get().add_child(instance=page)
    revision = page.save_revision(clean=False)
    if row["state"] == EventState.DRAFT:
        return
    revision.publish()
    event = EventPage.objects.get(pk=page.pk)
    rooms = {room.title: room for room in Room.objects.of_event(event.pk).select_related("slot__page")}
    if row["state"] == EventState.OPEN:
        events.open_event(event, actor=SYSTEM)
        _fill_seats(row, rooms, people)
    elif row["state"] == EventState.RUNNING:
        events.start_event(event, actor=SYSTEM)
    else:
        _write_notulen(row, rooms)
        events.close_event(event, actor=SYSTEM)


def _page(row: dict, organiser: User, people: dict[str, User]) -> EventPage:
    framework = PortalSettings.load().active_framework
    subaspects = {sub.name: sub for sub in SubAspect.objects.filter(aspect__framework=framework)}
    is_real = not row.get("is_example", True)
    owner = Instansi.objects.filter(code="KASN") if is_real else [organiser.instansi]
    return EventPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        scope=row["scope"],
        audience="public",
        mode=row["mode"],
        place=row.get("place", ""),
        zone=row["zone"],
        is_report_date=is_real,
        is_example=not is_real,
        description=paragraphs(row["description"]),
        guests=[("guest", {"title": "", "instansi": "", "part": "", **guest}) for guest in row.get("guests", [])],
        conclusions=[("conclusion", text) for text in row.get("conclusions", [])],
        concluded_by=row.get("concluded_by", ""),
        owners=list(owner),
        aspects=list(Aspect.objects.filter(framework=framework, code__in=row["aspects"])),
        subaspects=[subaspects[name] for name in row["subaspects"]],
        audience_groups=[],
        practices=list(PracticePage.objects.filter(slug__in=row.get("practices", []))),
        slots=_slots(row, subaspects, people),
        owner=organiser,
        live=False,
    )


def _slots(row: dict, subaspects: dict, people: dict[str, User]) -> list[Slot]:
    """One slot per entry of `slots`; a single one without hours where the file names none."""
    slots = []
    for slot in row.get("slots", [{"title": ""}]):
        rooms = [room for room in row["rooms"] if room.get("slot", "") == slot["title"]]
        made = [_room(room, subaspects, people) for room in rooms]
        slots.append(Slot(title=slot["title"], rooms=made, **hours(row, slot)))
    return slots


def hours(row: dict, slot: dict) -> dict:
    """Day and hours in the event's zone; what runs now stays within today."""
    if "date" in row:
        return {"day": date.fromisoformat(row["date"])}
    now = timezone.now().astimezone(Zone(row["zone"]).info)
    if "starts_in_minutes" not in row:
        day = _workday(now.date(), row["starts_in_days"])
        return {"day": day, "starts": clock(slot["from"]), "ends": clock(slot["to"])}
    midnight = datetime.combine(now.date(), time(0), now.tzinfo)
    start = max(now + timedelta(minutes=row["starts_in_minutes"]), midnight)
    start = start.replace(minute=start.minute // HALF_HOUR * HALF_HOUR, second=0, microsecond=0)
    end = min(start + timedelta(minutes=slot["minutes"]), midnight + timedelta(hours=23, minutes=59))
    return {"day": now.date(), "starts": start.time(), "ends": end.time()}


def _workday(today: date, days: int) -> date:
    """The day so many days from `today`; from a weekend on to Monday, or back to Friday for what is over."""
    day = today + timedelta(days=days)
    step = timedelta(days=1 if days > 0 else -1)
    while day.weekday() >= SATURDAY:
        day += step
    return day


def _room(row: dict, subaspects: dict, people: dict[str, User]) -> Room:
    speakers = [_known(people[mail], PersonRole.SPEAKER) for mail in _speakers(row)]
    speakers += [RoomPerson(role=PersonRole.SPEAKER, **_plain(speaker)) for speaker in row.get("speakers", [])]
    staff = [_known(people[row[role]], role) for role in (PersonRole.MODERATOR, PersonRole.NOTULIS) if role in row]
    return Room(
        title=row["title"],
        capacity=row.get("capacity"),
        meeting_url=row.get("link", ""),
        place=row.get("place", ""),
        subaspects=[subaspects[name] for name in row["subaspects"]],
        people=[*speakers, *staff],
        agenda=[_agenda(item, people) for item in row.get("agenda", [])],
    )


def _speakers(row: dict) -> list[str]:
    """The members who speak in a room, each once."""
    return list(dict.fromkeys(mail for item in row.get("agenda", []) for mail in item.get("speakers", [])))


def _known(person: User, role: str) -> RoomPerson:
    return RoomPerson(role=role, person=person, name=person.name, instansi_name=person.instansi.name)


def _plain(speaker: dict) -> dict:
    return {"name": speaker["name"], "title": speaker.get("position", ""), "topic": speaker.get("topic", "")}


def _agenda(item: dict, people: dict[str, User]) -> AgendaItem:
    speakers = ", ".join(people[mail].name for mail in item.get("speakers", []))
    hours = {"starts": clock(item["at"]), "ends": later(clock(item["at"]), item["minutes"])} if "at" in item else {}
    return AgendaItem(title=item["title"], speakers=speakers, **hours)


def _fill_seats(row: dict, rooms: dict[str, Room], people: dict[str, User]) -> None:
    """Members take the seats that the file counts, each once in a slot; who comes after the last one waits."""
    free = [person for mail, person in sorted(people.items()) if person.is_verified_member]
    for entry in row["rooms"]:
        room = rooms[entry["title"]]
        for _ in range(entry.get("seats", 0)):
            registration.register(room, actor=free.pop(0))
        for _ in range(entry.get("waiting", 0)):
            waitlist.join_waitlist(room, actor=free.pop(0))


def _write_notulen(row: dict, rooms: dict[str, Room]) -> None:
    for entry in row["rooms"]:
        room = rooms[entry["title"]]
        entries = [_note(note, position) for position, note in enumerate(entry["notes"])]
        notulen.save_notulen(room, actor=SYSTEM, entries=entries, source_note=row.get("notulen_source", ""))
        notulen.finalise_notulen(room, actor=SYSTEM)


def _note(note: dict, position: int) -> notulen.Entry:
    due_on = timezone.localdate() + timedelta(days=note["due_in_days"]) if "due_in_days" in note else None
    return notulen.Entry(
        text=note["text"],
        kind=note["kind"],
        said_by=note.get("by", ""),
        owner=Instansi.objects.get(code=note["instansi"]) if "instansi" in note else None,
        due_on=due_on,
        state=note.get("state", "open"),
        position=position,
    )
